/**
 * A theorem as a formula. In: a theorem, conditions over its inputs, and how numbers are written. Out: SMT-LIB commands
 * that declare the inputs, assert only that they are in their domains, and define a Boolean for the theorem and for each
 * condition. A bit-vector is as wide as the range of its integer demands, which for words of 32 bits is more than 32 bits.
 */
import type { Tree } from '../../../codegen/cells.ts'
import { Bindings, Flattener } from '../../../codegen/flatten.ts'
import { TermPool } from '../../../codegen/terms.ts'
import type { Expr } from '../../../ir/expr.ts'
import type { State } from '../../../ir/model.ts'
import type { Theorem } from '../../../ir/theorem.ts'
import type { Arithmetic } from '../arithmetic.ts'
import { type Cell, cellsOf, decodeState, normalised } from '../cells.ts'
import { sortOf, textsOf } from '../smtTerms.ts'

/** Text and memory would exceed what solvers take long before. */
const TERMS_MAX = 4_000_000

/** The Boolean that is true where the theorem is true and none of its checks fails. */
export const HOLDS = '|holds|'

export interface Formula {
  readonly commands: string
  /** the solver's names of what the inputs are made of */
  readonly cells: readonly string[]
  /** the Boolean of each condition */
  readonly conditions: readonly string[]
  /** the inputs whose cells have these values */
  decode(values: readonly bigint[]): State
}

/** @throws NotCompilable where a number needs more than 2^53, or there are too many terms */
export function formulaOf(theorem: Theorem, conditions: readonly Expr[], arithmetic: Arithmetic): Formula {
  const pool = new TermPool(TERMS_MAX, Number.MAX_SAFE_INTEGER)
  const { cells, trees } = cellsOf(theorem.inputs, pool, 0)
  const flattener = new Flattener(pool, trees, trees)
  const root = Bindings.none()
  const term = (e: Expr) => flattener.term(e, root)
  const domain = pool.and(...theorem.inputs.map(({ type }, i) => normalised(pool, type, trees[i] as Tree)))
  const holds = pool.and(...theorem.checks.map(check => term(check.condition)), term(theorem.body))
  const roots = [domain, holds, ...conditions.map(term)]

  const names = cells.map(({ name }, i) => `|${i} ${name.replaceAll(/[|\\]/g, '!')}|`)
  const { commands, condition } = textsOf(roots, arithmetic, i => names[i] as string, 'term')
  const [domainText, holdsText, ...texts] = roots.map(condition) as [string, string, ...string[]]
  // Constants, as a definition is no literal and could not be assumed.
  const definition = (name: string, text: string) => `(declare-const ${name} Bool)\n(assert (= ${name} ${text}))`
  const premise = (i: number) => `|condition ${i}|`
  return {
    commands: [
      ...cells.flatMap((cell, i) => declared(cell, names[i] as string, arithmetic)),
      ...commands,
      `(assert ${domainText})`,
      definition(HOLDS, holdsText),
      ...texts.map((text, i) => definition(premise(i), text)),
    ].join('\n'),
    cells: names,
    conditions: texts.map((_, i) => premise(i)),
    decode: values => {
      const numbers = values.map((value, i) => {
        const { low, high } = cells[i] as Cell
        return isBoolean(cells[i] as Cell) ? Number(value) : arithmetic.read(value, low, high)
      })
      return decodeState(theorem.inputs, trees, numbers)
    },
  }
}

const isBoolean = ({ low, high }: Cell) => low >= 0 && high <= 1

function declared(cell: Cell, name: string, arithmetic: Arithmetic): string[] {
  const range = isBoolean(cell) ? null : arithmetic.inRange({ text: name, low: cell.low, high: cell.high })
  return [
    `(declare-const ${name} ${sortOf(arithmetic, cell.low, cell.high)})`,
    ...(range === null ? [] : [`(assert ${range})`]),
  ]
}
