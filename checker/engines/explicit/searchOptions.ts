/** How a search is done, and where it ends. */
import type { Backend } from '../../codegen/expander.ts'
import type { Exploration } from '../../verdict/report.ts'

export interface SearchOptions {
  /** how many states may be stored; the search stops at the next one */
  readonly maxStates?: number
  /** states at this distance from the initial states are checked, but not expanded */
  readonly maxDepth?: number
  /** bytes that stored states may take; 2 GiB unless given, or less on a small machine */
  readonly maxMemoryBytes?: number
  /**
   * states that the interpreter expands before the model is compiled; 300 unless given, or fewer where they have many
   * successors. Small state spaces are done sooner than compiled. What is found does not depend on it.
   */
  readonly compileAfter?: number
  /** what expands a state space that is not small: generated code, or the interpreter still; `wasm` unless given */
  readonly backend?: Backend | 'interpreter'
  /**
   * threads that expand large levels together; one unless given. Numbers and verdicts are the same, and traces as short;
   * but which of several shortest traces is shown, and which action is said to have reached a state first, may differ.
   */
  readonly workers?: number
  /** states of a level from which on the workers share it; some thousand unless given */
  readonly shareFrom?: number
  /**
   * lets WebAssembly know states of more than 64 bits by a hash of 64, which is faster and may miss states: nothing is
   * `exhausted` then
   */
  readonly compact?: boolean
  /**
   * lets WebAssembly keep in memory only those states that it is about to need, and the table by which they are known: the
   * others are in a file, which is gone with the run. The report is the same. Not with workers, nor other backends.
   */
  readonly disk?: {
    /** path of a folder that is there */
    readonly folder: string
    /** bytes of `maxMemoryBytes` for states; a share of it unless given */
    readonly windowBytes?: number
  }
  /**
   * counts how often each branch of a body is taken, which takes time; otherwise it is only told which ways were never
   * taken
   */
  readonly coverage?: boolean
  /** goes on after a violation, for a verdict on everything else; otherwise the search ends with the level */
  readonly keepGoing?: boolean
  /** is called with what was seen so far, about five times per second */
  readonly onProgress?: (exploration: Exploration) => void
  /** is told why the interpreter, which is slow, goes on where generated code was to take over */
  readonly onFallback?: (reason: string) => void
  /** ends the search; what was found by then is reported */
  readonly signal?: AbortSignal
}
