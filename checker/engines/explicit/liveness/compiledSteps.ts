/**
 * The steps of a model, and predicates of its states, by generated code. In: models made up for the purpose, so that the
 * code generator needs to know nothing of what they are for.
 */
import { type Backend, type Expander, expanderCode, expanderOf } from '../../../codegen/expander.ts'
import { programOf } from '../../../codegen/program.ts'
import { NotCompilable } from '../../../codegen/terms.ts'
import { equal, not } from '../../../ir/boolean.ts'
import { constant, type Expr, read } from '../../../ir/expr.ts'
import type { Action, Model, Property } from '../../../ir/model.ts'
import type { Predicate } from '../../../ir/predicate.ts'
import { type Value, valuesOf } from '../../../ir/value.ts'
import type { Labels, Steps, StepVisitor } from './steps.ts'

/** @returns null when the model is too large for generated code */
function compiled(model: Model, backend: Backend): Expander | null {
  try {
    return expanderOf(expanderCode(programOf(model), backend, 'counted'))
  } catch (error) {
    if (error instanceof NotCompilable || error instanceof RangeError) return null
    throw error
  }
}

// ---- steps -----------------------------------------------------------------------------------------------------------
/** Generated code says of a step which action took it: so every action is split by what its steps count for. */
export class CompiledSteps implements Steps {
  private readonly expander: Expander
  /** by the index of the split action */
  private readonly labels: readonly number[]

  private constructor(expander: Expander, labels: readonly number[]) {
    this.expander = expander
    this.labels = labels
  }

  /** @returns null when the model is too large for generated code */
  static of(model: Model, backend: Backend, labels: Labels): CompiledSteps | null {
    const split = model.actions.flatMap(action => splitByLabel(action, labels))
    const expander = compiled({ ...model, actions: split.map(({ action }) => action), properties: [] }, backend)
    return (
      expander &&
      new CompiledSteps(
        expander,
        split.map(({ label }) => label),
      )
    )
  }

  from(state: Uint32Array, visit: StepVisitor): void {
    const { memory, firstEntry, entryWords, stateWords } = this.expander
    memory.set(state)
    const count = this.expander.successors(0)
    for (let i = 0, at = firstEntry; i < count; i++, at += entryWords) {
      visit(memory, at, this.labels[memory[at + stateWords] as number] as number)
    }
  }
}

interface LabelledAction {
  readonly action: Action
  readonly label: number
}
/** One action for each choice of values for the parameters that matter to labels, with guards that demand them. */
function splitByLabel(action: Action, labels: Labels): LabelledAction[] {
  const parameters = action.parameters.filter(({ index }) => labels.isRelevant(action.name, index))
  const tuples = parameters.reduce<readonly (readonly Value[])[]>(
    (prefixes, { type }) => prefixes.flatMap(prefix => valuesOf(type).map(value => [...prefix, value])),
    [[]],
  )
  return tuples.map(tuple => {
    const choices: Value[] = []
    const guards = parameters.map((parameter, i) => {
      const value = tuple[i] as Value
      choices[parameter.index] = value
      const condition = equal(read(parameter), constant(parameter.type, value))
      return { kind: 'guard' as const, condition, span: action.span }
    })
    return { action: { ...action, steps: [...guards, ...action.steps] }, label: labels.of(action.name, choices) }
  })
}

// ---- predicates ------------------------------------------------------------------------------------------------------
/** Masks of the predicates that are true of a state. */
export class CompiledPredicates {
  private readonly expander: Expander
  private readonly truths: number

  private constructor(expander: Expander, count: number) {
    this.expander = expander
    this.truths = 2 ** count - 1
  }

  /** @returns null when the predicates are too many, or too large, for generated code */
  static of(model: Model, backend: Backend, predicates: readonly Predicate[]): CompiledPredicates | null {
    // A witness is signalled where it is true.
    const signal = (name: string, body: Expr, { span, origins }: Predicate): Property => ({
      kind: 'witness',
      name,
      body,
      checks: [],
      span,
      origins,
    })
    const checks = predicates.flatMap(predicate => predicate.checks.map(({ condition }) => ({ condition, predicate })))
    const properties = [
      ...predicates.map((predicate, i) => signal(`predicate${i}`, predicate.body, predicate)),
      ...checks.map(({ condition, predicate }, i) => signal(`check${i}`, not(condition), predicate)),
    ]
    const expander = compiled({ ...model, actions: [], properties }, backend)
    return expander && new CompiledPredicates(expander, predicates.length)
  }

  /** Bit by bit, in the order of the predicates; null when one of their checks fails. */
  mask(state: Uint32Array): number | null {
    const { memory } = this.expander
    memory.set(state)
    const signals = this.expander.inspect(0)
    return (signals & ~this.truths) === 0 ? signals : null
  }
}
