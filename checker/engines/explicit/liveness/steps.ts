/** The steps out of a state, with what each of them counts for: here by the interpreter, in `compiledSteps.ts` compiled. */
import type { StateEncoding } from '../../../ir/encode.ts'
import { Interpreter } from '../../../ir/interpret.ts'
import type { Model } from '../../../ir/model.ts'
import { isOccurrence, type Occurrence } from '../../../ir/temporal.ts'
import type { LabelSets } from './labelSets.ts'

/**
 * Takes one step.
 * @param target holds the encoded state after it, from `offset` on, during the call only
 * @param label the set of occurrences that the step belongs to
 */
export type StepVisitor = (target: Uint32Array, offset: number, label: number) => void

export interface Steps {
  /** Visits the steps out of an encoded state, in any order; it may leave out those back to the state itself. */
  from(state: Uint32Array, visit: StepVisitor): void
}

/** What a step of an action counts for, given its choices. */
export class Labels {
  readonly sets: LabelSets
  private readonly byAction: ReadonlyMap<string, readonly { readonly occurrence: Occurrence; readonly index: number }[]>

  constructor(sets: LabelSets, occurrences: readonly Occurrence[]) {
    this.sets = sets
    const indexed = occurrences.map((occurrence, index) => ({ occurrence, index }))
    this.byAction = Map.groupBy(indexed, ({ occurrence }) => occurrence.action)
  }

  /** Whether it matters which value the parameter of this index has. */
  isRelevant(action: string, parameter: number): boolean {
    const candidates = this.byAction.get(action) ?? []
    return candidates.some(({ occurrence }) => occurrence.given.some(({ index }) => index === parameter))
  }
  /** @param choices begin with the values of the action's parameters; those that do not matter may be missing */
  of(action: string, choices: Parameters<typeof isOccurrence>[2]): number {
    const candidates = this.byAction.get(action)
    if (candidates === undefined) return 0
    return this.sets.of(
      candidates.filter(({ occurrence }) => isOccurrence(occurrence, action, choices)).map(({ index }) => index),
    )
  }
}

export class InterpretedSteps implements Steps {
  private readonly interpreter: Interpreter
  private readonly encoding: StateEncoding
  private readonly labels: Labels
  private readonly target: Uint32Array

  constructor(model: Model, encoding: StateEncoding, labels: Labels) {
    this.interpreter = new Interpreter(model)
    this.encoding = encoding
    this.labels = labels
    this.target = new Uint32Array(encoding.words)
  }

  from(state: Uint32Array, visit: StepVisitor): void {
    this.interpreter.successors(this.encoding.decode(state), outcome => {
      if (outcome.kind === 'failure') return
      this.encoding.encode(outcome.state, this.target)
      visit(this.target, 0, this.labels.of(outcome.action.name, outcome.choices))
    })
  }
}
