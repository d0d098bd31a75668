/** What the builders of images demand of numbers. */

/** @throws RangeError unless `n` is a whole number from `low` to `high` */
export function requireWhole(name: string, n: number, low: number, high: number): void {
  if (!Number.isInteger(n) || n < low || n > high)
    throw new RangeError(`${name} is ${n}, but must be a whole number from ${low} to ${high}`)
}
