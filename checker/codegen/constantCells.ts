/**
 * Cells that never change, since types often allow more than a protocol does: no message may ever be sent for some number,
 * and each still has its bit in every state. In: a program, and cells that might be constant. Out: those that certainly are.
 *
 * All are assumed to be constant, and each is dropped that some step may change if the others are, until none is; what is
 * left is inductive. Whether a step may change a cell often depends on what two other cells say together (a request is under
 * way, so its number is not 0). So for pairs of cells, all values are found that they can have at the same time, under
 * the same assumption and with all other cells free: by a search of its own, which is short, as there are few.
 */
import type { Node, Program } from './program.ts'
import { NotCompilable, type Term, type TermPool } from './terms.ts'

/** A way to take a step: if all conditions are true, the cells get these values. */
interface Way {
  readonly conditions: readonly Term[]
  readonly cells: readonly Term[]
}

/** Terms that are folded in all before it is given up: about a tenth of a second. */
const WORK_MAX = 200_000
/** Pairs that are tried for a step and a cell, and how many values both may have together. */
const PAIRS = 6
const PAIR_VALUES = 256

/**
 * @param program with the plain packing
 * @param initial the cells of all initial states
 * @param suspects cells that have the same value in all of them; fewer than these save time
 * @returns none where that is too much work, or there are too many terms
 */
export function constantCells(
  program: Program,
  initial: readonly (readonly number[])[],
  suspects: ReadonlySet<number>,
): ReadonlySet<number> {
  const ways = program.actions.flatMap(({ choices }) => choices.flatMap(node => waysOf(node, [])))
  const work: Work = { left: WORK_MAX }
  let constant = suspects
  try {
    for (;;) {
      const assumption = new Assumption(program, ways, initial, constant, work)
      const kept = new Set([...constant].filter(cell => assumption.keeps(cell)))
      if (kept.size === constant.size) return kept
      constant = kept
    }
  } catch (error) {
    if (!(error instanceof TooMuchWork || error instanceof NotCompilable)) throw error
    return new Set()
  }
}

interface Work {
  left: number
}
class TooMuchWork extends Error {}

function waysOf(node: Node, conditions: readonly Term[]): Way[] {
  switch (node.kind) {
    case 'guard':
    case 'check':
      return waysOf(node.next, [...conditions, node.condition])
    case 'branch':
      return waysOf(node.next, conditions)
    case 'choose': {
      const [first, ...others] = node.options as [Node, ...Node[]]
      return [first, ...others].flatMap((option, i) =>
        waysOf(option, i === 0 ? conditions : [...conditions, node.when]),
      )
    }
    case 'effect':
      return [{ conditions, cells: node.cells }]
    case 'nothing':
      return []
  }
}

/** What follows if some cells are constant. */
class Assumption {
  private readonly program: Program
  private readonly ways: readonly Way[]
  private readonly initial: readonly (readonly number[])[]
  private readonly known: ReadonlyMap<number, number>
  private readonly folding: Folding
  private readonly pairs = new Map<string, Folding[]>()
  private readonly work: Work

  constructor(
    program: Program,
    ways: readonly Way[],
    initial: readonly (readonly number[])[],
    constant: ReadonlySet<number>,
    work: Work,
  ) {
    this.work = work
    this.program = program
    this.ways = ways
    this.initial = initial
    const [first = []] = initial
    this.known = new Map(Array.from(constant, cell => [cell, first[cell] as number]))
    this.folding = new Folding(program.pool, this.known, work)
  }

  /** Whether no step changes the cell. */
  keeps(cell: number): boolean {
    return this.writing([cell]).every(way => this.keepsBy(way, cell))
  }
  private keepsBy(way: Way, cell: number): boolean {
    if (this.isKept(way, cell, this.folding)) return true
    const read = cellsIn([this.folding.of(way.cells[cell] as Term)])
    const all = [...new Set([...read, ...cellsIn(way.conditions.map(c => this.folding.of(c)))])]
    const pairs = this.byCount([...(read.size > 0 ? read : all)]).flatMap(a =>
      this.byCount(all).flatMap(b => (a === b || (read.has(b) && b < a) ? [] : [[a, b] as const])),
    )
    const small = pairs.filter(([a, b]) => this.countOf(a) * this.countOf(b) <= PAIR_VALUES)
    return small
      .slice(0, PAIRS)
      .some(([a, b]) => this.reachable(a, b).every(folding => this.isKept(way, cell, folding)))
  }
  private isKept({ conditions, cells }: Way, cell: number, folding: Folding): boolean {
    const { pool } = this.program
    if (conditions.some(condition => folding.of(condition) === pool.false)) return true
    const { operator, value } = folding.of(cells[cell] as Term)
    return operator === 'constant' && value === this.known.get(cell)
  }

  /** All values that two cells can have at the same time, each as what it makes of terms. */
  private reachable(a: number, b: number): Folding[] {
    const key = `${a},${b}`
    let found = this.pairs.get(key)
    if (found === undefined) {
      found = this.search(a, b)
      this.pairs.set(key, found)
    }
    return found
  }
  private search(a: number, b: number): Folding[] {
    const { pool } = this.program
    const ways = this.writing([a, b])
    const found = new Map<string, Folding>()
    const enter = (x: number, y: number): void => {
      const key = `${x},${y}`
      if (!found.has(key)) found.set(key, new Folding(pool, new Map([...this.known, [a, x], [b, y]]), this.work))
    }
    for (const state of this.initial) enter(state[a] as number, state[b] as number)
    // what is entered on the way is gone through as well
    for (const folding of found.values()) {
      for (const { conditions, cells } of ways) {
        if (conditions.some(condition => folding.of(condition) === pool.false)) continue
        const [first, second] = [folding.of(cells[a] as Term), folding.of(cells[b] as Term)]
        for (const x of this.valuesOf(a, first)) for (const y of this.valuesOf(b, second)) enter(x, y)
      }
    }
    return [...found.values()]
  }

  private writing(cells: readonly number[]): Way[] {
    return this.ways.filter(way => cells.some(cell => way.cells[cell] !== this.program.current[cell]))
  }
  private valuesOf(cell: number, { low, high }: Term): number[] {
    const place = this.program.packing.places[cell]
    const [from, to] = [Math.max(low, place?.low ?? low), Math.min(high, (place?.low ?? 0) + this.countOf(cell) - 1)]
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
  }
  private countOf(cell: number): number {
    return this.program.packing.places[cell]?.count ?? 1
  }
  /** Those with many values say most. */
  private byCount(cells: readonly number[]): number[] {
    return cells.toSorted((a, b) => this.countOf(b) - this.countOf(a))
  }
}

/** Terms with values for some cells. */
class Folding {
  private readonly pool: TermPool
  private readonly values: ReadonlyMap<number, number>
  private readonly work: Work
  private readonly folded = new Map<Term, Term>()

  constructor(pool: TermPool, values: ReadonlyMap<number, number>, work: Work) {
    this.pool = pool
    this.values = values
    this.work = work
  }

  of(term: Term): Term {
    let found = this.folded.get(term)
    if (found === undefined) {
      if (--this.work.left < 0) throw new TooMuchWork()
      found = this.made(term)
      this.folded.set(term, found)
    }
    return found
  }
  private made(term: Term): Term {
    const { pool } = this
    if (term.operator === 'constant') return term
    if (term.operator === 'cell') {
      const value = this.values.get(term.value)
      return value === undefined ? term : pool.constant(value)
    }
    const [a, b, c] = term.args.map(arg => this.of(arg)) as [Term, Term, Term]
    if (term.operator === 'not') return pool.not(a)
    return term.operator === 'if' ? pool.choose(a, b, c) : pool[term.operator](a, b)
  }
}

function cellsIn(terms: readonly Term[]): Set<number> {
  const seen = new Set<Term>()
  const cells = new Set<number>()
  const visit = (term: Term): void => {
    if (seen.has(term)) return
    seen.add(term)
    if (term.operator === 'cell') cells.add(term.value)
    term.args.forEach(visit)
  }
  terms.forEach(visit)
  return cells
}
