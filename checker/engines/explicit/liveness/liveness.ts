/**
 * Temporal properties over the graph of an exhausted instance: a property is false when some fair behaviour satisfies its
 * negation. In: the states of a complete exploration. Out: for each property, an answer, with the behaviour that breaks
 * it as a lasso of states.
 */
import type { Backend } from '../../../codegen/expander.ts'
import type { StateEncoding } from '../../../ir/encode.ts'
import type { Model } from '../../../ir/model.ts'
import {
  type Formula,
  fairnessConditions,
  formatOccurrence,
  type Occurrence,
  partsOf,
  type TemporalProperty,
} from '../../../ir/temporal.ts'
import type { States } from '../store.ts'
import { automatonOf } from './automaton.ts'
import { CompiledSteps } from './compiledSteps.ts'
import { type Condition, type Extent, FairComponents } from './fairComponents.ts'
import { LabelSets } from './labelSets.ts'
import { type Lasso, lassoOf } from './lasso.ts'
import { Ended, Pace } from './pace.ts'
import { premisesOf } from './premises.ts'
import { Product } from './product.ts'
import { buildStateGraph, type StateGraph } from './stateGraph.ts'
import { InterpretedSteps, Labels } from './steps.ts'
import { PredicateEvaluation, type PredicateFailure } from './truths.ts'

export type Answer =
  | { readonly kind: 'holds' }
  | { readonly kind: 'broken'; readonly lasso: Lasso }
  /** it holds, but these premises come true in no fair behaviour */
  | { readonly kind: 'vacuous'; readonly premises: readonly Formula[] }
  | { readonly kind: 'failure'; readonly failure: PredicateFailure }
  | { readonly kind: 'tooLarge'; readonly reason: string }
  | { readonly kind: 'ended' }

export class Liveness {
  private readonly graph: StateGraph
  private readonly conditions: readonly Condition[]
  private readonly evaluation: PredicateEvaluation
  private readonly occurrences: Occurrences
  private readonly pace: Pace

  private constructor(
    graph: StateGraph,
    model: Model,
    evaluation: PredicateEvaluation,
    occurrences: Occurrences,
    pace: Pace,
  ) {
    this.graph = graph
    this.evaluation = evaluation
    this.occurrences = occurrences
    this.pace = pace
    this.conditions = fairnessConditions(model.fairness).map(({ strength, occurrence }) => ({
      strength,
      within: graph.sets.with(occurrences.indexOf(occurrence)),
    }))
  }

  /**
   * @param states all reachable states
   * @param stepsAtMost how many steps there are between them, or more
   * @param backend of generated code, where that is worth its while; null for the interpreter
   * @param pause is awaited now and then; an answer of false ends the work
   * @returns null when it was ended
   */
  static async of(
    model: Model,
    encoding: StateEncoding,
    states: States,
    stepsAtMost: number,
    backend: Backend | null,
    pause: () => Promise<boolean>,
  ): Promise<Liveness | null> {
    const occurrences = new Occurrences(model)
    const sets = new LabelSets()
    const labels = new Labels(sets, occurrences.list)
    const compiled = backend && CompiledSteps.of(model, backend, labels)
    const steps = compiled ?? new InterpretedSteps(model, encoding, labels)
    const graph = await buildStateGraph(states, encoding.words, stepsAtMost, steps, sets, pause)
    if (graph === null) return null
    const pace = new Pace(pause)
    return new Liveness(
      graph,
      model,
      new PredicateEvaluation(model, encoding, states, backend, pace),
      occurrences,
      pace,
    )
  }

  /** Cost: a search of the graph, once for each state of the automaton, and again for each of the formula's premises. */
  async answer({ formula }: TemporalProperty): Promise<Answer> {
    try {
      const search = await this.searchFor({ kind: 'not', operands: [formula] }, 'all')
      if (!('product' in search)) return { kind: 'failure', failure: search }
      const { product, components } = search
      if (!components.isEmpty) {
        return { kind: 'broken', lasso: await lassoOf(product, this.conditions, components, this.pace) }
      }
      const idle: Formula[] = []
      for (const { premise, exercised } of premisesOf(formula)) {
        if (!(await this.isPossible(exercised))) idle.push(premise)
      }
      return idle.length === 0 ? { kind: 'holds' } : { kind: 'vacuous', premises: idle }
    } catch (error) {
      if (error instanceof Ended) return { kind: 'ended' }
      if (error instanceof RangeError) return { kind: 'tooLarge', reason: error.message }
      throw error
    }
  }

  private async isPossible(formula: Formula): Promise<boolean> {
    const search = await this.searchFor(formula, 'one')
    return 'product' in search && !search.components.isEmpty
  }

  /**
   * Looks for fair behaviours that satisfy a formula.
   * @returns where they end, or a predicate of the formula that has no truth value somewhere
   * @throws RangeError when the formula is too large, or memory too small
   * @throws Ended when the work is to end
   */
  private async searchFor(formula: Formula, extent: Extent) {
    const automaton = automatonOf(formula)
    const truths = await this.evaluation.truths(this.graph, automaton, occurrence =>
      this.occurrences.indexOf(occurrence),
    )
    if ('check' in truths) return truths
    const product = new Product(this.graph, automaton, truths)
    return { product, components: await FairComponents.of(product, this.conditions, extent, this.pace) }
  }
}

/** The occurrences that a model's formulas and fairness speak of, each once. */
class Occurrences {
  readonly list: Occurrence[] = []
  private readonly indices = new Map<string, number>()

  constructor({ temporal, fairness }: Model) {
    const all = [
      ...fairnessConditions(fairness).map(({ occurrence }) => occurrence),
      ...temporal
        .flatMap(({ formula }) => partsOf(formula))
        .flatMap(part => (part.kind === 'taken' ? [part.occurrence] : [])),
    ]
    for (const occurrence of all) {
      const key = formatOccurrence(occurrence)
      if (!this.indices.has(key)) this.indices.set(key, this.list.push(occurrence) - 1)
    }
  }
  indexOf(occurrence: Occurrence): number {
    return this.indices.get(formatOccurrence(occurrence)) as number
  }
}
