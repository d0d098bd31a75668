/**
 * The states of a graph together with those of an automaton: behaviours that the automaton accepts are paths here. A
 * node is a number, `state * automaton states + automaton state`. Nothing of the product is stored; its edges are gone
 * through one by one.
 */
import type { Automaton, Literals, Transition } from './automaton.ts'
import type { StateGraph } from './stateGraph.ts'

/** What is true of the states and steps of a graph, as masks of the automaton's propositions. */
export interface Truths {
  /** for each state */
  readonly ofStates: Uint32Array
  /** for each edge, its occurrences left out; null when the automaton asks for occurrences only, or for nothing */
  readonly ofSteps: Uint32Array | null
  /** for each label set, the occurrences */
  readonly ofLabels: Uint32Array
}

/** A cursor is the index of a transition, and below it that of an edge among those of its state. */
const EDGE_BITS = 24
const EDGE_MASK = 2 ** EDGE_BITS - 1
const TRANSITIONS_MAX = 2 ** (31 - EDGE_BITS)
const NODES_MAX = 2 ** 32 - 2

export class Product {
  readonly graph: StateGraph
  readonly automaton: Automaton
  /** the number of nodes; not all need be reachable */
  readonly size: number
  /** of the edge that `advance` found */
  target = 0
  edge = 0
  fulfilled = 0
  private readonly truths: Truths
  private readonly width: number

  /** @throws RangeError when the product is too large */
  constructor(graph: StateGraph, automaton: Automaton, truths: Truths) {
    this.graph = graph
    this.automaton = automaton
    this.truths = truths
    this.width = automaton.transitions.length
    this.size = graph.states * this.width
    if (this.size > NODES_MAX || automaton.transitions.some(all => all.length > TRANSITIONS_MAX)) {
      throw new RangeError('the formula is too large for so many states')
    }
  }

  /** The nodes where behaviours begin. */
  roots(): number[] {
    return this.graph.initial.map(state => state * this.width)
  }
  stateOf(node: number): number {
    return Math.floor(node / this.width)
  }

  /**
   * Goes to the next edge out of a node: sets `target`, `edge` (of the graph) and `fulfilled`.
   * @param cursor 0 at first, then what the last call gave
   * @returns -1 when there is none
   */
  advance(node: number, cursor: number): number {
    const { graph, automaton, truths, width } = this
    const state = Math.floor(node / width)
    const transitions = automaton.transitions[node - state * width] as readonly Transition[]
    const first = graph.firsts[state] as number
    const degree = (graph.firsts[state + 1] as number) - first
    const truth = truths.ofStates[state] as number
    let place = cursor & EDGE_MASK
    for (let way = cursor >>> EDGE_BITS; way < transitions.length; way++, place = 0) {
      const { ofState, ofStep, target, fulfilled } = transitions[way] as Transition
      if (!isMet(ofState, truth)) continue
      for (; place < degree; place++) {
        const edge = first + place
        if (!isMet(ofStep, this.ofStep(edge))) continue
        this.target = (graph.targets[edge] as number) * width + target
        this.edge = edge
        this.fulfilled = fulfilled
        return (way << EDGE_BITS) + place + 1
      }
    }
    return -1
  }

  /** The promises that are fulfilled where behaviours stutter in a node for ever; null when they cannot. */
  fulfilledByStuttering(node: number): number | null {
    const { graph, automaton, truths, width } = this
    const state = Math.floor(node / width)
    const own = node - state * width
    const truth = truths.ofStates[state] as number
    const ofStep = this.ofStep(graph.firsts[state] as number)
    let fulfilled: number | null = null
    for (const transition of automaton.transitions[own] as readonly Transition[]) {
      if (transition.target !== own || !isMet(transition.ofState, truth) || !isMet(transition.ofStep, ofStep)) continue
      fulfilled = (fulfilled ?? 0) | transition.fulfilled
    }
    return fulfilled
  }

  /** Whether runs of the automaton that stay with the automaton state of this node, or come back, can be accepted. */
  isAcceptable(node: number): boolean {
    return this.automaton.isAcceptable[node % this.width] as boolean
  }

  private ofStep(edge: number): number {
    const { ofLabels, ofSteps } = this.truths
    const taken = ofLabels[this.graph.labels[edge] as number] as number
    return ofSteps === null ? taken : taken | (ofSteps[edge] as number)
  }
}

const isMet = (literals: Literals, truth: number): boolean =>
  (literals.true & ~truth) === 0 && (literals.false & truth) === 0
