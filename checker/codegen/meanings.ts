/**
 * Numbers of terms: where two terms have the same number, they have the same value in every state. The other way round, a
 * term that is small enough is known by its decision diagram, so equal ones have the same number however they are written;
 * a larger one by its operator and the numbers of its operands, in no order where that does not matter. So a claim about
 * many names is compared piece by piece, where a diagram of the whole would be too large.
 *
 * Cost: at most `BUDGET` nodes for each term, and `TOTAL` for all; what comes after that is known by its operands.
 */
import { type Diagram, Diagrams } from './diagrams.ts'
import { FREE_ORDER, nested } from './operands.ts'
import type { Term, TermPool } from './terms.ts'

const BUDGET = 5_000
const TOTAL = 1_000_000

interface Meaning {
  readonly number: number
  /** null where it is too large */
  readonly diagram: Diagram | null
}

export class Meanings {
  private readonly diagrams: Diagrams
  private readonly budget: number
  private readonly known = new Map<Term, Meaning>()
  private readonly numbers = new Map<string, number>()

  /** @param levelOf the position of each cell in the order of diagrams */
  constructor(pool: TermPool, levelOf: (cell: number) => number, budget = BUDGET) {
    this.diagrams = new Diagrams(pool, levelOf, TOTAL)
    this.budget = budget
  }

  of(term: Term): number {
    return this.meaningOf(term).number
  }
  private meaningOf(term: Term): Meaning {
    let meaning = this.known.get(term)
    if (meaning === undefined) {
      meaning = this.made(term)
      this.known.set(term, meaning)
    }
    return meaning
  }
  private made(term: Term): Meaning {
    const { operator, value, args } = term
    const isFree = FREE_ORDER.has(operator)
    const operands = (isFree ? nested(term) : args).map(arg => this.meaningOf(arg))
    // In this order the same operands make the same diagrams, and are too large together or not at all.
    if (isFree || operator === 'equal') operands.sort((a, b) => a.number - b.number)
    const diagram = this.diagramOf(term, operands)
    const key =
      diagram === null ? `${operator},${value},${operands.map(o => o.number).join()}` : `diagram ${diagram.id}`
    const number = this.numbers.get(key) ?? this.numbers.size
    this.numbers.set(key, number)
    return { number, diagram }
  }
  private diagramOf(term: Term, operands: readonly Meaning[]): Diagram | null {
    const { diagrams, budget } = this
    const { operator } = term
    if (operands.length === 0) return diagrams.attempt(budget, () => diagrams.of(term))
    const parts = operands.flatMap(({ diagram }) => diagram ?? [])
    if (parts.length < operands.length) return null
    return diagrams.attempt(budget, () =>
      FREE_ORDER.has(operator)
        ? parts.reduce((all, part) => diagrams.combined(operator, [all, part]))
        : diagrams.combined(operator, parts),
    )
  }
}
