/** Blocks: consecutive walks that one thread takes. The block of index b is for the thread b modulo their number. */
export interface Blocks {
  /** the first walk, and the one behind the last */
  readonly first: number
  readonly end: number
  /** walks of a block */
  readonly size: number
}

/** Steps of a block that is not a single walk: some milliseconds' work. */
const BLOCK_STEPS = 8192

export const blocksOf = (first: number, end: number, steps: number): Blocks => ({
  first,
  end,
  size: Math.max(1, Math.floor(BLOCK_STEPS / steps)),
})

/** The walks of a block; undefined behind the last. */
export function walksOf({ first, end, size }: Blocks, block: number): { first: number; end: number } | undefined {
  const start = first + block * size
  return start < end ? { first: start, end: Math.min(end, start + size) } : undefined
}
