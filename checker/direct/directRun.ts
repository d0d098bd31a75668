/**
 * Runs the TypeScript of a spec as it was written, one body at a time, on states in the representation of the IR.
 * It knows nothing of the model that the front end makes of the spec, so the two can be held against each other.
 *
 * A body runs from top to bottom on a draft of the state, and the first thing that stops it decides: a false guard
 * disables the action, any other error is a failure. A body that reaches its end leads to the state of its draft.
 */
import type { FailureKind, State } from '../ir/model.ts'
import type { RecordType } from '../ir/type.ts'
import { parts, type Value, valueAt } from '../ir/value.ts'
import { isGuardRefusal, withChoices } from '../lang/body.ts'
import { toValue } from '../lang/convert.ts'
import type { Domain } from '../lang/domain.ts'
import type { ActionDefinition, MachineDefinition, PropertyDefinition } from '../lang/machine.ts'
import type { Instance } from '../lang/spec.ts'
import { toAuthor } from '../lang/view.ts'
import { failureOf } from './failure.ts'
import { forEverySequence } from './replay.ts'
import { StateCell, stateType } from './stateCell.ts'

/** What one way through a body comes to; disabled ones have no outcome. */
export type Outcome = NextState | BodyFailure
export interface NextState {
  readonly kind: 'next'
  /** parameter values, then the answers to `pick`, in the order they were asked for */
  readonly choices: readonly Value[]
  readonly state: State
}
export interface BodyFailure {
  readonly kind: 'failure'
  readonly choices: readonly Value[]
  readonly failure: FailureKind
  readonly message: string
}
/** What a property says of a state or step: its value, or why it has none. */
export type Evaluation = boolean | { readonly kind: 'failure'; readonly failure: FailureKind; readonly message: string }

export class DirectRun {
  private readonly machine: MachineDefinition
  private readonly draft: StateCell
  private readonly seen: StateCell
  private readonly seenNext: StateCell
  private readonly type: RecordType

  constructor(instance: Instance) {
    this.machine = instance.machine
    this.type = stateType(instance.machine.variables)
    this.draft = new StateCell(this.type, 's', 'mutable')
    this.seen = new StateCell(this.type, 's', 'readonly')
    this.seenNext = new StateCell(this.type, 'next', 'readonly')
  }

  /** One outcome for every sequence of picks in `init`. */
  initialStates(): Outcome[] {
    const { init } = this.machine
    if (init === null) throw new TypeError('the machine has no init')
    return this.outcomesOf([], () => parts(toValue(this.type, init(), 's')))
  }

  /** The outcomes of one action, by the ranks of its parameters and then of its picks; the last varies fastest. */
  outcomes(action: ActionDefinition, state: State): Outcome[] {
    return parameterTuples(action).flatMap(({ values, parameters }) =>
      this.outcomesOf(values, () => {
        this.draft.state = state
        action.body(this.draft.view as never, { ...parameters } as never)
        return this.draft.state
      }),
    )
  }

  /** The outcomes of all actions, in the order of their declaration. */
  successors(state: State): { readonly action: string; readonly outcome: Outcome }[] {
    return this.machine.actions.flatMap(action =>
      this.outcomes(action, state).map(outcome => ({ action: action.name, outcome })),
    )
  }

  /** @param next the state after the step; only step properties need it */
  evaluate(property: Pick<PropertyDefinition, 'predicate'>, state: State, next: State = state): Evaluation {
    this.seen.state = state
    this.seenNext.state = next
    try {
      return property.predicate(this.seen.view as never, this.seenNext.view as never)
    } catch (error) {
      return { kind: 'failure', ...failureOf(error) }
    }
  }

  private outcomesOf(parameters: readonly Value[], body: () => State): Outcome[] {
    return forEverySequence((choose): Outcome | null => {
      const choices = [...parameters]
      const answer = (domain: Domain<unknown>) => {
        const rank = choose(domain.size)
        choices.push(valueAt(domain.type, rank))
        return toAuthor(domain.type, valueAt(domain.type, rank))
      }
      try {
        return { kind: 'next', state: withChoices(answer, body), choices }
      } catch (error) {
        return isGuardRefusal(error) ? null : { kind: 'failure', choices, ...failureOf(error) }
      }
    }).filter(outcome => outcome !== null)
  }
}

interface ParameterTuple {
  readonly values: readonly Value[]
  readonly parameters: Readonly<Record<string, unknown>>
}
const tuplesOfActions = new WeakMap<ActionDefinition, readonly ParameterTuple[]>()
/** Made once per action: every state goes through them. */
function parameterTuples(action: ActionDefinition): readonly ParameterTuple[] {
  let tuples = tuplesOfActions.get(action)
  if (tuples === undefined) {
    tuples = Object.entries(action.parameters).reduce<ParameterTuple[]>(
      (prefixes, [name, domain]) =>
        prefixes.flatMap(({ values, parameters }) =>
          Array.from(domain, (value, rank) => ({
            values: [...values, valueAt(domain.type, rank)],
            parameters: { ...parameters, [name]: value },
          })),
        ),
      [{ values: [], parameters: {} }],
    )
    tuplesOfActions.set(action, tuples)
  }
  return tuples
}
