/**
 * Questions to a solver about the states of a protocol and what is chosen in a step: for any number of participants, or for
 * a given one. In: terms; out: whether they can all be true.
 */

import { boolType } from '../../../ir/type.ts'
import type { Answer, Session } from '../../../solver/session.ts'
import { smallCore } from '../induction/smallCore.ts'
import type { FunctionSymbol } from './domains.ts'
import { type Sort, type Term, visit } from './firstOrder.ts'
import { writtenOut } from './grounding.ts'
import { Instantiation } from './instantiation.ts'
import type { Protocol } from './protocol.ts'
import { declarations, membersOf, Printer, type Sizes } from './smt.ts'
import { SolverModel } from './solverModel.ts'

/** What is to be true, and of what it may speak beside the state. */
export interface Question {
  readonly term: Term
  readonly choices: readonly FunctionSymbol[]
  /** false where it is about choices alone */
  readonly hasState: boolean
}

/** An answer about any number. */
export interface AnswerForAny<K> {
  readonly answer: Answer
  /** where it is `unsat`: what was assumed and is needed for that */
  readonly needed: readonly K[]
  /** false where the terms speak of ever more participants: then `sat` means nothing */
  readonly isComplete: boolean
}

export class Queries {
  readonly session: Session
  private readonly protocol: Protocol
  private readonly sorts: readonly Sort[]
  asked = 0

  /** @param sorts the domains of any size */
  constructor(session: Session, protocol: Protocol, sorts: readonly Sort[]) {
    this.session = session
    this.protocol = protocol
    this.sorts = sorts
  }

  /**
   * Whether it can be true for some number of participants.
   * @param assumed what is true as well
   * @param what is asked about, for messages
   */
  async ask<K>(question: Question, assumed: ReadonlyMap<K, Term>, what: string): Promise<AnswerForAny<K>> {
    const { protocol, session, sorts } = this
    const instantiation = new Instantiation()
    const term = instantiation.said(question.term)
    const labels = [...assumed].map(([key, each], i) => ({ name: `assumed${i}`, key, said: instantiation.said(each) }))
    const { facts, isComplete } = instantiation.saturated(sorts)

    const said = [term, ...facts, ...labels.map(each => each.said)]
    const spoken = visit(said)
    const symbols = new Set(spoken.map(({ symbol }) => symbol))
    const functions = this.functionsOf(question).filter(({ symbol }) => symbols.has(symbol))
    const constants = instantiation.constants.map(({ symbol, sort }): FunctionSymbol => {
      return { symbol: symbol as string, sorts: [], sort, type: boolType }
    })
    const ranges = protocol.ranges(functions, spoken)
    const any = new Map(sorts.map(sort => [sort, null]))
    const printer = new Printer()
    session.tell('(push 1)')
    session.tell(declarations([...functions, ...constants], any, [...said, ...ranges]))
    for (const each of [...ranges, ...facts, term]) session.tell(printer.assertion(each))
    for (const { name, said: condition } of labels) session.tell(printer.assumption(name, condition))
    const names = labels.map(({ name }) => name)
    const answer = await this.check(names)
    const needed = answer.kind === 'unsat' ? await smallCore(session, new Set(names), what) : { core: [], queries: 0 }
    this.asked += needed.queries
    session.tell('(pop 1)')
    return { answer, isComplete, needed: labels.flatMap(({ name, key }) => (needed.core.includes(name) ? [key] : [])) }
  }

  /**
   * Whether it can be true for these numbers of participants.
   * @param found what to read off where it is, before the solver forgets it
   */
  async askOf<T>(
    sizes: Sizes,
    question: Question,
    assumed: Iterable<Term>,
    found: (model: SolverModel) => Promise<T>,
  ): Promise<{ readonly answer: Answer; readonly found: T | null }> {
    const { protocol, session } = this
    const functions = this.functionsOf(question)
    const written = writtenOut(sort => membersOf(sort, sizes.get(sort) as number))
    const facts = [...protocol.typing(functions), ...assumed, question.term].map(written)
    const printer = new Printer()
    session.tell('(push 1)')
    session.tell(declarations(functions, sizes, facts))
    for (const fact of facts) session.tell(printer.assertion(fact))
    const answer = await this.check()
    const result = answer.kind === 'sat' ? await found(new SolverModel(session, functions, sizes)) : null
    session.tell('(pop 1)')
    return { answer, found: result }
  }

  private check(names?: readonly string[]): Promise<Answer> {
    this.asked++
    return this.session.check(names)
  }
  private functionsOf = ({ choices, hasState }: Question): readonly FunctionSymbol[] =>
    hasState ? [...this.protocol.variables, ...choices] : choices
}
