/**
 * Random early dropping with two sets of thresholds, for packets within their contract and for others (RIO): the chance of being
 * dropped is nothing below `low`, `most` hundredths from `high` on, and rises in between.
 *
 * Source: D. Clark and W. Fang, "Explicit Allocation of Best-Effort Packet Delivery Service", IEEE/ACM Transactions on Networking 6, 1998.
 */
interface Thresholds {
  readonly low: number
  readonly high: number
  readonly most: number
}

const LENGTHS = 12
const CHANCES = [10, 50, 100]

function* allThresholds(): Generator<Thresholds> {
  for (let low = 0; low < LENGTHS; low += 2)
    for (let high = low + 2; high <= LENGTHS; high += 2) for (const most of CHANCES) yield { low, high, most }
}

/** In hundredths. */
const chance = ({ low, high, most }: Thresholds, length: number) =>
  length < low ? 0 : length >= high ? most : (most * (length - low)) / (high - low)

/** The same as a fraction of whole numbers: numerator and denominator. */
const fraction = ({ low, high, most }: Thresholds, length: number): readonly [number, number] =>
  length < low ? [0, 1] : length >= high ? [most, 1] : [most * (length - low), high - low]

const isOrdered = (inside: Thresholds, outside: Thresholds) =>
  inside.low >= outside.low && inside.high >= outside.high && inside.most <= outside.most

/** Queue lengths at which packets within their contract are worse off, over all pairs of thresholds, ordered or crossed. */
export function preferredOutside(ordered: boolean): number {
  let count = 0
  for (const inside of allThresholds())
    for (const outside of allThresholds())
      if (isOrdered(inside, outside) === ordered)
        for (let length = 0; length <= LENGTHS; length++)
          if (chance(inside, length) > chance(outside, length) + 1e-9) count++
  return count
}

/** The same without division. */
export function preferredOutsideExactly(ordered: boolean): number {
  const all = [...allThresholds()]
  const lengths = Array.from({ length: LENGTHS + 1 }, (_, length) => length)
  const isWorse = (inside: Thresholds, outside: Thresholds, length: number) => {
    const [above, below] = fraction(inside, length)
    const [otherAbove, otherBelow] = fraction(outside, length)
    return above * otherBelow > otherAbove * below
  }
  return all
    .flatMap(inside =>
      all.filter(outside => isOrdered(inside, outside) === ordered).map(outside => [inside, outside] as const),
    )
    .reduce((sum, [inside, outside]) => sum + lengths.filter(length => isWorse(inside, outside, length)).length, 0)
}
