/**
 * Decision diagrams: terms as functions of the cells, in a form that is the same for equal functions. A node asks for the
 * value of one cell and has a child for each; cells come in one order on every path, equal nodes are one node, and a
 * node whose children are all the same is left out. So two terms have the same value in all states exactly when their
 * diagrams are `===`.
 *
 * Source: R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", IEEE Transactions on Computers
 * C-35(8), 1986; with more than two values for cells and results.
 * Cost: may grow exponentially in the number of cells, where the order is bad; ends at a limit.
 */
import type { Term, TermOperator, TermPool } from './terms.ts'

export interface Diagram {
  readonly id: number
  /** position of the cell in the order; infinite for a leaf */
  readonly level: number
  /** the lowest value of the cell, which the first child is for; of a leaf, its own value */
  readonly value: number
  readonly children: readonly Diagram[]
}

/** Raised when the diagrams of one instance have got too large together. */
export class DiagramsTooLarge extends Error {}

export class Diagrams {
  private readonly pool: TermPool
  private readonly levelOf: (cell: number) => number
  private limit: number
  private size = 0
  private readonly nodes = new Map<string, Diagram>()
  private readonly ofTerms = new Map<Term, Diagram>()
  private readonly results = new Map<string, Diagram>()

  /**
   * @param levelOf the position of a cell in the order
   * @param limit how many nodes, children and results may be kept
   */
  constructor(pool: TermPool, levelOf: (cell: number) => number, limit: number) {
    this.pool = pool
    this.levelOf = levelOf
    this.limit = limit
  }

  /** What `make` gives; null if that takes more than so many nodes, children and results. What was made by then is kept. */
  attempt(budget: number, make: () => Diagram): Diagram | null {
    const { limit } = this
    this.limit = Math.min(limit, this.size + budget)
    try {
      return make()
    } catch (error) {
      if (error instanceof DiagramsTooLarge) return null
      throw error
    } finally {
      this.limit = limit
    }
  }

  /** @throws DiagramsTooLarge */
  of(term: Term): Diagram {
    let found = this.ofTerms.get(term)
    if (found === undefined) {
      found = this.made(term)
      this.ofTerms.set(term, found)
    }
    return found
  }
  private made(term: Term): Diagram {
    const { operator, value, low, high } = term
    if (operator === 'constant') return this.leaf(value)
    if (operator !== 'cell')
      return this.combined(
        operator,
        term.args.map(arg => this.of(arg)),
      )
    const count = high - low + 1
    if (count > this.limit) throw new DiagramsTooLarge(`a cell of ${count} values`)
    const values = Array.from({ length: count }, (_, i) => this.leaf(low + i))
    return this.node(this.levelOf(value), low, values)
  }

  leaf(value: number): Diagram {
    return this.kept(Number.POSITIVE_INFINITY, value, [])
  }
  private node(level: number, value: number, children: readonly Diagram[]): Diagram {
    const [first] = children as [Diagram]
    return children.every(child => child === first) ? first : this.kept(level, value, children)
  }
  private kept(level: number, value: number, children: readonly Diagram[]): Diagram {
    const key = `${level},${value}:${children.map(c => c.id).join()}`
    let found = this.nodes.get(key)
    if (found === undefined) {
      this.grow(1 + children.length)
      found = { id: this.nodes.size, level, value, children }
      this.nodes.set(key, found)
    }
    return found
  }
  private grow(by: number): void {
    this.size += by
    if (this.size > this.limit) throw new DiagramsTooLarge(`more than ${this.limit} nodes`)
  }

  /** The diagram of an operator over the functions of its operands. */
  combined(operator: TermOperator, operands: readonly Diagram[]): Diagram {
    const short = this.shortcut(operator, operands)
    if (short !== undefined) return short
    const level = operands.reduce((least, d) => Math.min(least, d.level), Number.POSITIVE_INFINITY)
    if (level === Number.POSITIVE_INFINITY) return this.leaf(this.computed(operator, operands))
    const key = `${operator}:${operands.map(d => d.id).join()}`
    let found = this.results.get(key)
    if (found === undefined) {
      const asking = operands.filter(d => d.level === level)
      const [{ value, children }] = asking as [Diagram]
      const results = children.map((_, i) =>
        this.combined(
          operator,
          operands.map(d => (d.level === level ? (d.children[i] as Diagram) : d)),
        ),
      )
      found = this.node(level, value, results)
      this.grow(1)
      this.results.set(key, found)
    }
    return found
  }
  /** Results that do not need all operands. */
  private shortcut(operator: TermOperator, operands: readonly Diagram[]): Diagram | undefined {
    const [first, second, third] = operands as [Diagram, Diagram, Diagram]
    const isLeaf = (d: Diagram, value: number) => d.children.length === 0 && d.value === value
    if (operator === 'and' || operator === 'or') {
      const zero = operator === 'and' ? 0 : 1
      if (first === second || isLeaf(first, zero) || isLeaf(second, 1 - zero)) return first
      if (isLeaf(second, zero) || isLeaf(first, 1 - zero)) return second
    }
    if (operator === 'equal' && first === second) return this.leaf(1)
    if (operator === 'if' && first.children.length === 0) return first.value === 1 ? second : third
    if (operator === 'if' && second === third) return second
    return undefined
  }
  /** What operators mean is known to the pool, which folds constants. */
  private computed(operator: TermOperator, operands: readonly Diagram[]): number {
    const { pool } = this
    const [a, b] = operands.map(d => pool.constant(d.value)) as [Term, Term]
    switch (operator) {
      case 'not':
        return pool.not(a).value
      case 'constant':
      case 'cell':
      case 'if':
        throw new TypeError(`${operator} is not computed from leaves`)
      default:
        return pool[operator](a, b).value
    }
  }
}
