/**
 * Long work on a graph that lets others run now and then: so Ctrl-C can end it. Loops count their rounds by `isDue`, which
 * is cheap enough for each edge.
 */

/** Work that was ended before it was done. */
export class Ended extends Error {}

const ROUNDS = 1 << 14

export class Pace {
  private readonly pause: () => Promise<boolean>
  private left = ROUNDS

  /** @param pause lets others run, unless they just did; an answer of false ends the work */
  constructor(pause: () => Promise<boolean>) {
    this.pause = pause
  }

  /** Whether `take` is to be awaited in this round. */
  isDue(): boolean {
    return --this.left <= 0
  }
  /** @throws Ended when the work is to end */
  async take(): Promise<void> {
    this.left = ROUNDS
    if (!(await this.pause())) throw new Ended()
  }
}
