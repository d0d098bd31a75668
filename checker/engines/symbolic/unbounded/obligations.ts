/**
 * What must be true so that properties hold in every reachable state: they hold at first, and every action keeps them,
 * as long as all that is relied on holds before it. One query for each property and action.
 */
import type { Property } from '../../../ir/model.ts'
import type { Span } from '../../../source/span.ts'
import type { FunctionSymbol } from './domains.ts'
import type { Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'
import { Misfit, type Protocol, type SymbolicAction } from './protocol.ts'
import { termOf } from './symbolicValue.ts'

/** A claim: a property, that there is no deadlock, or that no action fails. */
export interface Claim {
  readonly name: string
  /** null for `deadlock` and `failures` */
  readonly property: Property | null
  /** of a state before a step; null where the claim is about steps, so that nothing can be based on it */
  readonly holds: Term | null
  /** all formulas about it: in a state, at first, and after each action */
  readonly said: readonly Term[]
  /** why it cannot be said for any size; it has no obligations then */
  readonly misfit: Misfit | null
}

export interface Obligation {
  readonly claim: string
  /** about an initial state, a step, or any state in which all that is relied on holds */
  readonly kind: 'initially' | 'step' | 'now'
  /** of the step */
  readonly action: string
  /** of which the formulas speak beside the state */
  readonly choices: readonly FunctionSymbol[]
  /** of the action, where they need not be part of what is broken: a proof may do without some of them */
  readonly guards: readonly GuardFormula[]
  /** satisfiable, together with the guards and what is relied on in the state before, exactly where the claim is broken */
  readonly broken: Term
}
/** All that has to be true for the claim to be broken. */
export const breaking = ({ guards, broken }: Obligation): Term =>
  logic.and(...guards.map(({ condition }) => condition), broken)

export interface GuardFormula {
  readonly action: string
  readonly condition: Term
  readonly span: Span
}

export interface Obligations {
  readonly claims: readonly Claim[]
  readonly all: readonly Obligation[]
}

/** Kinds of properties that can be shown by induction; of states, and of steps. */
const ofStates: readonly string[] = ['invariant', 'lemma']
const ofSteps: readonly string[] = ['step', 'refinement']

export const isOfStates = ({ kind }: Property): boolean => ofStates.includes(kind)

export function obligationsOf(protocol: Protocol): Obligations {
  const { model, initial, actions } = protocol
  const properties = model.properties.filter(each => isOfStates(each) || ofSteps.includes(each.kind))
  const ofProperties = properties.map(property => claimOf(protocol, property))
  const noFailure = [initial, ...actions].map(step => obligation('failures', protocol, step, [], failing(step)))
  const failures: Claim = { name: 'failures', property: null, holds: null, said: [], misfit: null }
  const deadlock = deadlockOf(protocol)
  return {
    claims: [...ofProperties.map(({ claim }) => claim), ...deadlock.claims, failures],
    all: [...ofProperties.flatMap(({ all }) => all), ...deadlock.all, ...noFailure].filter(
      ({ broken }) => broken !== logic.FALSE,
    ),
  }
}

function claimOf(
  protocol: Protocol,
  property: Property,
): { readonly claim: Claim; readonly all: readonly Obligation[] } {
  const { state, initial, actions } = protocol
  const { name, refinement } = property
  const isOfState = isOfStates(property)
  const atFirst = () => {
    if (isOfState) return protocol.holds(property, initial.next)
    return refinement === undefined
      ? logic.TRUE
      : protocol.holds({ ...property, body: refinement.initial }, initial.next)
  }
  const kept = ({ next }: SymbolicAction) =>
    isOfState ? protocol.holds(property, next) : protocol.holds(property, state, next)
  try {
    const holds = isOfState ? protocol.holds(property, state) : null
    const steps = [initial, ...actions]
    const after = steps.map(step => (step === initial ? atFirst() : kept(step)))
    const all = steps.map((step, i) => {
      const checks = step.steps.filter(({ kind }) => kind === 'check').map(({ condition }) => condition)
      const broken = logic.and(...checks, logic.not(after[i] as Term))
      return obligation(name, protocol, step, guardsOf(step), broken)
    })
    const said = holds === null ? after : [holds, ...after]
    return { claim: { name, property, holds, said, misfit: null }, all }
  } catch (error) {
    if (error instanceof Misfit) return { claim: { name, property, holds: null, said: [], misfit: error }, all: [] }
    throw error
  }
}

const obligation = (
  claim: string,
  { initial }: Protocol,
  { action, choices }: SymbolicAction,
  guards: readonly GuardFormula[],
  broken: Term,
): Obligation => ({
  claim,
  kind: action === initial.action ? 'initially' : 'step',
  action: action.name,
  choices,
  guards,
  broken,
})

const guardsOf = ({ action, steps }: SymbolicAction): readonly GuardFormula[] =>
  steps.flatMap(({ kind, condition, span }) => (kind === 'guard' ? [{ action: action.name, condition, span }] : []))

/** The state may not be the last, and no action is possible. What is left out here are choices of functions, such as sets. */
function deadlockOf(protocol: Protocol): { readonly claims: readonly Claim[]; readonly all: readonly Obligation[] } {
  const { model, state, actions, domains } = protocol
  const mayEnd = model.properties.filter(({ kind }) => kind === 'mayEnd')
  const claim: Claim = { name: 'deadlock', property: null, holds: null, said: [], misfit: null }
  let ended: Term
  try {
    ended = logic.or(...mayEnd.map(each => protocol.holds(each, state)))
  } catch (error) {
    if (error instanceof Misfit) return { claims: [{ ...claim, misfit: error }], all: [] }
    throw error
  }
  if (ended === logic.TRUE) return { claims: [], all: [] }
  const stuck = actions
    .filter(({ choices }) => choices.every(({ sorts }) => sorts.length === 0))
    .map(({ steps, choices }) => {
      const refused = steps.flatMap(({ kind, condition }, i) =>
        kind === 'guard' ? [logic.and(...steps.slice(0, i).map(each => each.condition), logic.not(condition))] : [],
      )
      return choices.reduce(
        (formula, { symbol, sort, type }) => {
          const choice = logic.apply(symbol, sort)
          return domains.quantify('forall', type, value => logic.exchanged(formula, choice, termOf(value)))
        },
        logic.or(...refused),
      )
    })
  const broken = logic.and(logic.not(ended), ...stuck)
  return {
    claims: [{ ...claim, said: [broken] }],
    all: [{ claim: 'deadlock', kind: 'now', action: '', choices: [], guards: [], broken }],
  }
}

/** All guards and checks pass. */
export const taken = ({ steps }: SymbolicAction): Term => logic.and(...steps.map(({ condition }) => condition))

/** All that comes before a check has passed, and it is false. */
export function failing({ steps }: SymbolicAction): Term {
  const ways = steps.flatMap(({ kind, condition }, index) => {
    if (kind === 'guard') return []
    const before = steps.slice(0, index).map(each => each.condition)
    return [logic.and(...before, logic.not(condition))]
  })
  return logic.or(...ways)
}

/** The guards that keep checks from failing; it is not found out whether all of them have to. */
export const guardsBeforeChecks = ({ actions }: Protocol): readonly Omit<GuardFormula, 'condition'>[] =>
  actions.flatMap(step => {
    const lastCheck = step.steps.findLastIndex(({ kind }) => kind === 'check')
    return guardsOf({ ...step, steps: step.steps.slice(0, lastCheck + 1) }).map(({ action, span }) => ({
      action,
      span,
    }))
  })
