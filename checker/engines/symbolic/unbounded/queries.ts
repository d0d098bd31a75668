/**
 * Obligations as questions to a solver: for any size, or for a given one, and then with the state and the step that the
 * solver found.
 */

import type { Type } from '../../../ir/type.ts'
import type { Value } from '../../../ir/value.ts'
import type { Answer, Session } from '../../../solver/session.ts'
import type { Domains, FunctionSymbol } from './domains.ts'
import { type Sort, type Term, visit } from './firstOrder.ts'
import type { Lookup } from './members.ts'
import type { Obligation } from './obligations.ts'
import type { Protocol } from './protocol.ts'
import { applicationText, declarations, isMemberText, isNameText, Printer, type Sizes } from './smt.ts'

/** What is relied on in the state before a step, by the name of the claim. */
export type Hypotheses = ReadonlyMap<string, Term>

export class Queries {
  private readonly session: Session
  private readonly protocol: Protocol
  asked = 0

  constructor(session: Session, protocol: Protocol) {
    this.session = session
    this.protocol = protocol
  }

  /**
   * @param sizes of each domain, or null for any
   * @param found what to read off where the claim is broken, before the solver forgets it
   */
  async ask<T>(
    { kind, choices, broken }: Obligation,
    hypotheses: Hypotheses,
    sizes: Sizes,
    found: (model: SolverModel) => Promise<T>,
  ): Promise<{ readonly answer: Answer; readonly needed: readonly string[]; readonly found: T | null }> {
    const { protocol, session } = this
    const before = kind === 'initially' ? [] : protocol.variables
    const relied = kind === 'initially' ? [] : [...hypotheses]
    const all = [...before, ...choices]
    // What is not spoken of has some value; it is written down only where it will be read off.
    const isAny = [...sizes.values()].includes(null)
    const spoken = new Set(visit([broken, ...relied.map(([, term]) => term)]).map(({ symbol }) => symbol))
    const functions = isAny ? all.filter(({ symbol }) => spoken.has(symbol)) : all
    const facts = [...protocol.typing(functions), broken]
    const printer = new Printer(sizes)
    const labels = new Map<string, string>(relied.map(([name], i) => [`relied${i}`, name]))
    this.asked++
    session.tell('(push 1)')
    session.tell(declarations(functions, sizes, [...facts, ...relied.map(([, term]) => term)]))
    for (const [i, [, term]] of relied.entries()) {
      session.tell(`(declare-const relied${i} Bool)`)
      const { definitions, text } = printer.print(term)
      session.tell(`${definitions}\n(assert (=> relied${i} ${text}))`)
    }
    for (const fact of facts) session.tell(printer.assertion(fact))
    const answer = await session.check([...labels.keys()])
    const core = answer.kind === 'unsat' ? await session.core() : []
    const result = answer.kind === 'sat' ? await found(new SolverModel(session, functions, sizes)) : null
    session.tell('(pop 1)')
    return { answer, needed: core.flatMap(label => labels.get(label) ?? []), found: result }
  }
}

/** What a solver found, over domains of a given size. */
export class SolverModel {
  private readonly session: Session
  private readonly functions: readonly FunctionSymbol[]
  private readonly sizes: Sizes

  constructor(session: Session, functions: readonly FunctionSymbol[], sizes: Sizes) {
    this.session = session
    this.functions = functions
    this.sizes = sizes
  }

  /** @returns what each function gives, to be looked up */
  async lookup(domains: Domains): Promise<Lookup> {
    const questions: { readonly key: string; readonly text: string; readonly value: Value }[] = []
    for (const { symbol, sorts, sort, type } of this.functions) {
      for (const args of this.tuples(sorts)) {
        const text = applicationText(symbol, sorts, args)
        const key = `${symbol} ${args.join(' ')}`
        if (type.kind !== 'enum') questions.push({ key, text, value: null })
        else if (sort === '$Name')
          for (const value of type.values) questions.push({ key, text: isNameText(text, value), value })
        else
          for (const [i, { symbol: value = null }] of domains.identitiesOf(sort).entries())
            questions.push({ key, text: isMemberText(text, sort, i), value })
      }
    }
    const answers = await this.session.values(questions.map(({ text }) => text))
    const known = new Map<string, Value>()
    for (const [i, { key, value }] of questions.entries()) {
      const answer = answers[i] as bigint
      if (value === null) known.set(key, Number(answer))
      else if (answer === 1n) known.set(key, value)
    }
    return (symbol, args, type) => {
      const indices = args.map(arg => domains.identitiesOf(arg.sort).indexOf(arg))
      return typed(type, known.get(`${symbol} ${indices.join(' ')}`))
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

function typed(type: Type, value: Value | undefined): Value {
  if (value === undefined) throw new TypeError(`a solver gave no value of ${type.key}`)
  return type.kind === 'bool' ? value === 1 : value
}
