/** What an automaton's propositions are, in all states and on all edges of a graph: evaluated once for each. */
import type { Backend } from '../../../codegen/expander.ts'
import type { StateEncoding } from '../../../ir/encode.ts'
import { Interpreter } from '../../../ir/interpret.ts'
import type { Model, State } from '../../../ir/model.ts'
import type { Check, Predicate } from '../../../ir/predicate.ts'
import type { Occurrence } from '../../../ir/temporal.ts'
import type { States } from '../store.ts'
import { type Automaton, isOccurrenceProposition } from './automaton.ts'
import { CompiledPredicates } from './compiledSteps.ts'
import type { Pace } from './pace.ts'
import type { Truths } from './product.ts'
import type { StateGraph } from './stateGraph.ts'

/** A predicate that has no truth value somewhere. */
export interface PredicateFailure {
  readonly check: Check
  readonly state: number
  /** the state after the step, for a predicate of steps */
  readonly next: number | null
}

/** Masks of the predicates that are true. */
export class PredicateEvaluation {
  private readonly interpreter: Interpreter
  private readonly encoding: StateEncoding
  private readonly states: States
  private readonly words: Uint32Array
  private readonly model: Model
  private readonly backend: Backend | null
  private readonly pace: Pace

  /** @param backend of generated code, where that is worth its while; null for the interpreter */
  constructor(model: Model, encoding: StateEncoding, states: States, backend: Backend | null, pace: Pace) {
    this.model = model
    this.backend = backend
    this.pace = pace
    this.interpreter = new Interpreter(model)
    this.encoding = encoding
    this.states = states
    this.words = new Uint32Array(encoding.words)
  }

  /**
   * @returns the first failure, if any
   * @throws Ended when the work is to end
   */
  async truths(
    graph: StateGraph,
    automaton: Automaton,
    indexOf: (occurrence: Occurrence) => number,
  ): Promise<Truths | PredicateFailure> {
    const ofStates = await this.ofStates(graph, automaton)
    if ('check' in ofStates) return ofStates
    const ofSteps = await this.ofSteps(graph, automaton)
    if (ofSteps !== null && 'check' in ofSteps) return ofSteps
    return { ofStates, ofSteps, ofLabels: labelTruths(graph, automaton, indexOf) }
  }

  private async ofStates(
    graph: StateGraph,
    { states: predicates }: Automaton,
  ): Promise<Uint32Array | PredicateFailure> {
    const truths = new Uint32Array(graph.states)
    if (predicates.length === 0) return truths
    const compiled = this.backend && CompiledPredicates.of(this.model, this.backend, predicates)
    for (let id = 0; id < graph.states; id++) {
      if (this.pace.isDue()) await this.pace.take()
      this.states.read(id, this.words)
      let mask: number | Check | null = compiled === null ? null : compiled.mask(this.words)
      if (mask === null) {
        const state = this.encoding.decode(this.words)
        mask = this.mask(predicates, state, state)
      }
      if (typeof mask !== 'number') return { check: mask, state: id, next: null }
      truths[id] = mask
    }
    return truths
  }

  private async ofSteps(graph: StateGraph, { steps }: Automaton): Promise<Uint32Array | PredicateFailure | null> {
    const predicates = steps.map(step => (isOccurrenceProposition(step) ? null : step))
    if (predicates.every(predicate => predicate === null)) return null
    const truths = new Uint32Array(graph.targets.length)
    for (let id = 0; id < graph.states; id++) {
      const state = this.stateAt(id)
      for (let edge = graph.firsts[id] as number; edge < (graph.firsts[id + 1] as number); edge++) {
        if (this.pace.isDue()) await this.pace.take()
        const next = graph.targets[edge] as number
        const mask = this.mask(predicates, state, next === id ? state : this.stateAt(next))
        if (typeof mask !== 'number') return { check: mask, state: id, next }
        truths[edge] = mask
      }
    }
    return truths
  }

  /** Bit by bit, where there is a predicate; or the check that fails. */
  private mask(predicates: readonly (Predicate | null)[], state: State, next: State): number | Check {
    let mask = 0
    for (const [bit, predicate] of predicates.entries()) {
      if (predicate === null) continue
      const result = this.interpreter.evaluate(predicate, state, next)
      if (typeof result !== 'string') return result.failed
      if (result === 'holds') mask |= 1 << bit
    }
    return mask
  }
  private stateAt(id: number): State {
    this.states.read(id, this.words)
    return this.encoding.decode(this.words)
  }
}

/** For each label set, the occurrences among the automaton's propositions. */
function labelTruths(
  { sets }: StateGraph,
  { steps }: Automaton,
  indexOf: (occurrence: Occurrence) => number,
): Uint32Array {
  const truths = new Uint32Array(sets.count)
  for (const [bit, step] of steps.entries()) {
    if (!isOccurrenceProposition(step)) continue
    const has = sets.with(indexOf(step))
    for (let set = 0; set < sets.count; set++) if (has[set] === 1) truths[set] = (truths[set] as number) | (1 << bit)
  }
  return truths
}
