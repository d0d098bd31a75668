/**
 * The states that were found and not yet visited. As long as all of them can be visited they come breadth-first; once
 * more have been found than may be visited, they come at random, so that those visited are spread over all depths.
 */
import type { State } from '../../ir/model.ts'

export class Frontier {
  private readonly found = new Set<string>()
  private readonly waiting: State[] = []
  private head = 0
  private readonly maxStates: number
  private readonly random: (below: number) => number

  /** @param seed of the random order */
  constructor(maxStates: number, seed: number) {
    this.maxStates = maxStates
    this.random = randomBelow(seed)
  }

  /** Adds a state unless it was found before. */
  add(state: State): void {
    const key = JSON.stringify(state)
    if (this.found.has(key)) return
    this.found.add(key)
    this.waiting.push(state)
  }

  /** The next state to visit; undefined when there is none. */
  take(): State | undefined {
    if (this.head >= this.waiting.length) return undefined
    if (this.found.size > this.maxStates) this.swap(this.head, this.head + this.random(this.waiting.length - this.head))
    return this.waiting[this.head++]
  }

  /** Whether every state found was taken. */
  get isEmpty(): boolean {
    return this.head >= this.waiting.length
  }

  private swap(a: number, b: number): void {
    const { waiting } = this
    ;[waiting[a], waiting[b]] = [waiting[b] as State, waiting[a] as State]
  }
}

/** Integers from 0 up to a bound, by Marsaglia's xorshift with 32 bits: enough for a sample, and the same everywhere. */
function randomBelow(seed: number): (below: number) => number {
  let word = seed | 0 || 1
  return below => {
    word ^= word << 13
    word ^= word >>> 17
    word ^= word << 5
    return (word >>> 0) % below
  }
}
