/** Copies and fragments of data on several machines, some of which are lost. */

/** Sets of `lost` among `machines` after which fewer than `needed` of the first `holders` are left, each set looked at. */
export function fatalLosses(machines: number, holders: number, needed: number, lost: number): number {
  let count = 0
  for (let set = 0; set < 2 ** machines; set++) {
    const isLost = (machine: number) => Math.floor(set / 2 ** machine) % 2 === 1
    const all = Array.from({ length: machines }, (_, machine) => machine)
    const left = all.filter(machine => machine < holders && !isLost(machine)).length
    if (all.filter(isLost).length === lost && left < needed) count++
  }
  return count
}

/** The same by binomial coefficients: of the lost machines, more than `holders - needed` had a copy. */
export function fatalLossesSummed(machines: number, holders: number, needed: number, lost: number): number {
  let count = 0
  for (let hit = holders - needed + 1; hit <= Math.min(holders, lost); hit++)
    count += binomial(holders, hit) * binomial(machines - holders, lost - hit)
  return count
}

function binomial(n: number, k: number): number {
  if (k < 0 || k > n) return 0
  return k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k
}

/** Chance that two of so many ids of `bits` bits are the same, drawn at random: pairs, over ids. */
export const idClash = (drawn: number, bits: number): number => (drawn * (drawn - 1)) / 2 / 2 ** bits

/** The same in whole numbers, as far as they go: how many ids there are for each pair. */
export const idClashExactly = (drawn: bigint, bits: bigint): number =>
  1e9 / Number((2n ** bits * 1_000_000_000n) / ((drawn * (drawn - 1n)) / 2n))
