/**
 * Conditions with what their parts have in common taken out: `(x or a) and (x or b)` is `x or (a and b)`, and the same with
 * `and` and `or` exchanged. What is said of all pairs takes work for each of them; if it falls into something about the
 * first and something about the second, it takes work for each element afterwards. In: terms of a pool. Out: terms of the
 * same pool that have the same values.
 *
 * Of what parts have in common, the most common is taken out first, and so on in what is left.
 */
import type { Term, TermPool } from './terms.ts'

type Junction = 'and' | 'or'
const dual = { and: 'or', or: 'and' } as const

export class Factoring {
  private readonly pool: TermPool
  private readonly known = new Map<Term, Term>()
  private readonly operands = new Map<Term, readonly Term[]>()

  constructor(pool: TermPool) {
    this.pool = pool
  }

  /** The same with every condition inside factored. Cost: about linear in the number of terms that it has. */
  of(term: Term): Term {
    if (term.args.length === 0) return term
    let factored = this.known.get(term)
    if (factored === undefined) {
      factored = this.make(term)
      this.known.set(term, factored)
    }
    return factored
  }

  private make(term: Term): Term {
    if (isJunction(term.operator)) {
      const before = this.operandsOf(term, term.operator)
      const parts = before.map(part => this.of(part))
      const isSame = parts.every((part, i) => part === before[i])
      return this.withoutCommonFactors(term.operator, parts) ?? (isSame ? term : this.pool[term.operator](...parts))
    }
    const args = term.args.map(arg => this.of(arg))
    return args.every((arg, i) => arg === term.args[i]) ? term : this.rebuilt(term, args)
  }
  private rebuilt({ operator }: Term, args: readonly Term[]): Term {
    const [a, b, c] = args as [Term, Term, Term]
    switch (operator) {
      case 'constant':
      case 'cell':
        throw new TypeError(`${operator} has no operands`)
      case 'not':
        return this.pool.not(a)
      case 'if':
        return this.pool.choose(a, b, c)
      default:
        return this.pool[operator](a, b)
    }
  }

  /** The junction of the parts, which are factored; null if they have nothing in common. */
  private withoutCommonFactors(operator: Junction, parts: readonly Term[]): Term | null {
    const { pool } = this
    const inner = dual[operator]
    const factor = this.mostCommon(inner, parts)
    if (factor === null) return null
    const isWith = (part: Term) => this.operandsOf(part, inner).includes(factor)
    const rests = parts
      .filter(isWith)
      .map(part => pool[inner](...this.operandsOf(part, inner).filter(operand => operand !== factor)))
    const taken = pool[inner](factor, this.junction(operator, rests))
    return this.junction(operator, [taken, ...parts.filter(part => !isWith(part))])
  }
  private junction(operator: Junction, parts: readonly Term[]): Term {
    return this.withoutCommonFactors(operator, parts) ?? this.pool[operator](...parts)
  }

  /** The operand that most of the parts have, of those that several have. */
  private mostCommon(operator: Junction, parts: readonly Term[]): Term | null {
    const compound = parts.filter(part => part.operator === operator)
    if (compound.length < 2) return null
    const counts = new Map<Term, number>()
    let [most, largest]: [Term | null, number] = [null, 1]
    for (const part of compound) {
      for (const operand of this.operandsOf(part, operator)) {
        const count = (counts.get(operand) ?? 0) + 1
        counts.set(operand, count)
        if (count > largest) [most, largest] = [operand, count]
      }
    }
    return most
  }

  /** What a term joins by the operator, however nested; a term with another operator is its only operand. */
  private operandsOf(term: Term, operator: Junction): readonly Term[] {
    if (term.operator !== operator) return [term]
    let operands = this.operands.get(term)
    if (operands === undefined) {
      operands = flattened(term)
      this.operands.set(term, operands)
    }
    return operands
  }
}

const isJunction = (operator: Term['operator']): operator is Junction => operator === 'and' || operator === 'or'

/** Unlike `nested`, each once: terms that others share would be met once for each way to them. */
function flattened(term: Term): readonly Term[] {
  const operands = new Set<Term>()
  const seen = new Set<Term>()
  const visit = (part: Term): void => {
    if (part.operator !== term.operator) operands.add(part)
    else if (!seen.has(part)) {
      seen.add(part)
      part.args.forEach(visit)
    }
  }
  visit(term)
  return [...operands]
}
