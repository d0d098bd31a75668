/**
 * Whether two terms mean the same in every state. First by their shape, up to the order of operands where that does not
 * matter; where shapes differ, by decision diagrams, which are exact but may become too large.
 */
import { Diagrams, DiagramsTooLarge } from './diagrams.ts'
import type { Term, TermPool } from './terms.ts'

/** Operators that may be nested and ordered in any way. */
const FREE_ORDER: ReadonlySet<string> = new Set([
  'and',
  'or',
  'add',
  'min',
  'max',
  'multiply',
  'bitAnd',
  'bitOr',
  'bitXor',
])
const DIAGRAM_LIMIT = 400_000

export class Equivalence {
  private readonly pool: TermPool
  private readonly levelOf: (cell: number) => number
  private readonly shapes = new Map<Term, number>()
  private readonly shapeIds = new Map<string, number>()
  private diagrams: Diagrams

  /** @param levelOf the position of each cell in the order of diagrams: cells that are used together are best together */
  constructor(pool: TermPool, levelOf: (cell: number) => number) {
    this.pool = pool
    this.levelOf = levelOf
    this.diagrams = new Diagrams(pool, levelOf, DIAGRAM_LIMIT)
  }

  /**
   * Whether `a` and `b` have the same value in every state in which `condition` is true, be it reachable or not.
   * @returns null when the comparison got too large
   */
  holds(a: Term, b: Term, condition: Term): boolean | null {
    return a === b || this.shapeOf(a) === this.shapeOf(b) || this.compare(a, b, condition, true)
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

/** The operands of a term and of those of its operands that have the same operator. */
function nested(term: Term): Term[] {
  const operands: Term[] = []
  const pending = [...term.args]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.operator === term.operator) pending.push(...next.args)
    else operands.push(next)
  }
  return operands
}
