/** What takes part in a comparison: something that explores one instance of a model whenever it is asked to. */

/** The numbers of a complete exploration. */
export interface Counts {
  readonly distinct: number
  /** transitions, plus initial states; null where only a rounded number is known */
  readonly generated: number | null
}

/** One exploration by a process of its own. */
export interface Run {
  readonly counts: Counts
  readonly cpuSeconds: number
  readonly elapsedSeconds: number
  /** what states, ways back and table take in memory, without the rest of the process; null where it is not told */
  readonly storedBytes: number | null
  readonly peakBytes: number
}

export interface Contender {
  readonly name: string
  /** what it takes once to get ready, such as compiling; 0 where a run includes all of it */
  readonly preparationSeconds: number
  /** @throws Error when the exploration does not end with everything seen and nothing violated */
  readonly run: () => Run
}
