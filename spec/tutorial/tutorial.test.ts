import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import alternatingBit from './alternatingBit.ts'
import fifo from './fifo.ts'
import oversold from './oversold.ts'
import peterson from './peterson.ts'
import ringBuffer from './ringBuffer.ts'
import sharing from './sharing.ts'

it('never sells more than there is', async () => {
  // By hand: nothing leased; one overlay with 1 or 2 units and 1 or 2 ticks; both with one unit and 1 or 2 ticks each.
  const distinct = 1 + 2 * 2 * 2 + 2 * 2
  expect(await verdicts(sharing)).toMatchObject({ distinct, violated: [], inconclusive: [] })
})

it('oversells when the check looks for room but not for enough of it', async () => {
  expect((await verdicts(oversold)).violated).toEqual(['neverOversold'])
})

it('differs from its broken version in the check alone', () => {
  const lines = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8').split('\n')
  const broken = lines('oversold.ts')
  const changed = lines('sharing.ts').filter((line, i) => line !== broken[i])
  expect(changed).toEqual([
    expect.stringContaining('/** Two overlay networks'),
    '    guard(Overlay.sum(other => s.units[other]) + units <= capacity)',
  ])
})

it('lets the processes of Peterson take turns, in as many states as when they are counted by hand', async () => {
  expect(await verdicts(peterson)).toEqual({ ...petersonByHand(), violated: [], inconclusive: [] })
})

it('keeps as many queues as there are sequences of up to two of two items, and four outputs', async () => {
  const distinct = (1 + 2 + 4) * 4
  expect(await verdicts(fifo)).toMatchObject({ distinct, violated: [], inconclusive: [] })
})

// The numbers were confirmed by running the TypeScript directly, state by state.
it.each([
  ['a ring buffer', ringBuffer, { distinct: 192, generated: 337, depth: 21 }],
  ['a protocol over a line that loses', alternatingBit, { distinct: 265, generated: 939, depth: 18 }],
])('takes %s for a queue', async (_, spec, numbers) => {
  expect(await verdicts(spec)).toEqual({ ...numbers, violated: [], inconclusive: [] })
})

describe.each([peterson, ringBuffer, alternatingBit])('of $name', spec => {
  it.each(Object.entries(spec.mutants))('mutant %s is killed', async (_, { constants, violates }) => {
    expect((await verdicts(spec, constants)).violated).toContain(violates)
  })
})

/** The same once more, on numbers: 0 outside, 1 entry, 2 waiting, 3 inside. */
function petersonByHand() {
  const seen = new Set([[0, 0, 0].join()])
  let level = [[0, 0, 0]]
  let generated = 1
  let depth = 0
  for (; ; depth++) {
    const found: number[][] = []
    for (const [a = 0, b = 0, turn = 0] of level) {
      for (const p of [0, 1]) {
        const [mine, others] = p === 0 ? [a, b] : [b, a]
        if (mine === 2 && others !== 0 && turn !== p) continue
        generated++
        const moved = (mine + 1) % 4
        const next = [...(p === 0 ? [moved, b] : [a, moved]), mine === 1 ? 1 - p : turn]
        if (seen.has(next.join())) continue
        seen.add(next.join())
        found.push(next)
      }
    }
    if (found.length === 0) return { distinct: seen.size, generated, depth }
    level = found
  }
}
