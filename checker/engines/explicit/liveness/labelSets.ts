/**
 * Sets of occurrences, each known by a number: what a step counts for, what is enabled in a state. Of the many sets that
 * there could be, a graph has few. Set 0 is empty.
 */
export class LabelSets {
  private readonly sets: (readonly number[])[] = [[]]
  private readonly numbers = new Map<string, number>([['', 0]])
  private readonly unions = new Map<number, number>()

  get count(): number {
    return this.sets.length
  }

  /** @param members positions in the list of occurrences */
  of(members: Iterable<number>): number {
    const sorted = [...new Set(members)].sort((a, b) => a - b)
    const key = sorted.join()
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    this.numbers.set(key, this.sets.length)
    return this.sets.push(sorted) - 1
  }
  members(set: number): readonly number[] {
    return this.sets[set] as readonly number[]
  }
  union(a: number, b: number): number {
    if (a === b || b === 0) return a
    if (a === 0) return b
    const key = a < b ? a * 2 ** 26 + b : b * 2 ** 26 + a
    let union = this.unions.get(key)
    if (union === undefined) {
      union = this.of([...this.members(a), ...this.members(b)])
      this.unions.set(key, union)
    }
    return union
  }

  /** For every set, whether it has the member. */
  with(member: number): Uint8Array {
    return Uint8Array.from(this.sets, set => (set.includes(member) ? 1 : 0))
  }
}
