/**
 * Holds the direct run of a spec against its model, in lock-step over the reachable states: initial states, what every
 * action does for every choice of its parameters, and what every property says. Where the two differ, the checker has
 * misread the TypeScript, and none of its verdicts on that spec can be relied on.
 *
 * Picks are not compared one by one: the model also has values for picks that a run does not reach. What is compared is
 * the set of outcomes that some sequence of picks leads to.
 */
import { DirectObserver } from '../../direct/directObserver.ts'
import { DirectRefinement } from '../../direct/directRefinement.ts'
import { type Evaluation as DirectEvaluation, DirectRun } from '../../direct/directRun.ts'
import { type Evaluation, Interpreter, type Outcome } from '../../ir/interpret.ts'
import type { Action, FailureKind, Model, NonInterference, Property, State } from '../../ir/model.ts'
import { isOfSteps, type Predicate } from '../../ir/predicate.ts'
import { predicatesOf } from '../../ir/temporal.ts'
import { cardinality } from '../../ir/type.ts'
import type { Value } from '../../ir/value.ts'
import type { ActionDefinition, PropertyDefinition } from '../../lang/machine.ts'
import type { Instance } from '../../lang/spec.ts'
import { predicatesOf as writtenPredicatesOf } from '../../lang/temporal.ts'
import { type Difference, formatChoices, formatObservations, formatState } from './difference.ts'
import { Frontier } from './frontier.ts'
import {
  agree,
  type Observation,
  ofDirectEvaluation,
  ofDirectOutcome,
  ofModelEvaluation,
  ofModelOutcome,
} from './observation.ts'

export interface DoctorOptions {
  /** how many states to compare at most; when there are more, a random sample of them */
  readonly maxStates?: number
  /** of the sample */
  readonly seed?: number
  /** after how many differences to stop */
  readonly maxDifferences?: number
}

export interface DoctorReport {
  /** states in which the runs were compared */
  readonly states: number
  /** whether these are all reachable states, within the spec's constraints */
  readonly isComplete: boolean
  /** pairs of values or sets of outcomes that were compared */
  readonly comparisons: number
  /** what the direct run came to: outcomes that are states, choices of parameters without outcome, failures by kind */
  readonly outcomes: OutcomeCounts
  /** the first differences; none when the runs agree */
  readonly differences: readonly Difference[]
}
export interface OutcomeCounts {
  readonly next: number
  readonly disabled: number
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>
}

/** @param model what the front end made of `instance` */
export function compareRuns(instance: Instance, model: Model, options: DoctorOptions = {}): DoctorReport {
  return new Comparison(instance, model, options).run()
}

class Comparison {
  private readonly direct: DirectRun
  private readonly interpreter: Interpreter
  private readonly model: Model
  private readonly actions: readonly (readonly [ActionDefinition, Action])[]
  private readonly properties: readonly (readonly [PropertyDefinition, Property])[]
  private readonly observers: readonly (readonly [DirectObserver, NonInterference])[]
  private readonly refinements: readonly (readonly [DirectRefinement, Property])[]
  private readonly temporal: readonly TemporalPredicate[]
  private readonly frontier: Frontier
  private readonly maxStates: number
  private readonly maxDifferences: number
  private readonly differences: Difference[] = []
  private readonly failures: Partial<Record<FailureKind, number>> = {}
  private next = 0
  private disabled = 0
  private comparisons = 0

  constructor(instance: Instance, model: Model, options: DoctorOptions) {
    const { maxStates = Number.POSITIVE_INFINITY, seed = 1, maxDifferences = 10 } = options
    this.direct = new DirectRun(instance)
    this.interpreter = new Interpreter(model)
    this.model = model
    this.actions = paired(instance.machine.actions, model.actions)
    this.properties = paired(instance.machine.properties, model.properties)
    this.observers = paired(instance.machine.nonInterference, model.nonInterference).map(
      ([definition, claim]) => [new DirectObserver(instance.machine.variables, definition), claim] as const,
    )
    this.refinements = paired(instance.machine.refinements, model.properties).map(
      ([definition, property]) => [new DirectRefinement(instance.machine.variables, definition), property] as const,
    )
    this.temporal = temporalPredicates(instance, model)
    this.frontier = new Frontier(maxStates, seed)
    this.maxStates = maxStates
    this.maxDifferences = maxDifferences
  }

  run(): DoctorReport {
    this.compareInitialStates()
    let states = 0
    while (states < this.maxStates && this.differences.length < this.maxDifferences) {
      const state = this.frontier.take()
      if (state === undefined) break
      states++
      this.compareState(state)
    }
    return {
      states,
      isComplete: this.frontier.isEmpty,
      comparisons: this.comparisons,
      outcomes: { next: this.next, disabled: this.disabled, failures: this.failures },
      differences: this.differences.slice(0, this.maxDifferences),
    }
  }

  private compareInitialStates(): void {
    const model: Observation[] = []
    this.interpreter.initialStates(outcome => model.push(ofModelOutcome(outcome)))
    const direct = this.direct.initialStates().map(ofDirectOutcome)
    this.count(direct)
    this.compare('init', null, () => '', direct, model)
    for (const observation of direct) {
      if (observation.kind !== 'next') continue
      const { state } = observation
      this.frontier.add(state)
      for (const [refinement, property] of this.refinements) {
        const evaluated = this.interpreter.evaluateInitial(property, state)
        this.compareEvaluations(property, state, refinement.evaluateInitial(state), evaluated)
      }
    }
  }

  private compareState(state: State): void {
    let isExpanded = true
    for (const [definition, property] of this.properties) {
      if (property.kind === 'step') continue
      const direct = this.direct.evaluate(definition, state)
      if (property.kind === 'constraint' && direct !== true) isExpanded = false
      this.compareEvaluations(property, state, direct, this.interpreter.evaluate(property, state))
    }
    for (const { name, written, lowered, isStep } of this.temporal) {
      if (isStep) continue
      const direct = this.direct.evaluate(written, state)
      this.compareEvaluations({ name }, state, direct, this.interpreter.evaluate(lowered, state))
    }
    if (!isExpanded) return
    const successors = this.compareActions(state)
    for (const next of successors.values()) {
      this.frontier.add(next)
      for (const [definition, property] of this.properties) {
        if (property.kind === 'step')
          this.compareStep(property, state, next, this.direct.evaluate(definition, state, next))
      }
      for (const { name, written, lowered, isStep } of this.temporal) {
        if (isStep) this.compareStep({ ...lowered, name }, state, next, this.direct.evaluate(written, state, next))
      }
      for (const [refinement, property] of this.refinements) {
        this.compareStep(property, state, next, refinement.evaluate(state, next))
      }
      // any two states would do for an observer
      for (const [observer, claim] of this.observers) {
        this.compareStep(claim, state, next, observer.evaluate(state, next))
      }
    }
  }

  private compareStep(property: NamedPredicate, state: State, next: State, direct: DirectEvaluation): void {
    const model = this.interpreter.evaluate(property, state, next)
    this.compareEvaluations(property, state, direct, model, () => `-> ${formatState(this.model, next)}`)
  }
  private compareEvaluations(
    property: Pick<NamedPredicate, 'name'>,
    state: State,
    direct: DirectEvaluation,
    model: Evaluation,
    step: () => string = () => '',
  ): void {
    this.compare(property.name, state, step, [ofDirectEvaluation(direct)], [ofModelEvaluation(model)])
  }

  /** @returns the distinct next states, by their text */
  private compareActions(state: State): Map<string, State> {
    const modelOutcomes = new Map<Action, Outcome[]>(this.actions.map(([, action]) => [action, []]))
    this.interpreter.successors(state, outcome => modelOutcomes.get(outcome.action)?.push(outcome))
    const successors = new Map<string, State>()
    for (const [definition, action] of this.actions) {
      const directOutcomes = this.direct.outcomes(definition, state)
      for (const outcome of directOutcomes) {
        if (outcome.kind === 'next') successors.set(JSON.stringify(outcome.state), outcome.state)
      }
      const direct = byParameters(action, directOutcomes, ofDirectOutcome)
      const model = byParameters(action, modelOutcomes.get(action) ?? [], ofModelOutcome)
      this.compareTuples(action, state, direct, model)
    }
    return successors
  }

  private compareTuples(
    action: Action,
    state: State,
    direct: ReadonlyMap<string, Observation[]>,
    model: ReadonlyMap<string, Observation[]>,
  ): void {
    this.disabled += action.parameters.reduce((n, parameter) => n * cardinality(parameter.type), 1) - direct.size
    for (const tuple of new Set([...direct.keys(), ...model.keys()])) {
      const observed = direct.get(tuple) ?? []
      this.count(observed)
      const choices = () => formatChoices(action, JSON.parse(tuple))
      this.compare(action.name, state, choices, observed, model.get(tuple) ?? [])
    }
  }

  /** @param choices their text, which is made for differences only */
  private compare(
    what: string,
    state: State | null,
    choices: () => string,
    direct: readonly Observation[],
    model: readonly Observation[],
  ): void {
    this.comparisons++
    if (agree(direct, model)) return
    this.differences.push({
      what,
      state: state === null ? '' : formatState(this.model, state),
      choices: choices(),
      direct: formatObservations(this.model, state, direct),
      model: formatObservations(this.model, state, model),
    })
  }

  private count(direct: readonly Observation[]): void {
    for (const observation of direct) {
      if (observation.kind === 'next') this.next++
      else if (observation.kind === 'failure') {
        this.failures[observation.failure] = (this.failures[observation.failure] ?? 0) + 1
      }
    }
  }
}

type NamedPredicate = Predicate & { readonly name: string }

/** A predicate of a temporal property, as it is run and as it was lowered. */
interface TemporalPredicate {
  readonly name: string
  readonly written: Pick<PropertyDefinition, 'predicate'>
  readonly lowered: Predicate
  readonly isStep: boolean
}
const temporalPredicates = (instance: Instance, model: Model): TemporalPredicate[] =>
  paired(instance.machine.temporal, model.temporal).flatMap(([{ name, formula }, property]) => {
    const lowered = predicatesOf(property.formula)
    return writtenPredicatesOf(formula).map((predicate, i) => ({
      name,
      written: { predicate },
      lowered: lowered[i] as Predicate,
      isStep: isOfSteps(lowered[i] as Predicate),
    }))
  })

function paired<D extends { readonly name: string }, M extends { readonly name: string }>(
  definitions: readonly D[],
  lowered: readonly M[],
): (readonly [D, M])[] {
  return definitions.map(definition => {
    const found = lowered.find(({ name }) => name === definition.name)
    if (found === undefined) throw new TypeError(`the model has no '${definition.name}'`)
    return [definition, found] as const
  })
}

/** The outcomes for each choice of the parameters; the keys are these values as JSON. */
function byParameters<T extends { readonly choices: readonly Value[] }>(
  action: Action,
  outcomes: readonly T[],
  observe: (outcome: T) => Observation,
): Map<string, Observation[]> {
  const tuples = new Map<string, Observation[]>()
  for (const outcome of outcomes) {
    const tuple = JSON.stringify(outcome.choices.slice(0, action.parameters.length))
    const observations = tuples.get(tuple)
    if (observations === undefined) tuples.set(tuple, [observe(outcome)])
    else observations.push(observe(outcome))
  }
  return tuples
}
