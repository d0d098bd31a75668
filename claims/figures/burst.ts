/**
 * A burst that meets a token bucket. A packet of `period` apart at the source takes a token, one comes in each period, and packets
 * arrive evenly, the first at once and the last at the end. Times in milliseconds.
 */

/** How many pass, packet by packet; tokens in parts of a whole, so that nothing is rounded. */
export function passedOfBurst(packets: number, withinMs: number, periodMs: number, depth: number): number {
  const token = periodMs * (packets - 1)
  let tokens = depth * token
  let passed = 0
  for (let packet = 0; packet < packets; packet++) {
    if (packet > 0) tokens = Math.min(depth * token, tokens + withinMs)
    if (tokens >= token) {
      tokens -= token
      passed++
    }
  }
  return passed
}

/** The same from the curve: what the bucket holds and what comes meanwhile, in whole packets; or all of them. */
export const passedByCurve = (packets: number, withinMs: number, periodMs: number, depth: number): number =>
  Math.min(packets, depth + Math.floor(withinMs / periodMs))

/** How many hops it takes, each with so much jitter, to make such a burst of a source that sends evenly. */
export const hopsFor = (packets: number, withinMs: number, periodMs: number, jitterMs: number): number =>
  Math.ceil(((packets - 1) * periodMs - withinMs) / jitterMs)

/** The same by trying: hops are added until the last packet, undelayed, is near enough to the first, delayed by all of them. */
export function hopsTried(packets: number, withinMs: number, periodMs: number, jitterMs: number): number {
  let hops = 0
  while ((packets - 1) * periodMs - hops * jitterMs > withinMs) hops++
  return hops
}
