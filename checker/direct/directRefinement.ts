/**
 * A refinement by running TypeScript alone: the mapping on concrete states, and the bodies of the abstract spec on what
 * it gives. It shares nothing with the translation of refinements into the IR, which it is held against.
 */
import type { State } from '../ir/model.ts'
import type { RecordType } from '../ir/type.ts'
import { parts } from '../ir/value.ts'
import { toValue } from '../lang/convert.ts'
import type { Fields } from '../lang/domain.ts'
import type { RefinementDefinition } from '../lang/machine.ts'
import { DirectRun, type Evaluation, type Outcome } from './directRun.ts'
import { failureOf } from './failure.ts'
import { StateCell, stateType } from './stateCell.ts'

export class DirectRefinement {
  private readonly definition: RefinementDefinition
  private readonly abstract: DirectRun
  private readonly abstractType: RecordType
  private readonly seen: StateCell
  /** by the text of a concrete state */
  private readonly mappedStates = new Map<string, State>()
  /** by the text of an abstract state, the texts of those that some action leads to */
  private readonly successors = new Map<string, ReadonlySet<string>>()

  /** @param variables those of the concrete machine */
  constructor(variables: Fields, definition: RefinementDefinition) {
    this.definition = definition
    this.abstract = new DirectRun(definition.abstract)
    this.abstractType = stateType(definition.abstract.machine.variables)
    this.seen = new StateCell(stateType(variables), 's', 'readonly')
  }

  /** Whether the step is one of the abstract spec, or changes nothing that is mapped. */
  evaluate(state: State, next: State): Evaluation {
    return this.evaluated(() => {
      const [before, after] = [this.mapped(state), this.mapped(next)]
      const [from, to] = [JSON.stringify(before), JSON.stringify(after)]
      return from === to || this.successorsOf(before, from).has(to)
    })
  }
  /** Whether the state is mapped to an initial one. */
  evaluateInitial(state: State): Evaluation {
    return this.evaluated(() => statesOf(this.abstract.initialStates()).has(JSON.stringify(this.mapped(state))))
  }

  private mapped(state: State): State {
    const text = JSON.stringify(state)
    let mapped = this.mappedStates.get(text)
    if (mapped === undefined) {
      this.seen.state = state
      mapped = parts(toValue(this.abstractType, this.definition.mapping(this.seen.view as never), 'mapped'))
      this.mappedStates.set(text, mapped)
    }
    return mapped
  }
  private successorsOf(state: State, text: string): ReadonlySet<string> {
    let reached = this.successors.get(text)
    if (reached === undefined) {
      reached = statesOf(this.abstract.successors(state).map(({ outcome }) => outcome))
      this.successors.set(text, reached)
    }
    return reached
  }
  private evaluated(evaluate: () => boolean): Evaluation {
    try {
      return evaluate()
    } catch (error) {
      return { kind: 'failure', ...failureOf(error) }
    }
  }
}

const statesOf = (outcomes: readonly Outcome[]): ReadonlySet<string> =>
  new Set(outcomes.flatMap(outcome => (outcome.kind === 'next' ? [JSON.stringify(outcome.state)] : [])))
