import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import conformance from './conformance.ts'

const sizes = [1, 2, 3].flatMap(period => [0, 1, 2, 4, 5].map(jitter => ({ period, jitter })))

/** Whether some delays let a source of so many packets overdraw the bucket: packet by packet, each delay tried. */
function overdraws(period: number, jitter: number, depth: number): boolean {
  const next = (packet: number, last: number, tokens: number): boolean => {
    if (packet > jitter + 3) return false
    for (let at = Math.max(last, packet * period); at <= packet * period + jitter; at++) {
      const filled = Math.min(depth, tokens + at - last)
      if (filled < period || next(packet + 1, at, filled - period)) return true
    }
    return false
  }
  return next(0, 0, depth)
}

describe('a source that keeps its contract', () => {
  it.each(sizes)('conforms after jitter where the bucket is as deep as a packet and the jitter: %o', async sizes => {
    const { period, jitter } = sizes
    const depth = period + jitter
    expect((await verdicts(conformance, { ...sizes, depth })).violated).not.toContain('conforms')
    expect(overdraws(period, jitter, depth)).toBe(false)
    if (jitter === 0) return
    expect((await verdicts(conformance, { ...sizes, depth: depth - 1 })).violated).toContain('conforms')
    expect(overdraws(period, jitter, depth - 1)).toBe(true)
  })
  it.each(sizes)('conforms with a bucket for one packet where packets are spaced out again: %o', async sizes => {
    const { violated } = await verdicts(conformance, { ...sizes, depth: sizes.period, spacing: 'again' })
    expect(violated.filter(name => name !== 'isBursty')).toEqual([])
  })
  it('does all of that in its instances', async () => {
    for (const constants of [{}, conformance.instances.respaced, conformance.instances.deviating])
      expect(await verdicts(conformance, constants)).toMatchObject({ violated: [], inconclusive: [] })
  })
  it('is told from one that sends a tick sooner each time, by the right count only', async () => {
    expect((await verdicts(conformance, { source: 'faster', bug: 'countsLess' })).violated).toEqual(['isFoundOut'])
  })
  it('is late where packets are spaced out too far', async () => {
    // More come than leave, and in the end they have no room.
    expect((await verdicts(conformance, { spacing: 'late' })).violated).toEqual(['notLater', 'failures'])
  })
})
