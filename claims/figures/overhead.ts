/** What a layer costs: packets that the network below carries for each that the layer above sends. */

/** Of a code that makes `sent` packets of `needed`, so that any `needed` of them will do. */
export const codeOverhead = (needed: number, sent: number): number => sent / needed

/** The same counted out, over so many blocks of packets. */
export function codeOverheadCounted(needed: number, sent: number, blocks: number): number {
  let above = 0
  let below = 0
  for (let block = 0; block < blocks; block++) {
    above += needed
    below += sent
  }
  return below / above
}

/** Packets that wait after so many slots, where a layer turns one packet of every `period` slots into `copies`, and one a slot leaves. */
export function backlog(copies: number, period: number, slots: number): number {
  let waiting = 0
  for (let slot = 0; slot < slots; slot++) {
    if (slot % period === 0) waiting += copies
    if (waiting > 0) waiting--
  }
  return waiting
}

/** The same at the end of whole periods: what comes in one and does not leave in it is left over. */
export const backlogAfterPeriods = (copies: number, period: number, slots: number): number =>
  Math.floor(slots / period) * Math.max(0, copies - period)
