/**
 * Inputs to try before a solver is asked: numbers at the ends of their domain and around powers of two, where functions
 * of bits go wrong, and numbers that were drawn before for another input, as equal and adjacent inputs are special, too.
 */
import type { Variable } from '../../../ir/expr.ts'
import type { State } from '../../../ir/model.ts'
import { cardinality, caseOf, type Field, type Type } from '../../../ir/type.ts'
import type { Value } from '../../../ir/value.ts'

/** The same seed draws the same inputs. */
export function* samples(inputs: readonly Variable[], count: number, seed: number): Generator<State> {
  const random = generator(seed)
  for (let i = 0; i < count; i++) {
    const source = new Source(random)
    yield inputs.map(({ type }) => source.value(type))
  }
}

/** Numbers from 0 to 1, 1 left out. Source: "mulberry32", a 32-bit generator of T. Ettinger, in the public domain. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}

class Source {
  private readonly random: () => number
  /** numbers drawn for these inputs so far */
  private readonly drawn: number[] = []
  constructor(random: () => number) {
    this.random = random
  }

  private below(count: number): number {
    return Math.floor(this.random() * count)
  }
  private number(low: number, high: number): number {
    const clamp = (n: number) => Math.min(high, Math.max(low, n))
    const near = this.below(5) - 2
    const drawn = this.drawn[this.below(this.drawn.length)]
    switch (this.below(6)) {
      case 0:
        return clamp(this.below(2) === 0 ? low + Math.abs(near) : high - Math.abs(near))
      case 1:
        return clamp((this.below(2) === 0 || low >= 0 ? 1 : -1) * 2 ** this.below(54) + near)
      case 2:
      case 3:
        if (drawn !== undefined) return clamp(drawn + near)
        break
      case 4:
        // as far from another one as half of all 32-bit numbers
        if (drawn !== undefined) return clamp(((drawn ^ (2 ** 31)) >>> 0) + near)
        break
    }
    return clamp(low + Math.floor(this.random() * (high - low + 1)))
  }

  value(type: Type): Value {
    switch (type.kind) {
      case 'bool':
        return this.below(2) === 1
      case 'int': {
        const n = this.number(type.low, type.high)
        this.drawn.push(n)
        return n
      }
      case 'enum':
        return type.values[this.below(type.values.length)] as string
      case 'option':
        return this.below(4) === 0 ? null : [this.value(type.item)]
      case 'record':
        return this.fields(type.fields)
      case 'variant': {
        const { name } = type.cases[this.below(type.cases.length)] as { name: string }
        return [name, ...this.fields(caseOf(type, name)?.fields ?? [])]
      }
      case 'map':
        return this.list(cardinality(type.from), () => this.value(type.to))
      case 'set':
        return this.list(cardinality(type.item), () => this.below(2) === 1)
      case 'bag':
        return this.list(cardinality(type.item), () => this.below(type.max + 1))
      case 'queue':
        return this.list(this.below(type.capacity + 1), () => this.value(type.item))
    }
  }
  private fields(fields: readonly Field[]): Value[] {
    return fields.map(field => this.value(field.type))
  }
  private list(length: number, item: () => Value): Value[] {
    return Array.from({ length }, item)
  }
}
