/**
 * Terms as SMT-LIB text. In: terms of one pool, and a name for each cell. Out: a definition for every term that is used
 * more than once, and the text of the others. Terms whose values are 0 and 1 only are Booleans of the solver.
 */
import type { Term } from '../../codegen/terms.ts'
import type { Arithmetic, Scalar } from './arithmetic.ts'

/** Longer text is defined by itself, as solvers read nested text recursively. */
const INLINE_MAX = 400

const isBoolean = ({ low, high }: { readonly low: number; readonly high: number }) => low >= 0 && high <= 1
/** The sort of a cell or a term with this range. */
export const sortOf = (arithmetic: Arithmetic, low: number, high: number): string =>
  isBoolean({ low, high }) ? 'Bool' : arithmetic.sort(low, high)
/** A number as a value of that sort. */
export const literalOf = (arithmetic: Arithmetic, value: number, low: number, high: number): string =>
  isBoolean({ low, high }) ? (value === 1 ? 'true' : 'false') : arithmetic.literal(value, low, high)

export interface Texts {
  /** the definitions, in order */
  readonly commands: readonly string[]
  /** a term that is a Boolean */
  condition(term: Term): string
  /** that two terms have the same value; whether a cell of that name and range has the value of a term */
  isEqual(cell: Scalar, term: Term): string
}

/**
 * @param roots what text is wanted of
 * @param prefix of the names of definitions: unique in the dialogue with the solver
 * Cost: proportional to the number of different terms.
 */
export function textsOf(
  roots: readonly Term[],
  arithmetic: Arithmetic,
  nameOf: (cell: number) => string,
  prefix: string,
): Texts {
  const uses = usesOf(roots)
  const texts = new Map<Term, string>()
  const commands: string[] = []
  // a term is made after its arguments
  const ordered = [...uses.keys()].sort((a, b) => a.id - b.id)
  const absorbed = absorbedOf(ordered, uses)

  const text = (term: Term): string => texts.get(term) as string
  const scalar = (term: Term): Scalar => {
    const { operator, value, low, high } = term
    if (operator === 'constant') return { text: arithmetic.literal(value, low, high), low, high }
    return isBoolean(term) ? asNumber(text(term)) : { text: text(term), low, high }
  }
  const asNumber = (condition: string): Scalar => {
    const [one, zero] = [arithmetic.literal(1, 0, 1), arithmetic.literal(0, 0, 1)]
    return { text: `(ite ${condition} ${one} ${zero})`, low: 0, high: 1 }
  }
  const equal = (a: Term, b: Term): string =>
    isBoolean(a) && isBoolean(b) ? `(= ${text(a)} ${text(b)})` : arithmetic.equal(scalar(a), scalar(b))
  /** the operands of a conjunction or disjunction and of those that are its own parts */
  const operands = (term: Term): Term[] => {
    const all: Term[] = []
    const pending = [...term.args].reverse()
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (absorbed.has(next)) pending.push(...[...next.args].reverse())
      else all.push(next)
    }
    return all
  }
  const make = (term: Term): string => {
    const { operator, args, low, high } = term
    const [a, b, c] = args as readonly [Term, Term, Term]
    switch (operator) {
      case 'constant':
        return literalOf(arithmetic, term.value, low, high)
      case 'cell':
        return nameOf(term.value)
      case 'not':
        return `(not ${text(a)})`
      case 'and':
      case 'or':
        return `(${operator} ${operands(term).map(text).join(' ')})`
      case 'equal':
        return equal(a, b)
      case 'less':
      case 'lessEqual':
        return arithmetic[operator](scalar(a), scalar(b))
      case 'if':
        return isBoolean(term)
          ? `(ite ${text(a)} ${text(b)} ${text(c)})`
          : arithmetic.choose(text(a), scalar(b), scalar(c), low, high)
      default: {
        const number = arithmetic.compute(operator, scalar(a), scalar(b), low, high)
        return isBoolean(term)
          ? arithmetic.equal({ text: number, low, high }, { text: arithmetic.literal(1, 1, 1), low: 1, high: 1 })
          : number
      }
    }
  }
  for (const term of ordered) {
    if (absorbed.has(term)) continue
    const made = make(term)
    const isAtom = term.operator === 'cell' || term.operator === 'constant'
    if (isAtom || ((uses.get(term) as number) < 2 && made.length <= INLINE_MAX)) {
      texts.set(term, made)
      continue
    }
    const name = `|${prefix}.${term.id}|`
    commands.push(`(define-fun ${name} () ${sortOf(arithmetic, term.low, term.high)} ${made})`)
    texts.set(term, name)
  }
  return {
    commands,
    condition: text,
    isEqual: (cell, term) => {
      const isPlain = isBoolean(cell)
      if (isPlain && isBoolean(term)) {
        if (term.operator === 'constant') return term.value === 1 ? cell.text : `(not ${cell.text})`
        return `(= ${cell.text} ${text(term)})`
      }
      return arithmetic.equal(isPlain ? asNumber(cell.text) : cell, scalar(term))
    },
  }
}

/** Every term that the roots contain, and how often it is an argument or a root. */
function usesOf(roots: readonly Term[]): Map<Term, number> {
  const uses = new Map<Term, number>()
  const pending = [...roots]
  for (let term = pending.pop(); term !== undefined; term = pending.pop()) {
    const known = uses.get(term)
    uses.set(term, (known ?? 0) + 1)
    if (known === undefined) pending.push(...term.args)
  }
  return uses
}
/** Conjunctions that are part of one conjunction and used nowhere else; the same for disjunctions. */
function absorbedOf(terms: readonly Term[], uses: ReadonlyMap<Term, number>): Set<Term> {
  const absorbed = new Set<Term>()
  for (const { operator, args } of terms) {
    if (operator !== 'and' && operator !== 'or') continue
    for (const arg of args) if (arg.operator === operator && uses.get(arg) === 1) absorbed.add(arg)
  }
  return absorbed
}
