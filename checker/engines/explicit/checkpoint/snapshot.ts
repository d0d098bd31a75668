/**
 * What a search has done so far, at a moment between two steps: plain data, from which another search goes on and comes
 * to the same report. The states themselves are kept apart (`rowLog.ts`).
 */
import type { ActionCounts } from '../actionCounts.ts'
import type { Mark } from './marks.ts'

export interface Snapshot {
  /** states stored; their ids are below it */
  readonly states: number
  /** states below this id are not deeper than the level that is being expanded */
  readonly levelEnd: number
  /** what of that level is still to be expanded: states by id, `from` to `to - 1`; empty between two levels */
  readonly rest: readonly { readonly from: number; readonly to: number }[]
  /**
   * steps of the next state that were taken already, when its expansion ended for want of room; of the initial action
   * when `seenDepth` is -1
   */
  readonly begun: number | null
  /** as in `Exploration` and `Search` */
  readonly depth: number
  readonly seenDepth: number
  readonly expandedDepth: number
  readonly generated: number
  readonly elapsedMs: number
  /** whether states were known by their hashes, so that some may have been missed */
  readonly isCompacted: boolean
  /** how many states each constraint kept from being expanded */
  readonly pruned: readonly (readonly [name: string, count: number])[]
  /** in the order of the model */
  readonly actions: readonly ActionCounts[]
  /** whether the counts of branches are complete; where not, only zeros mean what they say */
  readonly countsBranches: boolean
  readonly marks: readonly Mark[]
}
