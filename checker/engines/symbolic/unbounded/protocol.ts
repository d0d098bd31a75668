/**
 * A model as formulas for any size: what is true of its states by their types, its initial states, its actions, and what
 * is claimed of it. Nothing here depends on how many identities there are but by `Domains`.
 *
 * The values after a step are written with those before it, so that a formula about a step speaks of one state, and of
 * what was chosen.
 */

import type { Variable } from '../../../ir/expr.ts'
import type { Action, Model, Predicate } from '../../../ir/model.ts'
import type { Type } from '../../../ir/type.ts'
import { SpecError } from '../../../source/diagnostic.ts'
import type { Span } from '../../../source/span.ts'
import type { Domains, FunctionSymbol, Table } from './domains.ts'
import type { Sort, Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'
import { identitiesIn, Rolling } from './rolling.ts'
import { NotUniform, type SymbolicValue } from './symbolicValue.ts'
import { type Reading, Translation } from './translation.ts'

export type SymbolicState = readonly SymbolicValue[]

/** An action, for any choice of its parameters and picks. */
export interface SymbolicAction {
  readonly action: Action
  /** the functions that stand for what is chosen */
  readonly choices: readonly FunctionSymbol[]
  /** in program order; a guard is a condition, a check is one that fails if it is false */
  readonly steps: readonly { readonly kind: 'guard' | 'check'; readonly condition: Term; readonly span: Span }[]
  readonly next: SymbolicState
}

/** What cannot be said for any size, and where. */
export class Misfit extends SpecError {
  readonly reason: string
  readonly help: string
  readonly span: Span

  constructor(reason: string, help: string, span: Span) {
    super({ code: 'VON4012', message: `it depends on how many there are: ${reason}`, span, help, related: [] })
    this.reason = reason
    this.help = help
    this.span = span
  }
}

export class Protocol {
  readonly model: Model
  readonly domains: Domains
  readonly variables: readonly FunctionSymbol[]
  readonly state: SymbolicState
  readonly initial: SymbolicAction
  readonly actions: readonly SymbolicAction[]

  private readonly like: Protocol | null
  /** of picks in loops: over what the loop goes */
  private readonly loops = new Map<string, Sort>()

  /**
   * @param like another instance of the same spec, larger, which shows over what loops go
   * @throws Misfit where the model depends on how many identities there are
   */
  constructor(model: Model, domains: Domains, like: Protocol | null = null) {
    this.model = model
    this.like = like
    this.domains = domains
    const { span } = model.initial
    this.variables = located(null, span, () =>
      model.variables.flatMap(({ name, type }) => domains.signatureOf(type, name)),
    )
    this.state = model.variables.map(({ name, type }) => domains.variable(type, name))
    this.initial = this.translated(model.initial, [])
    this.actions = model.actions.map(action => this.translated(action, this.state))
  }

  private translated(action: Action, state: SymbolicState): SymbolicAction {
    const { domains } = this
    const rolling = new Rolling(domains)
    const { choices, values } = located(null, action.span, () => this.chosen(action))
    const reading: Reading = ({ space, index }) =>
      (space === 'parameter' ? values[index] : state[index]) as SymbolicValue
    const translation = new Translation(domains, reading, action.origins)
    const steps = action.steps.flatMap(step =>
      step.kind === 'choose'
        ? []
        : located(translation, step.span, () => ({
            kind: step.kind,
            condition: rolling.rolled(translation.conditionOf(step.condition)),
            span: step.span,
          })),
    )
    const next = located(translation, action.span, () =>
      action.next.map((e, i) =>
        this.rolled((this.model.variables[i] as Variable).type, translation.valueOf(e), rolling),
      ),
    )
    return { action, choices, steps: joined(steps, rolling), next }
  }

  /** The values of the parameters and picks of an action, and the functions they are made of. */
  private chosen({ name, parameters, steps }: Action): { choices: FunctionSymbol[]; values: SymbolicValue[] } {
    const choices: FunctionSymbol[] = []
    const values: SymbolicValue[] = []
    const add = ({ type, name: variable }: Variable, sorts: readonly Sort[] = [], args: readonly Term[] = []) => {
      const symbol = `${name} ${variable}`
      const signature = this.domains.signatureOf(type, symbol, sorts)
      if (!choices.some(known => known.symbol === signature[0]?.symbol)) choices.push(...signature)
      return this.domains.variable(type, symbol, args)
    }
    for (const parameter of parameters) values[parameter.index] = add(parameter)
    const picks = steps.filter(step => step.kind === 'choose')
    for (const [first, ...others] of groupedBy(picks, pick => `${pick.span.start} ${pick.variable.type.key}`)) {
      // The turns of a loop over a domain make one choice for each identity.
      const turns = [first, ...others]
      const sort = this.sortOfTurns(`${name} ${first.variable.name}`, turns.length)
      for (const [turn, { variable }] of turns.entries()) {
        const identity = sort === undefined ? undefined : this.domains.identitiesOf(sort)[turn]
        values[variable.index] =
          sort === undefined || identity === undefined
            ? add(variable)
            : add({ ...variable, name: first.variable.name }, [sort], [identity])
      }
    }
    return { choices, values }
  }

  /** The domain that a loop goes over which makes so many choices. */
  private sortOfTurns(symbol: string, turns: number): Sort | undefined {
    const sort =
      this.like === null ? (turns > 1 ? this.domains.sortOfSize(turns) : undefined) : this.like.loops.get(symbol)
    if (sort === undefined || this.domains.sizeOf(sort) !== turns) return undefined
    this.loops.set(symbol, sort)
    return sort
  }

  /** The value as it was, or with the loops rolled up that made it. */
  private rolled(type: Type, value: SymbolicValue, rolling: Rolling): SymbolicValue {
    const { domains } = this
    if (domains.tabulated(type, value).every(entry => identitiesIn(entry).length === 0)) return value
    const tables = domains.tabulate(type, '', () => value)
    const rules = new Map(tables.map(({ symbol, sorts, entry }) => [symbol, rolling.function(sorts, entry) ?? entry]))
    return domains.variable(type, '', [], (symbol, _, args) => (rules.get(symbol) as Table['entry'])(args))
  }

  /** Whether the predicate holds, and none of its checks fails. */
  holds({ checks, body, span, origins }: Predicate, state: SymbolicState, next: SymbolicState = state): Term {
    const reading: Reading = ({ space, index }) => (space === 'next' ? next[index] : state[index]) as SymbolicValue
    const translation = new Translation(this.domains, reading, origins)
    return located(translation, span, () =>
      new Rolling(this.domains).rolled(
        logic.and(...[...checks.map(({ condition }) => condition), body].map(translation.conditionOf)),
      ),
    )
  }

  /** What the types say of these functions. */
  typing = (functions: readonly FunctionSymbol[]): readonly Term[] =>
    functions.flatMap(({ symbol, sorts, sort, type }) => {
      const typed = logic.forallAll(sorts, args => inRange(type, logic.apply(symbol, sort, args)))
      return typed === logic.TRUE ? [] : [typed]
    })

  /** What the types say of those applications of these functions that are among the terms. */
  ranges(functions: readonly FunctionSymbol[], terms: readonly Term[]): readonly Term[] {
    const types = new Map(functions.map(({ symbol, type }) => [symbol, type]))
    return terms.flatMap(t => {
      const type = t.operator === 'apply' ? types.get(t.symbol as string) : undefined
      return type === undefined ? [] : [inRange(type, t)]
    })
  }
}

function inRange(type: Type, value: Term): Term {
  if (type.kind === 'int')
    return logic.and(
      logic.compute('lessEqual', logic.int(type.low), value),
      logic.compute('lessEqual', value, logic.int(type.high)),
    )
  if (type.kind !== 'enum' || value.sort !== '$Name') return logic.TRUE
  return logic.or(...type.values.map(each => logic.equal(value, logic.name(each))))
}

/** Checks that follow each other are one, which says the same of every turn of a loop. */
function joined(steps: SymbolicAction['steps'], rolling: Rolling): SymbolicAction['steps'] {
  const result: SymbolicAction['steps'][number][] = []
  for (const step of steps) {
    const last = result.at(-1)
    if (last?.kind === 'check' && step.kind === 'check' && last.span.start === step.span.start)
      result[result.length - 1] = { ...last, condition: rolling.rolled(logic.and(last.condition, step.condition)) }
    else result.push(step)
  }
  return result
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return [...groups.values()]
}

function located<T>(translation: Translation | null, span: Span, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof NotUniform) throw new Misfit(error.message, error.help, translation?.place ?? span)
    throw error
  }
}
