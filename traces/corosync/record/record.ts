/**
 * Records process groups of corosync on three nodes. Needs Debian's corosync, libcpg-dev, gcc and iproute2, and root, for
 * network namespaces.
 *
 *     node scripts/node24.mjs traces/corosync/record/record.ts
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Cluster, type Line, type Member, until } from './cluster.ts'
import { type Event, eventsOf } from './events.ts'
import { accepted, type DeliveryPromise, rejected, type Scenario } from './scenarios.ts'

const home = path.join(import.meta.dirname, '..')
const [, version] = /version '([\d.]+)'/.exec(execFileSync('corosync', ['-v'], { encoding: 'utf8' })) ?? []
const scratch = mkdtempSync(path.join(tmpdir(), 'von-corosync-'))
const program = path.join(scratch, 'member')
execFileSync('cc', ['-O', '-Wall', '-o', program, path.join(import.meta.dirname, 'member.c'), '-lcpg'])
const logs = new Map<string, readonly Event[]>()
try {
  for (const [name, scenario] of Object.entries(accepted)) await record(name, scenario)
} finally {
  rmSync(scratch, { recursive: true })
}
for (const { name, of, about, delivery, spoil = (log: readonly Event[]) => log, diverges } of rejected) {
  const log = spoil(logs.get(of) ?? [])
  const at = diverges.at(log) + 1
  if (at === 0) throw new Error(`${name} diverges nowhere`)
  write('rejected', name, log, about, delivery ?? accepted[of]?.delivery ?? 'inSendingView', {
    diverges: { event: at, because: diverges.because },
  })
}

async function record(name: string, { about, delivery, run }: Scenario): Promise<void> {
  const cluster = new Cluster(scratch, [1, 2, 3])
  try {
    await Promise.all([1, 2, 3].map(node => cluster.start(node)))
    const join = (node: number) => cluster.join(node, program)
    const members: readonly [Member, Member, Member] = [join(1), join(2), join(3)]
    await until(() => members.every(({ view }) => view.length === 3), 'a view of three')
    const first = members[0].view
    const all: Member[] = [...members]
    await run({
      cluster,
      members,
      join: node => {
        const member = join(node)
        all.push(member)
        return member
      },
    })
    const founders = new Set(members)
    const printed = new Map(all.map(member => [member.name, founders.has(member) ? since(member) : member.lines]))
    const log = eventsOf(printed, first)
    logs.set(name, log)
    write('accepted', name, log, about, delivery)
  } finally {
    cluster.close()
  }
}

/** What a founder prints after it has installed the first view of all three. */
function since(member: Member): readonly Line[] {
  const start = member.lines.findIndex(({ members }) => members?.length === 3)
  return member.lines.slice(start + 1)
}

function write(
  folder: string,
  name: string,
  log: readonly Event[],
  about: string,
  delivery: DeliveryPromise,
  more = {},
): void {
  const distinct = (key: 'message' | 'view') => new Set(log.flatMap(event => event[key] ?? [])).size
  const header = {
    format: 'von-log',
    version: 1,
    system: `corosync ${version}`,
    about,
    delivery,
    nodes: new Set(log.map(({ node }) => node)).size,
    messages: distinct('message'),
    views: distinct('view') + 1,
    newcomer: log.some(({ event, node, view }) => event === 'view' && node === 'p3' && view === 'v1'),
    ...more,
  }
  mkdirSync(path.join(home, folder), { recursive: true })
  const lines = [header, ...log].map(line => JSON.stringify(line))
  writeFileSync(path.join(home, folder, `${name}.jsonl`), `${lines.join('\n')}\n`)
  console.log(`${folder}/${name}: ${log.length} events`)
}
