/** What runs of contenders come to: times, ratios and refusals. */
import { median } from '../comparison.ts'
import type { Contender } from './contenders.ts'
import type { Outcome } from './passes.ts'
import type { Workload } from './workloads.ts'

export interface Figures {
  readonly name: string
  readonly side: Contender['side']
  readonly checksum: number
  readonly order: number
  readonly bytes: number
  /** of each run the pass with the least time, nanoseconds for each packet */
  readonly runs: readonly number[]
}

/** @throws Error where a contender answers differently from one run to the next */
export function figuresOf({ name, side }: Contender, outcomes: readonly Outcome[]): Figures {
  const [first, ...others] = outcomes as [Outcome, ...Outcome[]]
  const { checksum, order, bytes } = first
  if (others.some(other => other.checksum !== checksum || other.order !== order))
    throw new Error(`${name} gives other answers from one run to the next`)
  return { name, side, checksum, order, bytes, runs: outcomes.map(({ nanoseconds }) => Math.min(...nanoseconds)) }
}

export const nanosecondsOf = ({ runs }: Figures): number => median(runs)

/**
 * How many times as fast one is as another; a reason where they do not do the same. Ours and C also send in the same order; DPDK
 * need not.
 */
export function ratio(one: Figures, other: Figures): number | string {
  if (one.checksum !== other.checksum) return 'no ratio: the answers differ'
  if (one.side !== 'DPDK' && other.side !== 'DPDK' && one.order !== other.order) return 'no ratio: the order differs'
  return nanosecondsOf(other) / nanosecondsOf(one)
}

/** What `peers/machine.c` prints. */
export interface Machine {
  readonly tables: readonly {
    readonly bytes: number
    /** a word, if its address comes from the word before */
    readonly chainedNanoseconds: number
    /** a word, if all addresses are known beforehand */
    readonly knownNanoseconds: number
  }[]
  readonly streamBytesPerNanosecond: number
}

/** The least time for a packet on this machine, nanoseconds: its bytes pass by, and lines of a table of that size are fetched. */
export function least({ least: { packetBytes, lines, tableBytes } }: Workload, machine: Machine): number {
  const table = machine.tables.find(({ bytes }) => bytes >= tableBytes) ?? machine.tables.at(-1)
  return packetBytes / machine.streamBytesPerNanosecond + lines * (table?.knownNanoseconds ?? Number.NaN)
}
