import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import multicast from './multicast.ts'
import reliableMulticast from './reliableMulticast.ts'

const holds = { violated: [], inconclusive: [] }

describe('multicast', () => {
  it('delivers what was sent, in any order', async () => {
    // By hand: of 2 packets 0, 1 (two ways) or 2 were sent, and each of 2 receivers has any of them or nothing.
    expect(await verdicts(multicast)).toMatchObject({ distinct: 1 + 2 * 2 ** 2 + 3 ** 2, ...holds })
  })
})

describe('reliable multicast', () => {
  it('can be used for any other, and delivers all once', async () => {
    expect(await verdicts(reliableMulticast)).toMatchObject(holds)
  })
  it.each([1, 2, 3])('has each packet delivered, on its way or lost, of %i to one receiver', async packets => {
    // By hand: as many as were delivered, and of those after them that were sent each is on its way or was the one that got
    // lost; that one may have been lost before.
    let distinct = 0
    for (let sent = 0; sent <= packets; sent++)
      for (let delivered = 0; delivered <= sent; delivered++) distinct += 1 + (sent - delivered) + (sent === 0 ? 0 : 1)
    expect(await verdicts(reliableMulticast, { receivers: 1, packets })).toMatchObject({ distinct, ...holds })
  })
  it.each(Object.entries(reliableMulticast.mutants))('fails with %s', async (_, { constants, violates }) => {
    expect((await verdicts(reliableMulticast, constants)).violated).toContain(violates)
  })
})
