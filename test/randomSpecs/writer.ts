/**
 * What all parts of the generator share: the choices that decide what is written, a tally of the constructs used, and
 * fresh names. Choices are bytes drawn from outside; when they run out, every choice is the first alternative, which is
 * the simplest. So a shorter or smaller list of bytes writes a simpler spec, which is how failing specs are shrunk.
 */
export class Writer {
  private readonly choices: readonly number[]
  private used = 0
  private readonly names = new Map<string, number>()
  private readonly tally: Map<string, number>

  /** @param tally how often each construct was used, over all specs */
  constructor(choices: readonly number[], tally: Map<string, number>) {
    this.choices = choices
    this.tally = tally
  }

  /** An integer from 0 up to, not including, `count`. */
  below(count: number): number {
    return (this.choices[this.used++] ?? 0) % count
  }
  between(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }
  /** True in about so many cases of a hundred; false when there are no choices left. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent
  }
  /** Whether the choices have run out: what is optional should then be left out. */
  get isSpent(): boolean {
    return this.used >= this.choices.length
  }
  oneOf<T>(alternatives: readonly T[]): T {
    if (alternatives.length === 0) throw new Error('there is nothing to choose from')
    return alternatives[this.below(alternatives.length)] as T
  }
  /** A name not used before. */
  fresh(prefix: string): string {
    const count = this.names.get(prefix) ?? 0
    this.names.set(prefix, count + 1)
    return `${prefix}${count}`
  }
  /** Notes the use of a construct. */
  use(construct: string): void {
    this.tally.set(construct, (this.tally.get(construct) ?? 0) + 1)
  }
}
