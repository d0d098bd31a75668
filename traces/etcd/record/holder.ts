/**
 * Who has a lease: asks for it, refreshes it every second, and uses it for as long as it believes to have it. A careful one
 * counts from when it sent the last request that was answered; a careless one from the last that it sent.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import type { Log } from './events.ts'

const PERIOD_MS = 1000
/** An answer that takes longer would overlap with the next question. */
const PATIENCE_MS = 600

export class Holder {
  readonly name: string
  readonly #lease: number
  readonly #cluster: Cluster
  readonly #log: Log
  readonly #lifetimeMs: number
  readonly #isCareless: boolean
  /** which server it talks to */
  node: number
  #isGranted = false
  #countsFrom = Number.NEGATIVE_INFINITY

  constructor(index: number, setup: HolderSetup) {
    this.name = `h${index}`
    this.#lease = setup.lease + index
    this.#cluster = setup.cluster
    this.#log = setup.log
    this.#lifetimeMs = setup.seconds * 1000
    this.#isCareless = setup.isCareless
    this.node = setup.node
  }

  async ask(): Promise<void> {
    const from = performance.now()
    this.#log.note({ event: 'asked', holder: this.name }, from)
    if (this.#isCareless && this.#isGranted) this.#countsFrom = from
    const answer = await Promise.race([this.#request(), sleep(PATIENCE_MS, null)])
    if (answer === null) return
    const to = performance.now()
    this.#log.exchange(from, to)
    this.#log.note({ event: 'answered', holder: this.name, seconds: answer }, to)
    this.#isGranted = true
    if (answer > 0) this.#countsFrom = from
  }

  async #request(): Promise<number | null> {
    if (this.#isGranted) return this.#cluster.keepAlive(this.node, this.#lease)
    const seconds = this.#lifetimeMs / 1000
    return (await this.#cluster.grant(this.node, this.#lease, seconds)) ? seconds : null
  }

  /** Uses what it has, with a second to spare, since its seconds may begin elsewhere than those of the log. */
  use(): void {
    const until = this.#countsFrom + this.#lifetimeMs - PERIOD_MS
    if (performance.now() < until) this.#log.note({ event: 'used', holder: this.name })
  }

  /** What the server says of the lease. */
  async question(): Promise<void> {
    const from = performance.now()
    const seconds = await Promise.race([this.#cluster.timeToLive(this.node, this.#lease), sleep(PATIENCE_MS, null)])
    if (seconds === null) return
    this.#log.exchange(from, performance.now())
    this.#log.note({ event: 'left', holder: this.name, seconds })
  }

  /** Refreshes so many times, a second each, with a look at the lease and a use of it in between. */
  async live(seconds: number, meanwhile: (second: number) => void | Promise<void> = () => {}): Promise<void> {
    const begin = performance.now()
    for (let second = 0; second < seconds; second++) {
      await sleep(Math.max(0, begin + second * PERIOD_MS - performance.now()))
      await this.ask()
      await meanwhile(second)
      this.use()
    }
    await sleep(Math.max(0, begin + seconds * PERIOD_MS - 500 - performance.now()))
  }

  async stop(tells: boolean): Promise<void> {
    this.#log.note({ event: 'stopped', holder: this.name, tells })
    if (tells) await this.#cluster.revoke(this.node, this.#lease)
  }
}

export interface HolderSetup {
  readonly cluster: Cluster
  readonly log: Log
  /** number of the first holder's lease */
  readonly lease: number
  readonly seconds: number
  readonly node: number
  readonly isCareless: boolean
}
