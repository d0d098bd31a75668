/**
 * The log of one run, in seconds of the recorder's clock. Timers of the servers run on clocks of their own, at the same pace;
 * all that is assumed of them is that. A question and its answer lie between the same two ticks, so that what the server did
 * about it is there as well: where ticks begin is chosen so. Then a server that says "so many whole seconds are left" has so many
 * ticks left or one more, and what is ended after a number of seconds is ended after as many ticks.
 */

export interface Event {
  readonly event: 'asked' | 'answered' | 'left' | 'used' | 'stopped' | 'ended' | 'tick'
  readonly holder?: string
  /** what the server says: how long the lease lives from now on, or how long it still does; 0 or -1 if it is gone */
  readonly seconds?: number
  readonly tells?: boolean
  readonly revision?: number
}

const TICK_MS = 1000

export class Log {
  readonly #events: { readonly at: number; readonly event: Event }[] = []
  readonly #exchanges: { readonly from: number; readonly to: number }[] = []

  note(event: Event, at = performance.now()): void {
    this.#events.push({ at, event })
  }

  /** A question that was answered. */
  exchange(from: number, to: number): void {
    this.#exchanges.push({ from, to })
  }

  /** @returns events with ticks in between */
  withTicks(): Event[] {
    const phases = Array.from({ length: 50 }, (_, i) => (i * TICK_MS) / 50)
    const ticksBefore = (phase: number, at: number) => Math.floor((at - phase) / TICK_MS)
    const isPossible = (phase: number) =>
      this.#exchanges.every(({ from, to }) => ticksBefore(phase, from - 20) === ticksBefore(phase, to + 20))
    const possible = phases.filter(isPossible)
    const phase = possible[Math.floor(possible.length / 2)]
    if (phase === undefined) throw new Error('answers take so long that no second can begin between them: record again')
    const sorted = this.#events.toSorted((one, other) => one.at - other.at)
    let ticks = ticksBefore(phase, sorted[0]?.at ?? 0)
    return sorted.flatMap(({ at, event }) => {
      const passed = ticksBefore(phase, at) - ticks
      ticks += passed
      return [...Array.from({ length: passed }, (): Event => ({ event: 'tick' })), event]
    })
  }
}
