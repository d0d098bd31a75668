/** What a solver found where it says `sat`, over domains of given sizes: in, functions; out, what they give, as literals. */
import type { Session } from '../../../solver/session.ts'
import type { Call, Domains, FunctionSymbol } from './domains.ts'
import { literal, type Sort, type Term } from './firstOrder.ts'
import { applicationText, isMemberText, isNameText, type Sizes } from './smt.ts'

export class SolverModel {
  private readonly session: Session
  private readonly signature: readonly FunctionSymbol[]
  private readonly sizes: Sizes

  constructor(session: Session, signature: readonly FunctionSymbol[], sizes: Sizes) {
    this.session = session
    this.signature = signature
    this.sizes = sizes
  }

  /** @returns what each function gives for members of the domains */
  async functions(domains: Domains): Promise<Call> {
    const questions: { readonly key: string; readonly text: string; readonly value: Term | null }[] = []
    for (const { symbol, sorts, sort, type } of this.signature) {
      for (const args of this.tuples(sorts)) {
        const text = applicationText(symbol, sorts, args)
        const key = `${symbol} ${args.join(' ')}`
        if (type.kind !== 'enum') questions.push({ key, text, value: null })
        else if (sort === '$Name')
          for (const each of type.values)
            questions.push({ key, text: isNameText(text, each), value: literal(each, sort) })
        else
          for (const [i, value] of domains.identitiesOf(sort).entries())
            questions.push({ key, text: isMemberText(text, sort, i), value })
      }
    }
    const answers = await this.session.values(questions.map(({ text }) => text))
    const known = new Map<string, Term | bigint>()
    for (const [i, { key, value }] of questions.entries()) {
      const answer = answers[i] as bigint
      if (value === null) known.set(key, answer)
      else if (answer === 1n) known.set(key, value)
    }
    return (symbol, sort, args) => {
      const indices = args.map(arg => domains.identitiesOf(arg.sort).indexOf(arg))
      const found = known.get(`${symbol} ${indices.join(' ')}`)
      if (found === undefined) throw new TypeError(`a solver gave no value of ${symbol}`)
      if (typeof found !== 'bigint') return found
      return literal(sort === 'Bool' ? found === 1n : Number(found), sort)
    }
  }

  private tuples(sorts: readonly Sort[]): readonly (readonly number[])[] {
    return sorts.reduce<readonly (readonly number[])[]>(
      (tuples, sort) =>
        tuples.flatMap(tuple => Array.from({ length: this.sizes.get(sort) as number }, (_, i) => [...tuple, i])),
      [[]],
    )
  }
}
