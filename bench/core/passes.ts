/**
 * Runs a workload over and over by the functions of `impl`: as JavaScript, or as the WebAssembly that is made of the same
 * source. In: a workload. Out: the CPU time of each pass, and checksums of all answers. The same as `peers/peer.h`.
 */
import { FIELDS } from '../../impl/classifier/rule.ts'
import { checksumOf, sentChecksum } from './answers.ts'
import type { Workload } from './workloads.ts'

/** The functions of `loops.ts`, whatever they were translated to. */
export type Loops = Pick<
  typeof import('./loops.ts'),
  'lookupAll' | 'classifyAll' | 'runCalendar' | 'runSlots'
>
/** Puts words where the loops can read them: they stay where they are for JavaScript. */
export type Place = (words: Uint32Array) => Uint32Array

export interface Outcome {
  /** for each packet, of each pass that was timed */
  readonly nanoseconds: readonly number[]
  /** of the answers; of schedulers, of the packets that were sent, in any order */
  readonly checksum: number
  /** of schedulers, of the packets in their order; else the same */
  readonly order: number
  /** of the table */
  readonly bytes: number
}

/** As in `peers/peer.h`. */
const WARM_UP_PASSES = 2

/** @param cpuNanoseconds what the thread has taken up to now */
export function runPasses(
  { subject, files, numbers }: Pick<Workload, 'subject' | 'files' | 'numbers'>,
  passes: number,
  loops: Loops,
  place: Place,
  cpuNanoseconds: () => number,
): Outcome {
  const image = place(files.image as Uint32Array)
  const isScheduler = subject === 'calendar' || subject === 'slots'
  const packets = place((isScheduler ? files.arrivals : files.packets) as Uint32Array)
  const [first = 1, rounds = first] = numbers
  const stride = isScheduler ? 2 : subject === 'lookup' ? first : FIELDS
  const count = packets.length / stride
  const answers = place(new Uint32Array(count))
  const fields = place(new Uint32Array(FIELDS))

  const pass = (): number => {
    if (subject === 'calendar') return loops.runCalendar(image, packets, count, first, answers)
    if (subject === 'slots') return loops.runSlots(image, packets, count, first, answers)
    if (subject === 'lookup') loops.lookupAll(image, packets, stride, count, rounds, answers)
    else loops.classifyAll(image, packets, count, rounds, fields, answers)
    return count
  }

  const nanoseconds: number[] = []
  const packetsOfPass = isScheduler ? count : rounds * count
  let order = checksumOf([])
  let sent = 0
  for (let i = -WARM_UP_PASSES; i < passes; i++) {
    const start = cpuNanoseconds()
    const answered = pass()
    if (i >= 0) nanoseconds.push((cpuNanoseconds() - start) / packetsOfPass)
    const given = answers.subarray(0, answered)
    order = checksumOf(given, order)
    if (isScheduler) sent = (sent + sentChecksum(given, packets)) >>> 0
  }
  return { nanoseconds, checksum: isScheduler ? sent : order, order, bytes: 4 * image.length }
}
