/** Measures contenders against each other, and says how they compare. */
import type { Contender, Counts } from './contender.ts'

export interface Result {
  readonly name: string
  readonly counts: Counts
  readonly preparationSeconds: number
  /** one number for each run */
  readonly cpuSeconds: readonly number[]
  readonly elapsedSeconds: readonly number[]
  readonly peakBytes: readonly number[]
  /** the same in every run; see `Run` */
  readonly storedBytes: number | null
}

/**
 * Contenders take turns, so that whatever else the machine does falls on all of them. All should have run before, so
 * that files are cached.
 *
 * @param runs how often each is measured, at least once
 */
export function compare(contenders: readonly Contender[], runs: number): Result[] {
  const rounds = Array.from({ length: runs }, () => contenders.map(({ run }) => run()))
  return contenders.map(({ name, preparationSeconds }, i) => {
    const own = rounds.flatMap(round => round[i] ?? [])
    const [first] = own
    if (first === undefined) throw new RangeError('nothing was measured')
    const { counts, storedBytes } = first
    return {
      name,
      counts,
      preparationSeconds,
      cpuSeconds: own.map(({ cpuSeconds }) => cpuSeconds),
      elapsedSeconds: own.map(({ elapsedSeconds }) => elapsedSeconds),
      peakBytes: own.map(({ peakBytes }) => peakBytes),
      storedBytes,
    }
  })
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = Number.NaN, high = low] = sorted.slice(sorted.length % 2 === 0 ? middle - 1 : middle, middle + 1)
  return (low + high) / 2
}

/** CPU time between programs; time on the wall between numbers of threads, which share the same work. */
export type Clock = 'cpuSeconds' | 'elapsedSeconds'

export interface Speedup {
  /** of the minima, and of the medians: the peer's time over ours; above 1 we are faster */
  readonly minimum: number
  readonly median: number
}

/** Time is known to 10 ms: below this it would be off by more than a tenth. */
const shortestSeconds = 0.1

/** @returns a reason instead where there is nothing to compare: different numbers of states, or too short a time */
export function speedup(ours: Result, peer: Result, clock: Clock = 'cpuSeconds'): Speedup | string {
  if (ours.counts.distinct !== peer.counts.distinct) return 'no ratio: the numbers of states differ'
  const [ourTimes, peerTimes] = [ours[clock], peer[clock]]
  const [ourMinimum, peerMinimum] = [Math.min(...ourTimes), Math.min(...peerTimes)]
  if (Math.min(ourMinimum, peerMinimum) < shortestSeconds) return 'no ratio: too short to be measured'
  return { minimum: peerMinimum / ourMinimum, median: median(peerTimes) / median(ourTimes) }
}
