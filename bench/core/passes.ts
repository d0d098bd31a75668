/**
 * Runs a workload over and over by the functions of `impl`: as JavaScript, or as the WebAssembly that is made of the same
 * source. In: a workload. Out: the CPU time of each pass, and checksums of all answers. The same as `peers/peer.h`.
 */
import { FIELDS } from '../../impl/header/fields.ts'
import { checksumOf, sentChecksum } from './answers.ts'
import type { Subject, Workload } from './workloads.ts'

/** What `loops.ts` was translated to. */
export interface Target<Image> {
  readonly loops: Readonly<Record<keyof typeof import('./loops.ts'), (...args: (Image | number)[]) => unknown>>
  /** Puts words where the loops can read them. */
  place(words: Uint32Array): { readonly image: Image; readonly words: Uint32Array }
}

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

export const isScheduler = (subject: Subject) => subject === 'calendar' || subject === 'slots'

/** How many words `runPasses` places, with some to spare for each list of them. */
export const wordsFor = ({ files }: Pick<Workload, 'files'>): number =>
  Object.values(files).reduce((sum, { length }) => sum + 2 * length, 1024)

/** As in `peers/peer.h`. */
const WARM_UP_PASSES = 2

/** @param cpuNanoseconds what the thread has taken up to now */
export function runPasses<Image>(
  { subject, files, numbers }: Pick<Workload, 'subject' | 'files' | 'numbers'>,
  passes: number,
  { loops, place }: Target<Image>,
  cpuNanoseconds: () => number,
): Outcome {
  // Schedulers write to theirs.
  const table = (files.image as Uint32Array).slice()
  const schedules = isScheduler(subject)
  const packets = (schedules ? files.arrivals : files.packets) as Uint32Array
  const [first = 1, rounds = first] = numbers
  const stride = schedules ? 2 : subject === 'lookup' ? first : FIELDS
  const count = packets.length / stride
  const answers = place(new Uint32Array(count))
  const [tableImage, packetImage, fields] = [table, packets, new Uint32Array(FIELDS)].map(
    words => place(words).image,
  ) as [Image, Image, Image]

  const pass = (): unknown => {
    if (subject === 'calendar') return loops.runCalendar(tableImage, packetImage, count, first, answers.image)
    if (subject === 'slots') return loops.runSlots(tableImage, packetImage, count, first, answers.image)
    if (subject === 'lookup') loops.lookupAll(tableImage, packetImage, stride, count, rounds, answers.image)
    else loops.classifyAll(tableImage, packetImage, count, rounds, fields, answers.image)
    return count
  }

  const nanoseconds: number[] = []
  const packetsOfPass = schedules ? count : rounds * count
  let order = checksumOf([])
  let sent = 0
  for (let i = -WARM_UP_PASSES; i < passes; i++) {
    const start = cpuNanoseconds()
    const answered = pass() as number
    if (i >= 0) nanoseconds.push((cpuNanoseconds() - start) / packetsOfPass)
    const given = answers.words.subarray(0, answered)
    order = checksumOf(given, order)
    if (schedules) sent = (sent + sentChecksum(given, packets)) >>> 0
  }
  return { nanoseconds, checksum: schedules ? sent : order, order, bytes: 4 * table.length }
}
