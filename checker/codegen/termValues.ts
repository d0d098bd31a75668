/** Values of terms in single states, for engines that look at a few terms of a state and have no code for them. */
import { bitOperations } from '../ir/bits.ts'
import { floorDiv, floorMod } from '../ir/operations.ts'
import type { PackedCell } from './packing.ts'
import type { Term } from './terms.ts'

export class TermValues {
  private readonly cells: readonly PackedCell[]
  private words: Uint32Array = new Uint32Array()
  /** by id of the term: its value, and the state for which it was computed */
  private readonly values: number[] = []
  private readonly computedFor: number[] = []
  private generation = 0

  /** @param cells of at most 32 bits */
  constructor(cells: readonly PackedCell[]) {
    this.cells = cells
  }

  /** From now on terms are about this packed state. */
  take(words: Uint32Array): void {
    this.words = words
    this.generation++
  }

  of(term: Term): number {
    if (term.operator === 'constant') return term.value
    if (this.computedFor[term.id] === this.generation) return this.values[term.id] as number
    const value = this.compute(term)
    this.values[term.id] = value
    this.computedFor[term.id] = this.generation
    return value
  }

  private compute({ operator, args, value }: Term): number {
    const at = (i: number) => this.of(args[i] as Term)
    switch (operator) {
      case 'constant':
        return value
      case 'cell':
        return this.cell(this.cells[value] as PackedCell)
      case 'not':
        return 1 - at(0)
      case 'and':
        return at(0) === 0 ? 0 : at(1)
      case 'or':
        return at(0) === 1 ? 1 : at(1)
      case 'equal':
        return at(0) === at(1) ? 1 : 0
      case 'less':
        return at(0) < at(1) ? 1 : 0
      case 'lessEqual':
        return at(0) <= at(1) ? 1 : 0
      case 'add':
        return at(0) + at(1)
      case 'subtract':
        return at(0) - at(1)
      case 'multiply':
        return at(0) * at(1)
      case 'div':
        return floorDiv(at(0), at(1))
      case 'mod':
        return floorMod(at(0), at(1))
      case 'min':
        return Math.min(at(0), at(1))
      case 'max':
        return Math.max(at(0), at(1))
      case 'bitAnd':
      case 'bitOr':
      case 'bitXor':
      case 'shiftLeft':
      case 'shiftRight':
      case 'shiftRightUnsigned':
      case 'imul':
        return bitOperations[operator](at(0), at(1))
      case 'if':
        return at(at(0) === 1 ? 1 : 2)
    }
  }
  private cell({ bit, width, low }: PackedCell): number {
    const shift = bit & 31
    const first = (this.words[bit >>> 5] as number) >>> shift
    const second = shift + width > 32 ? ((this.words[(bit >>> 5) + 1] as number) << (32 - shift)) >>> 0 : 0
    const bits = first + (shift + width > 32 ? second : 0)
    return low + (width === 32 ? bits : bits & (2 ** width - 1))
  }
}
