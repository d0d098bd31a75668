/** Three etcd servers on the loopback interface, and the few calls of their HTTP interface (`/v3`) that leases need. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const nodes = [0, 1, 2]
const clientOf = (node: number) => `http://127.0.0.1:${23790 + node}`
const peerOf = (node: number) => `http://127.0.0.1:${23800 + node}`
/** The interface speaks of bytes in base 64. */
const encoded = (text: string) => Buffer.from(text).toString('base64')

export class Cluster {
  readonly #folder: string
  readonly #servers = new Map<number, ChildProcess>()

  constructor(folder: string) {
    this.#folder = folder
  }

  async start(): Promise<void> {
    for (const node of nodes) {
      const log = openSync(path.join(this.#folder, `log${node}`), 'a')
      const options = {
        name: `n${node}`,
        'data-dir': path.join(this.#folder, `data${node}`),
        'listen-client-urls': clientOf(node),
        'advertise-client-urls': clientOf(node),
        'listen-peer-urls': peerOf(node),
        'initial-advertise-peer-urls': peerOf(node),
        'initial-cluster': nodes.map(other => `n${other}=${peerOf(other)}`).join(','),
        'initial-cluster-state': 'new',
      }
      const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
      this.#servers.set(node, spawn('etcd', args, { stdio: ['ignore', log, log] }))
      closeSync(log)
    }
    for (let attempts = 0; attempts < 100; attempts++) {
      await sleep(200)
      if ((await this.leader()) !== undefined) return
    }
    throw new Error('etcd finds no leader')
  }

  async #call(node: number, method: string, body: unknown): Promise<Record<string, unknown> | null> {
    try {
      const response = await fetch(`${clientOf(node)}/v3/${method}`, {
        method: 'POST',
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(3000),
      })
      const [line] = (await response.text()).split('\n')
      return response.ok ? JSON.parse(line ?? '') : null
    } catch {
      return null
    }
  }

  /** The node that leads, as far as one that answers knows. */
  async leader(): Promise<number | undefined> {
    for (const node of this.#servers.keys()) {
      const status = await this.#call(node, 'maintenance/status', {})
      const header = status?.header as { member_id?: string } | undefined
      if (status?.leader !== undefined && status.leader === header?.member_id) return node
    }
    return undefined
  }

  /** @returns whether it was granted; a key that is bound to the lease shows to everybody when it ends */
  async grant(node: number, lease: number, seconds: number): Promise<boolean> {
    const granted = await this.#call(node, 'lease/grant', { ID: lease, TTL: seconds })
    if (granted === null) return false
    const key = encoded(`holder/${lease}`)
    return (await this.#call(node, 'kv/put', { key, value: encoded('here'), lease })) !== null
  }

  /** @returns seconds that the lease has from now on; 0 if there is none any more; null if nobody answers */
  async keepAlive(node: number, lease: number): Promise<number | null> {
    const answer = await this.#call(node, 'lease/keepalive', { ID: lease })
    const result = answer?.result as { TTL?: string } | undefined
    return answer === null ? null : Number(result?.TTL ?? 0)
  }

  /** @returns whole seconds that the lease has left, rounded down; -1 if there is none any more; null if nobody answers */
  async timeToLive(node: number, lease: number): Promise<number | null> {
    const answer = await this.#call(node, 'kv/lease/timetolive', { ID: lease })
    return answer === null ? null : Number(answer.TTL ?? 0)
  }

  async revoke(node: number, lease: number): Promise<boolean> {
    return (await this.#call(node, 'kv/lease/revoke', { ID: lease })) !== null
  }

  /** Calls back when the key of a lease is gone, with the revision of the store at which it went. */
  async watch(node: number, onEnd: (lease: number, revision: number) => void): Promise<() => void> {
    const stop = new AbortController()
    const create_request = { key: encoded('holder/'), range_end: encoded('holder0') }
    const response = await fetch(`${clientOf(node)}/v3/watch`, {
      method: 'POST',
      body: JSON.stringify({ create_request }),
      signal: stop.signal,
    })
    const read = async () => {
      let text = ''
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString()
        const lines = text.split('\n')
        text = lines.pop() ?? ''
        for (const line of lines) {
          for (const { type, kv } of JSON.parse(line).result?.events ?? []) {
            const key = Buffer.from(kv.key, 'base64').toString()
            if (type === 'DELETE') onEnd(Number(key.slice('holder/'.length)), Number(kv.mod_revision))
          }
        }
      }
    }
    read().catch(() => {})
    return () => stop.abort()
  }

  async kill(node: number): Promise<void> {
    const server = this.#servers.get(node)
    this.#servers.delete(node)
    if (server === undefined) return
    const isGone = once(server, 'exit')
    server.kill('SIGKILL')
    await isGone
  }

  async close(): Promise<void> {
    for (const node of [...this.#servers.keys()]) await this.kill(node)
  }
}
