/**
 * Three corosync daemons, each in a network of its own (a namespace) with its own folders for state and shared memory, on
 * one bridge; and members of a process group that talk to them. Nothing leaves the machine.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a member prints; see member.c. */
export interface Line {
  readonly event: 'started' | 'ring' | 'view' | 'sent' | 'delivered' | 'killed'
  /** nanoseconds of the machine's monotonic clock */
  readonly at: number
  readonly ring?: number
  readonly members?: readonly string[]
  readonly message?: string
  readonly member?: string
}

const run = (command: string) => execFileSync('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] })
const SWITCH = 'von-switch'
const namespaceOf = (node: number) => `von-node${node}`

export class Member {
  readonly node: number
  readonly lines: Line[] = []
  readonly #process: ChildProcess

  constructor(node: number, daemon: number, program: string) {
    this.node = node
    this.#process = spawn('nsenter', ['-t', `${daemon}`, '-m', '-n', program, 'overlay'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#process.stdin?.on('error', () => {})
    if (this.#process.stdout === null) throw new Error('a member has no output')
    createInterface(this.#process.stdout).on('line', line => this.lines.push(JSON.parse(line)))
  }

  /** Named `node:pid`, as the service names it. */
  get name(): string {
    return this.lines.find(({ event }) => event === 'started')?.member ?? ''
  }

  get view(): readonly string[] {
    return this.lines.findLast(({ event }) => event === 'view')?.members ?? []
  }

  send(...messages: readonly string[]): void {
    this.#process.stdin?.write(messages.map(message => `${message}\n`).join(''))
  }

  async kill(): Promise<void> {
    const isGone = once(this.#process, 'close')
    this.#process.kill('SIGKILL')
    await isGone
    this.lines.push({ event: 'killed', at: Number(process.hrtime.bigint()) })
  }

  end(): void {
    this.#process.kill('SIGKILL')
  }
}

export class Cluster {
  readonly #folder: string
  readonly #nodes: readonly number[]
  readonly #daemons = new Map<number, ChildProcess>()
  readonly #members: Member[] = []

  constructor(folder: string, nodes: readonly number[]) {
    this.#folder = folder
    this.#nodes = nodes
    run(`ip netns add ${SWITCH}; ip -n ${SWITCH} link add bridge type bridge; ip -n ${SWITCH} link set bridge up`)
    for (const node of nodes) {
      const namespace = namespaceOf(node)
      run(
        [
          `ip netns add ${namespace}`,
          `ip link add eth0 netns ${namespace} type veth peer name port${node} netns ${SWITCH}`,
          `ip -n ${SWITCH} link set port${node} master bridge up`,
          `ip -n ${namespace} addr add 10.77.0.${node}/24 dev eth0`,
          `ip -n ${namespace} link set eth0 up`,
          `ip -n ${namespace} link set lo up`,
        ].join(' && '),
      )
    }
    const entries = nodes.map(node => `  node {\n    nodeid: ${node}\n    ring0_addr: 10.77.0.${node}\n  }`)
    writeFileSync(
      path.join(folder, 'corosync.conf'),
      `totem {
  version: 2
  cluster_name: von
  transport: udpu
  token: 1000
  crypto_cipher: none
  crypto_hash: none
}
nodelist {
${entries.join('\n')}
}
logging {
  to_stderr: yes
  to_syslog: no
}
`,
    )
  }

  async start(node: number): Promise<void> {
    const state = path.join(this.#folder, `state${node}`)
    mkdirSync(state, { recursive: true })
    const command = [
      'mount -t tmpfs tmpfs /dev/shm',
      'mount -t tmpfs tmpfs /run',
      `mount --bind ${state} /var/lib/corosync`,
      `exec corosync -f -c ${this.#folder}/corosync.conf >${this.#folder}/log${node} 2>&1`,
    ].join(' && ')
    const inside = ['unshare', '-m', '--propagation', 'private', 'sh', '-c', command]
    this.#daemons.set(node, spawn('nsenter', [`--net=/run/netns/${namespaceOf(node)}`, ...inside], { stdio: 'ignore' }))
    await sleep(1500)
  }

  join(node: number, program: string): Member {
    const pid = this.#daemons.get(node)?.pid
    if (pid === undefined) throw new Error(`node ${node} is not started`)
    const member = new Member(node, pid, program)
    this.#members.push(member)
    return member
  }

  /** Node and daemon die at once, without a word. */
  async killNode(member: Member): Promise<void> {
    const daemon = this.#daemons.get(member.node)
    daemon?.kill('SIGKILL')
    await member.kill()
  }

  /** Pulls the cable of a node, or puts it back. */
  plug(node: number, isPlugged: boolean): void {
    run(`ip -n ${SWITCH} link set port${node} ${isPlugged ? 'up' : 'down'}`)
  }

  close(): void {
    for (const member of this.#members) member.end()
    for (const daemon of this.#daemons.values()) daemon.kill('SIGKILL')
    for (const namespace of [SWITCH, ...this.#nodes.map(namespaceOf)]) run(`ip netns del ${namespace}`)
  }
}

/** Waits until something is so, for a minute at most. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 20) {
    if (isSo()) return
    await sleep(20)
  }
  throw new Error(`in vain: ${what}`)
}
