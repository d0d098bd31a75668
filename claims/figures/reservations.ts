/** What reservations, identifiers and announcements come to: each number in a closed form and counted out. */

/** The ordered pairs of different endpoints. */
export const pairs = (endpoints: number): number => endpoints * (endpoints - 1)

/** The same, one by one. */
export function pairsCounted(endpoints: number): number {
  let count = 0
  for (let from = 0; from < endpoints; from++) for (let to = 0; to < endpoints; to++) if (from !== to) count++
  return count
}

/** Probability that some of so many ids, drawn at random, are the same: by the exact product, in logarithms. */
export function clash(drawn: number, space: number): number {
  let logarithm = 0
  for (let taken = 0; taken < drawn; taken++) logarithm += Math.log1p(-taken / space)
  return -Math.expm1(logarithm)
}

/** The same by the usual estimate, which neglects triples. */
export const clashEstimated = (drawn: number, space: number): number =>
  -Math.expm1((-drawn * (drawn - 1)) / (2 * space))

/** What a router keeps for overlays of so many endpoints each: one entry for each overlay, or for each ordered pair in it. */
export const entries = (overlays: number, endpoints: number, kept: 'overlays' | 'pairs'): number =>
  kept === 'overlays' ? overlays : overlays * pairs(endpoints)

/** The same, packet by packet: each endpoint sends to each, and what the router does not know yet gets an entry. */
export function entriesCounted(overlays: number, endpoints: number, kept: 'overlays' | 'pairs'): number {
  const known = new Set<number>()
  for (let overlay = 0; overlay < overlays; overlay++)
    for (let from = 0; from < endpoints; from++)
      for (let to = 0; to < endpoints; to++)
        if (from !== to) known.add(kept === 'overlays' ? overlay : (overlay * endpoints + from) * endpoints + to)
  return known.size
}
