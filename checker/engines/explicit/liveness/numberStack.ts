/** A stack of 32-bit numbers that grows as needed, without an object for each. */
const FIRST_LENGTH = 1024

export class NumberStack {
  length = 0
  private items = new Uint32Array(FIRST_LENGTH)

  push(item: number): void {
    if (this.length === this.items.length) {
      const larger = new Uint32Array(this.length * 2)
      larger.set(this.items)
      this.items = larger
    }
    this.items[this.length++] = item
  }
  pop(): number {
    return this.items[--this.length] as number
  }
  at(index: number): number {
    return this.items[index] as number
  }
  /** The items from this index on: a view, until the next change. */
  from(index: number): Uint32Array {
    return this.items.subarray(index, this.length)
  }
}
