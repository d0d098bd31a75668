/** Random terms over a few cells of a few values, and their values in all states. */
import type { Term, TermPool } from './terms.ts'

/** How many values each cell has. */
const CELLS = [2, 3, 2, 4, 2]
const operators = [
  'and',
  'or',
  'equal',
  'less',
  'lessEqual',
  'add',
  'subtract',
  'multiply',
  'div',
  'mod',
  'min',
  'max',
  'bitAnd',
  'bitOr',
  'bitXor',
] as const

/** A random term over five cells of few values; `draw` draws a number below its argument. */
export function drawTerm(pool: TermPool, draw: (below: number) => number, fuel: number, isBoolean: boolean): Term {
  const inner = (bool: boolean) => drawTerm(pool, draw, fuel - 1, bool)
  const cells = CELLS.map((count, i) => pool.cell(i, 0, count - 1))
  if (fuel === 0)
    return isBoolean ? pool.equal(cells[draw(5)] as Term, pool.constant(draw(3))) : (cells[draw(5)] as Term)
  if (draw(6) === 0) return pool.choose(inner(true), inner(isBoolean), inner(isBoolean))
  if (isBoolean && draw(4) === 0) return pool.not(inner(true))
  const fitting = operators.filter((_, i) => isBoolean === i < 5)
  const operator = fitting[draw(fitting.length)] as (typeof operators)[number]
  const isOfBooleans = operator === 'and' || operator === 'or'
  return pool[operator](inner(isOfBooleans), inner(isOfBooleans))
}

/** The value of a term, by putting constants in the place of cells. */
export function valueIn(pool: TermPool, term: Term, state: readonly number[]): number {
  const args = term.args.map(arg => pool.constant(valueIn(pool, arg, state))) as [Term, Term, Term]
  switch (term.operator) {
    case 'constant':
      return term.value
    case 'cell':
      return state[term.value] as number
    case 'not':
      return pool.not(args[0]).value
    case 'if':
      return pool.choose(...args).value
    default:
      return pool[term.operator](args[0], args[1]).value
  }
}
/** All of them: the values of the cells. */
export const states = CELLS.reduce<number[][]>(
  (all, n) => all.flatMap(s => Array.from({ length: n }, (_, i) => [...s, i])),
  [[]],
)
