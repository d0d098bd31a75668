/**
 * Records leases of a cluster of three etcd servers. Needs Debian's etcd-server.
 *
 *     node scripts/node24.mjs traces/etcd/record/record.ts [NAME...]
 *
 * With names, only those are recorded again; recordings that are spoilt afterwards always are.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Cluster } from './cluster.ts'
import { type Event, Log } from './events.ts'
import { Holder } from './holder.ts'
import { accepted, broken, corrupted, type Scenario } from './scenarios.ts'

const home = path.join(import.meta.dirname, '..')
const [, version] = /Version: ([\d.]+)/.exec(execFileSync('etcd', ['--version'], { encoding: 'utf8' })) ?? []
const LEASE = 100

const isAskedFor = (name: string) => process.argv.length === 2 || process.argv.includes(name)
for (const [name, scenario] of Object.entries(accepted)) if (isAskedFor(name)) await record('accepted', name, scenario)
for (const [name, scenario] of Object.entries(broken)) if (isAskedFor(name)) await record('rejected', name, scenario)
for (const { name, of, spoil, ...changed } of corrupted) {
  const scenario = accepted[of]
  const [, ...lines] = readFileSync(path.join(home, 'accepted', `${of}.jsonl`), 'utf8')
    .trim()
    .split('\n')
  const log = lines.map((line): Event => JSON.parse(line))
  if (scenario !== undefined) write('rejected', name, spoil(log), { ...scenario, ...changed })
}

async function record(folder: string, name: string, scenario: Scenario): Promise<void> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'von-etcd-'))
  const cluster = new Cluster(scratch)
  try {
    await cluster.start()
    const leader = (await cluster.leader()) ?? 0
    // Holders talk to a server that is not the leader, and stays.
    const node = (leader + 1) % 3
    const log = new Log()
    const setup = {
      cluster,
      log,
      lease: LEASE,
      seconds: scenario.seconds,
      node,
      isCareless: scenario.isCareless === true,
    }
    const stopWatching = await cluster.watch(node, (lease, revision) => {
      log.note({ event: 'ended', holder: `h${lease - LEASE}`, revision })
    })
    const wipe = async () => {
      await cluster.close()
      for (const other of [0, 1, 2]) rmSync(path.join(scratch, `data${other}`), { recursive: true })
      await cluster.start()
    }
    await scenario.run({ cluster, holders: [new Holder(0, setup), new Holder(1, setup)], leader, wipe })
    stopWatching()
    write(folder, name, log.withTicks(), scenario)
  } finally {
    await cluster.close()
    rmSync(scratch, { recursive: true })
  }
}

function write(folder: string, name: string, log: readonly Event[], scenario: Scenario): void {
  const { about, seconds, losses, failovers, diverges } = scenario
  const at = diverges === undefined ? undefined : diverges.at(log) + 1
  if (at === 0) throw new Error(`${name} diverges nowhere`)
  const header = {
    format: 'von-log',
    version: 1,
    system: `etcd ${version}`,
    about,
    holders: new Set(log.flatMap(({ holder }) => holder ?? [])).size,
    seconds,
    losses,
    failovers,
    ...(diverges && { diverges: { event: at, because: diverges.because } }),
  }
  mkdirSync(path.join(home, folder), { recursive: true })
  const lines = [header, ...log].map(line => JSON.stringify(line))
  writeFileSync(path.join(home, folder, `${name}.jsonl`), `${lines.join('\n')}\n`)
  console.log(`${folder}/${name}: ${log.length} events`)
}
