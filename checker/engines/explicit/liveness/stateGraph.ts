/**
 * The reachable states with all steps between them, in compressed rows: the edges out of a state follow each other. In:
 * the states of a complete exploration. Out: for each state, the stuttering step back to itself, then its steps to other
 * states, one for each target.
 *
 * Memory: 8 bytes for each edge, 8 for each state; while it is built, also the encoded states and an index of them.
 */
import { InternalError } from '../../../verdict/internalError.ts'
import { NO_PARENT, type States } from '../store.ts'
import type { LabelSets } from './labelSets.ts'
import { StateIndex } from './stateIndex.ts'
import type { Steps } from './steps.ts'

export interface StateGraph {
  readonly states: number
  readonly initial: readonly number[]
  /** the edges out of state `s` are those from `firsts[s]` up to `firsts[s + 1]`, the first of them stuttering */
  readonly firsts: Uint32Array
  readonly targets: Uint32Array
  /** for each edge, the label set of what its step counts for; empty for stuttering */
  readonly labels: Uint32Array
  /** for each state, the label set of what is enabled: what some step out of it counts for */
  readonly enabled: Uint32Array
  readonly sets: LabelSets
}

/** States that are expanded between two looks at the clock. */
const PIECE = 4096

/** Bytes that the graph takes while it is built. */
export const graphBytes = (states: number, steps: number, words: number): number =>
  8 * (states + steps) + states * (8 + 4 * words + 12 + 4)

/**
 * @param words of an encoded state
 * @param stepsAtMost how many steps there are, or more
 * @param pause is awaited now and then; an answer of false ends the work
 * @returns null when it was ended
 */
export async function buildStateGraph(
  states: States,
  words: number,
  stepsAtMost: number,
  steps: Steps,
  sets: LabelSets,
  pause: () => Promise<boolean>,
): Promise<StateGraph | null> {
  const { size } = states
  const rows = readRows(states, words)
  const index = new StateIndex(rows, words)
  const firsts = new Uint32Array(size + 1)
  const targets = new Uint32Array(stepsAtMost + size)
  const labels = new Uint32Array(stepsAtMost + size)
  const enabled = new Uint32Array(size)
  /** the latest edge to each state, plus one */
  const edgeTo = new Uint32Array(size)
  let edges = 0
  for (let id = 0; id < size; id++) {
    if (id % PIECE === 0 && !(await pause())) return null
    const first = edges
    firsts[id] = first
    targets[edges++] = id
    let enabledHere = 0
    steps.from(rows.subarray(id * words, (id + 1) * words), (target, offset, label) => {
      const to = index.find(target, offset)
      if (to === id) return
      if (to < 0) throw new InternalError('a successor of an expanded state was not stored')
      enabledHere = sets.union(enabledHere, label)
      const edge = (edgeTo[to] as number) - 1
      if (edge >= first) {
        labels[edge] = sets.union(labels[edge] as number, label)
      } else {
        targets[edges] = to
        labels[edges++] = label
        edgeTo[to] = edges
      }
    })
    enabled[id] = enabledHere
  }
  firsts[size] = edges
  // What is written beyond the end of an array is lost without a word.
  if (edges > targets.length) throw new InternalError('there are more steps than the exploration has counted')
  const initial: number[] = []
  for (let id = 0; id < size; id++) if (states.parentOf(id) === NO_PARENT) initial.push(id)
  return {
    states: size,
    initial,
    firsts,
    targets: targets.subarray(0, edges),
    labels: labels.subarray(0, edges),
    enabled,
    sets,
  }
}

function readRows(states: States, words: number): Uint32Array {
  const rows = new Uint32Array(states.size * words)
  for (let id = 0; id < states.size; id++) states.read(id, rows.subarray(id * words, (id + 1) * words))
  return rows
}
