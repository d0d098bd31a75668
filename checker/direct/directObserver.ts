/** The observer of a non-interference claim, by running its TypeScript on two states. */
import type { State } from '../ir/model.ts'
import { comparable } from '../lang/convert.ts'
import type { Fields } from '../lang/domain.ts'
import type { NonInterferenceDefinition } from '../lang/nonInterference.ts'
import type { Evaluation } from './directRun.ts'
import { failureOf } from './failure.ts'
import { StateCell, stateType } from './stateCell.ts'

export class DirectObserver {
  private readonly observe: NonInterferenceDefinition['observe']
  private readonly seen: StateCell

  constructor(variables: Fields, { observe }: NonInterferenceDefinition) {
    this.observe = observe
    this.seen = new StateCell(stateType(variables), 's', 'readonly')
  }

  /** Whether both states look the same. */
  evaluate(state: State, other: State): Evaluation {
    try {
      return this.observation(state) === this.observation(other)
    } catch (error) {
      return { kind: 'failure', ...failureOf(error) }
    }
  }
  private observation(state: State): string | undefined {
    this.seen.state = state
    return JSON.stringify(comparable(this.observe(this.seen.view as never)))
  }
}
