/**
 * What must be true so that properties hold in every reachable state: they hold at first, and every action keeps them,
 * as long as all that is relied on holds before it. One query for each property and action.
 */
import type { Property } from '../../../ir/model.ts'
import type { Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'
import type { Protocol, SymbolicAction } from './protocol.ts'

/** A claim: a property, or that no action fails. */
export interface Claim {
  readonly name: string
  /** null for `failures` */
  readonly property: Property | null
  /** of a state before a step; null where the claim is about steps, so that nothing can be based on it */
  readonly holds: Term | null
}

export interface Obligation {
  readonly claim: string
  /** null where the claim must hold at first */
  readonly action: SymbolicAction | null
  /** satisfiable, together with what is relied on in the state before, exactly where the claim is broken */
  readonly broken: Term
  /** of which the formula speaks beside the state */
  readonly step: SymbolicAction
}

export interface Obligations {
  readonly claims: readonly Claim[]
  readonly all: readonly Obligation[]
}

/** Kinds of properties that can be shown by induction. */
const ofStates: readonly string[] = ['invariant', 'lemma']
const ofSteps: readonly string[] = ['step', 'refinement']

export const isOfStates = ({ kind }: Property): boolean => ofStates.includes(kind)

export function obligationsOf(protocol: Protocol): Obligations {
  const { model, state, initial, actions } = protocol
  const properties = model.properties.filter(each => isOfStates(each) || ofSteps.includes(each.kind))
  const claims: Claim[] = []
  const all: Obligation[] = []
  const add = (claim: string, action: SymbolicAction | null, step: SymbolicAction, broken: Term) => {
    if (broken !== logic.FALSE) all.push({ claim, action, step, broken })
  }

  for (const property of properties) {
    const { name, refinement } = property
    const isOfState = isOfStates(property)
    claims.push({ name, property, holds: isOfState ? protocol.holds(property, state) : null })
    const atFirst = isOfState
      ? protocol.holds(property, initial.next)
      : refinement === undefined
        ? logic.TRUE
        : protocol.holds({ ...property, body: refinement.initial }, initial.next)
    add(name, null, initial, logic.and(taken(initial), logic.not(atFirst)))
    for (const action of actions) {
      const after = isOfState ? protocol.holds(property, action.next) : protocol.holds(property, state, action.next)
      add(name, action, action, logic.and(taken(action), logic.not(after)))
    }
  }

  claims.push({ name: 'failures', property: null, holds: null })
  for (const action of [initial, ...actions])
    add('failures', action === initial ? null : action, action, failing(action))
  return { claims, all }
}

const taken = ({ steps }: SymbolicAction): Term => logic.and(...steps.map(({ condition }) => condition))

/** All that comes before a check has passed, and it is false. */
function failing({ steps }: SymbolicAction): Term {
  const ways = steps.flatMap(({ kind, condition }, index) => {
    if (kind === 'guard') return []
    const before = steps.slice(0, index).map(each => each.condition)
    return [logic.and(...before, logic.not(condition))]
  })
  return logic.or(...ways)
}
