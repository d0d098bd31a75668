/** What the states of a run took in memory, for people. */
import { type AnyReport, isOfSolver } from '../verdict/report.ts'
import { byteSize } from './numbers.ts'

/** One line; none where states are not kept. */
export function memoryLines(report: AnyReport): string[] {
  if (isOfSolver(report)) return []
  const { memory, exploration } = report
  const { distinct } = exploration
  if (memory === undefined) return []
  const { rowBytes, parentBytes, tableBytes, slots, diskBytes } = memory
  const total = rowBytes + parentBytes + tableBytes
  const parts = `states ${byteSize(rowBytes)}, parents ${byteSize(parentBytes)}, table ${byteSize(tableBytes)}`
  const load = `${((100 * distinct) / slots).toFixed(0)}% of ${slots.toLocaleString('en-US')} slots used`
  const each = distinct === 0 ? '' : `; ${(total / distinct).toFixed(1)} bytes per state`
  const disk = diskBytes === undefined ? '' : `; on disk ${byteSize(diskBytes)}`
  return [`memory ${byteSize(total)}: ${parts} (${load})${each}${disk}`]
}
