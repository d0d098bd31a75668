import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import oversold from './oversold.ts'
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
