/** Brings the states of a checkpoint back into memory, under the same ids. This also builds the table anew. */
import { KNOWN, type States } from '../store.ts'
import type { Checkpoint } from './checkpoint.ts'
import { damaged, outgrown } from './fault.ts'
import type { Snapshot } from './snapshot.ts'

export interface SearchLimits {
  readonly maxStates?: number | undefined
  readonly maxDepth?: number | undefined
  readonly memoryBytes: number
}

/**
 * @param stores makes empty stores, the best first: the next one is made when the one before does not take all
 * @throws SpecError when the limits do not allow what was found already
 */
export async function restoreStates(
  checkpoint: Checkpoint,
  { states, depth }: Snapshot,
  { maxStates, maxDepth, memoryBytes }: SearchLimits,
  stores: Iterable<States>,
): Promise<void> {
  const { folder } = checkpoint.status
  if (maxStates !== undefined && maxStates < states) throw outgrown(folder, `it holds ${states} states`)
  if (maxDepth !== undefined && maxDepth < depth) throw outgrown(folder, `it has reached depth ${depth}`)
  let isAnyKnown = false
  for (const store of stores) {
    isAnyKnown = false
    await checkpoint.restore((records, words) => {
      isAnyKnown ||= insertAll(store, records, words) === KNOWN
    })
    if (store.size === states) return
  }
  if (isAnyKnown) throw damaged(folder)
  throw outgrown(folder, `its ${states} states need more than ${memoryBytes} bytes`)
}

function insertAll(store: States, records: Uint32Array, words: number): number {
  if (store.insertAll !== undefined) return store.insertAll(records, words)
  let last = 0
  for (let at = 0; at < records.length && last >= 0; at += words + 1) {
    last = store.insert(records.subarray(at, at + words), records[at + words] as number)
  }
  return last
}
