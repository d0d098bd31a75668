import { expect, it } from 'vitest'
import { compare, median, type Result, speedup } from './comparison.ts'
import { renderTable, renderTeam, renderWalks } from './table.ts'

const result = (name: string, cpuSeconds: readonly number[], distinct = 1000): Result => ({
  name,
  counts: { distinct, generated: 3000 },
  preparationSeconds: 0,
  cpuSeconds,
  elapsedSeconds: cpuSeconds.map(seconds => seconds / 2),
  peakBytes: cpuSeconds.map(() => 2 ** 20),
  storedBytes: name === 'von' ? 24_500 : null,
})

it('has a median between the middle two of an even number', () => {
  expect([median([3]), median([9, 1]), median([2, 30, 10])]).toEqual([3, 5, 10])
})

it('says how many times as fast we are, by the minima and by the medians', () => {
  expect(speedup(result('von', [2, 1, 4]), result('peer', [3, 5, 6]))).toEqual({ minimum: 3, median: 2.5 })
})

it('gives no ratio when the numbers of states differ', () => {
  const table = renderTable([result('von', [1]), result('peer', [2], 1001)])
  expect(table).toContain('no ratio: the numbers of states differ')
  expect(table).not.toMatch(/\dx/)
})

it('gives no ratio when a run is too short for its clock', () => {
  expect(speedup(result('von', [1]), result('peer', [0.09]))).toBe('no ratio: too short to be measured')
})

it('shows the ratio of the minima beside the peer, and none beside ourselves', () => {
  const [, ours, peer] = renderTable([result('von', [4]), result('peer', [1])]).split('\n')
  expect(ours).toMatch(/1049 +24\.5$/)
  expect(peer).toMatch(/0\.25x +0\.25x$/)
})

it('compares workers by the clock on the wall', () => {
  const one = { ...result('von', [4]), elapsedSeconds: [3] }
  expect(renderTeam(one, { ...result('von, 2 workers', [5]), elapsedSeconds: [2] })).toMatch(/2 workers: 1\.5x /)
  expect(renderTeam(one, result('von, 2 workers', [5], 999))).toContain('no ratio')
})

it('measures in turns', () => {
  const order: string[] = []
  const contender = (name: string) => ({
    name,
    preparationSeconds: 0,
    run: () => {
      order.push(name)
      return {
        counts: { distinct: 1, generated: 1 },
        cpuSeconds: order.length,
        elapsedSeconds: 1,
        peakBytes: 1,
        storedBytes: null,
      }
    },
  })
  const results = compare([contender('a'), contender('b')], 2)
  expect(order).toEqual(['a', 'b', 'a', 'b'])
  expect(results.map(({ cpuSeconds }) => cpuSeconds)).toEqual([
    [1, 3],
    [2, 4],
  ])
})

it('tells the rate of random walks in the fastest run, without a ratio', () => {
  expect(renderWalks({ walks: 20_000, steps: 2_000_000, cpuSeconds: [2, 1.6, 1.9] })).toBe(
    '  von simulate: 1,250,000 steps for each second of CPU time; 2,000,000 steps of 20,000 walks in 1.60 s\n',
  )
})
