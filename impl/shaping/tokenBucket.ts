/** A token bucket in whole numbers: `rate` tokens every 1024 ticks, at most `depth` of them. */
export interface Bucket {
  /** in 1024ths of a token */
  readonly credit: number
}

/** One token, in units of credit. */
const TOKEN_SHIFT = 10

/** The credit after `elapsed` ticks. `rate` and `elapsed` below 2^20, `depth` below 2^21 tokens. */
export const refilled = (credit: number, rate: number, elapsed: number, depth: number): number =>
  Math.min(credit + rate * elapsed, depth * 2 ** TOKEN_SHIFT)

/** Whole tokens. `credit` below 2^31. */
export const tokens = (credit: number): number => credit >>> TOKEN_SHIFT
