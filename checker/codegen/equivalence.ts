/**
 * Whether two terms mean the same in every state. First by their shape, up to the order of operands where that does not
 * matter; then piece by piece (`meanings.ts`); at last by decision diagrams of the whole, which are exact but may become
 * too large.
 */
import { Diagrams, DiagramsTooLarge } from './diagrams.ts'
import { Meanings } from './meanings.ts'
import { FREE_ORDER, nested } from './operands.ts'
import type { Term, TermPool } from './terms.ts'

const DIAGRAM_LIMIT = 400_000

export class Equivalence {
  private readonly pool: TermPool
  private readonly levelOf: (cell: number) => number
  private readonly shapes = new Map<Term, number>()
  private readonly shapeIds = new Map<string, number>()
  private readonly meanings: Meanings
  private diagrams: Diagrams

  /** @param levelOf the position of each cell in the order of diagrams: cells that are used together are best together */
  constructor(pool: TermPool, levelOf: (cell: number) => number) {
    this.pool = pool
    this.levelOf = levelOf
    this.meanings = new Meanings(pool, levelOf)
    this.diagrams = new Diagrams(pool, levelOf, DIAGRAM_LIMIT)
  }

  /**
   * Whether `a` and `b` have the same value in every state in which `condition` is true, be it reachable or not.
   * @returns null when the comparison got too large
   */
  holds(a: Term, b: Term, condition: Term): boolean | null {
    const isAlike = a === b || this.shapeOf(a) === this.shapeOf(b) || this.meanings.of(a) === this.meanings.of(b)
    return isAlike || this.compare(a, b, condition, true)
  }
  private compare(a: Term, b: Term, condition: Term, mayRetry: boolean): boolean | null {
    const { diagrams } = this
    try {
      const [left, right] = [diagrams.of(a), diagrams.of(b)]
      if (left === right) return true
      const differs = diagrams.combined('not', [diagrams.combined('equal', [left, right])])
      return diagrams.combined('and', [diagrams.of(condition), differs]) === diagrams.leaf(0)
    } catch (error) {
      if (!(error instanceof DiagramsTooLarge)) throw error
      // what is kept of earlier comparisons may have left no room for this one
      this.diagrams = new Diagrams(this.pool, this.levelOf, DIAGRAM_LIMIT)
      return mayRetry ? this.compare(a, b, condition, false) : null
    }
  }

  /** The same number for terms that differ in the order of operands only. */
  shapeOf(term: Term): number {
    let shape = this.shapes.get(term)
    if (shape === undefined) {
      const { operator, value } = term
      const operands = (FREE_ORDER.has(operator) ? nested(term) : term.args).map(arg => this.shapeOf(arg))
      if (FREE_ORDER.has(operator) || operator === 'equal') operands.sort((x, y) => x - y)
      const key = `${operator},${value},${operands.join()}`
      shape = this.shapeIds.get(key) ?? this.shapeIds.size
      this.shapeIds.set(key, shape)
      this.shapes.set(term, shape)
    }
    return shape
  }
}
