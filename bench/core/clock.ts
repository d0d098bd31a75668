/**
 * The CPU time of this thread, as C reads it. What Node tells of a thread by itself (`threadCpuUsage`) has steps of 4 ms on some
 * machines; the clocks that WASI gives to WebAssembly are those of the system.
 */
import { WASI } from 'node:wasi'
import { Memory } from '../../checker/codegen/wasm/host.ts'

/** The number of that clock in `clock_time_get`, as of preview 1. */
const THREAD_CPU_TIME = 3

const wasi = new WASI({ version: 'preview1' })
const memory = new Memory({ initial: 1, maximum: 1 })
wasi.finalizeBindings({ exports: { memory } }, { memory })
const clockTimeGet = wasi.wasiImport.clock_time_get as (clock: number, precision: bigint, at: number) => number
const result = new DataView(memory.buffer)

/** Nanoseconds since some time. */
export function cpuNanoseconds(): number {
  if (clockTimeGet(THREAD_CPU_TIME, 1n, 0) !== 0) throw new Error('there is no clock of CPU time')
  return Number(result.getBigUint64(0, true))
}
