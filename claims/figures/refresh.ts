/**
 * Soft state by RFC 2205, section 3.7: a refresh is sent after 0.5 to 1.5 times the period `R`, and state is kept for
 * `(K + 0.5) * 1.5 * R`, so that K - 1 refreshes in a row may be lost.
 */

/** In seconds. */
export const lifetime = (losses: number, period: number): number => (losses + 1 + 0.5) * 1.5 * period

/** The same as a sum: what may pass between refreshes that arrive, and half of the longest interval for their way. */
export function lifetimeSummed(losses: number, period: number): number {
  let seconds = 0.5 * 1.5 * period
  for (let interval = 0; interval <= losses; interval++) seconds += 1.5 * period
  return seconds
}

/** How many refreshes in a row may be lost: the next one is in time even at the longest intervals. */
export const lossesTolerated = (k: number): number => Math.floor(((k + 0.5) * 1.5) / 1.5) - 1

/** The same by trying: intervals of 5 to 15 tenths of a period, each choice of them; only one that is late counts. */
export function lossesTolerableByTrial(k: number): number {
  const intervals = [5, 10, 15]
  const lifetimeTenths = (2 * k + 1) * 7.5
  /** whether some choice of intervals makes the first refresh that arrives too late */
  const mayLapse = (lost: number, elapsed: number): boolean =>
    lost < 0 ? elapsed > lifetimeTenths : intervals.some(each => mayLapse(lost - 1, elapsed + each))
  let lost = 0
  while (!mayLapse(lost, 0)) lost++
  return lost - 1
}

/** Refreshes in a second: each overlay refreshes each of its routers. */
export const refreshRate = (overlays: number, routers: number, period: number): number => (overlays * routers) / period

/** The same from the other end: what one router gets, from all overlays, and all routers of that. */
export function refreshRateByRouter(overlays: number, routers: number, period: number): number {
  const perRouter = Array.from({ length: overlays }, () => 1 / period).reduce((sum, each) => sum + each, 0)
  return Math.round(routers * perRouter * 1e6) / 1e6
}
