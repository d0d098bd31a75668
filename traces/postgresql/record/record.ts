/**
 * Records two-phase commit over three PostgreSQL servers. Needs Debian's postgresql-15, and root, to become its user.
 *
 *     node scripts/node24.mjs traces/postgresql/record/record.ts
 */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Instance } from './instance.ts'
import { Manager } from './manager.ts'
import { accepted, broken, corrupted, type Scenario } from './scenarios.ts'
import { type Event, eventsOf, inOrder } from './writeAheadLog.ts'

const home = path.join(import.meta.dirname, '..')
const root = mkdtempSync(path.join(tmpdir(), 'von-postgresql-'))
chmodSync(root, 0o755)
let system = ''
const participants = new Map(['rm0', 'rm1', 'rm2'].map(name => [name, new Instance(root, name)]))
try {
  for (const participant of participants.values()) {
    await participant.start()
    await participant.ask('CREATE TABLE account (id text PRIMARY KEY, amount int CHECK (amount >= 0))')
  }
  system = `PostgreSQL ${await participants.get('rm0')?.ask('SHOW server_version')}`
  for (const [name, scenario] of Object.entries(accepted)) await record('accepted', name, scenario)
  for (const [name, scenario] of Object.entries(broken)) await record('rejected', name, scenario)
  for (const { name, of, about, spoil, diverges } of corrupted) {
    const [, ...log] = readFileSync(path.join(home, 'accepted', `${of}.jsonl`), 'utf8')
      .trim()
      .split('\n')
    const events = log.map((line): Event => JSON.parse(line))
    write('rejected', name, spoil(events), about, diverges)
  }
} finally {
  for (const participant of participants.values()) await participant.kill()
  rmSync(root, { recursive: true })
}

async function record(folder: string, name: string, { about, run, diverges }: Scenario): Promise<void> {
  const manager = new Manager(name, participants)
  const begin = new Map<string, string>()
  for (const [node, participant] of participants) {
    begin.set(node, await participant.ask('SELECT pg_current_wal_insert_lsn()'))
  }
  const answers: Event[] = []
  const participant = (node: string) => {
    const found = participants.get(node)
    if (found === undefined) throw new Error(`no participant ${node}`)
    return found
  }
  const question = async (node: string) => {
    const request = manager.number()
    const inDoubt = await manager.isInDoubt(node)
    const lsn = await participant(node).ask('SELECT pg_current_wal_insert_lsn()')
    answers.push({ event: 'asked', node, request, lsn, inDoubt })
  }
  await run({ manager, participant, question })
  manager.close()

  const events = [...answers]
  for (const [node, participant] of participants) {
    // A rollback is not written out at once; a new segment makes it so.
    await participant.ask('SELECT pg_switch_wal()')
    events.push(...eventsOf(node, name, participant.writeAheadLog(begin.get(node) ?? '')))
    // What is in doubt now would be in the way of the next.
    if (await manager.isInDoubt(node)) await participant.ask(`ROLLBACK PREPARED '${name}'`)
  }
  write(folder, name, inOrder(events), about, diverges)
}

function write(
  folder: string,
  name: string,
  log: readonly Event[],
  about: string,
  diverges: Scenario['diverges'],
): void {
  const at = diverges && log.findIndex(({ event, node }) => event === diverges.event && node === diverges.node) + 1
  const header = {
    format: 'von-log',
    version: 1,
    system,
    about,
    nodes: [...participants.keys()],
    ...(diverges && { diverges: { event: at, because: diverges.because } }),
  }
  mkdirSync(path.join(home, folder), { recursive: true })
  const lines = [header, ...log].map(line => JSON.stringify(line))
  writeFileSync(path.join(home, folder, `${name}.jsonl`), `${lines.join('\n')}\n`)
  console.log(`${folder}/${name}: ${log.length} events`)
}
