import { describe, expect, it } from 'vitest'
import { guard, int, machine, spec } from 'von'
import { lower } from '../../../frontend/lower.ts'
import { StateEncoding } from '../../../ir/encode.ts'
import type { TemporalProperty } from '../../../ir/temporal.ts'
import { StateStore } from '../store.ts'
import { Components } from './components.ts'
import { Liveness } from './liveness.ts'
import { Ended, Pace } from './pace.ts'

/** Goes on for so many pauses. */
const goingOnFor = (pauses: number) => {
  let left = pauses
  return async () => left-- > 0
}

describe('work on a graph', () => {
  const line = (length: number) => ({
    target: 0,
    advance(node: number, cursor: number) {
      this.target = node + 1
      return cursor === 0 && node + 1 < length ? 1 : -1
    },
  })

  it('ends in the midst of the search for components, as soon as it is told', async () => {
    const size = 200_000
    const components = new Components(size, line(size), new Pace(goingOnFor(2)))
    await expect(components.search([0], async () => true)).rejects.toThrow(Ended)
    const visited = components.numbers.indexOf(0)
    expect(visited).toBeGreaterThan(2 * 2 ** 14)
    expect(visited).toBeLessThan(4 * 2 ** 14)
  })
  it('comes to the same when it pauses', async () => {
    const size = 200_000
    let found = 0
    await new Components(size, line(size), new Pace(async () => true)).search([0], async () => ++found > 0)
    expect(found).toBe(size)
  })
  it('gives no answer about a property when it is ended within', async () => {
    const last = 20_000
    const { instance } = spec('long', {}, () => {
      const m = machine({ n: int(0, last) })
      m.init(() => ({ n: 0 }))
      m.action('up', {}, s => {
        guard(s.n < last)
        s.n++
      })
      m.fair('weak', 'up')
      m.eventually('goal', s => s.n === last)
      return m
    })
    const model = lower(instance())
    const encoding = new StateEncoding(model.variables)
    const states = new StateStore(encoding.words, 2 ** 30)
    for (let n = 0; n <= last; n++) states.insert(Uint32Array.of(n), n === 0 ? 0xffffffff : n - 1)
    const [goal] = model.temporal as [TemporalProperty]
    const kinds = new Map<number, string>()
    for (const pauses of [5, 6, 7, 8, 9, 100]) {
      const liveness = await Liveness.of(model, encoding, states, last, null, goingOnFor(pauses))
      if (liveness !== null) kinds.set(pauses, (await liveness.answer(goal)).kind)
    }
    expect(new Set(kinds.values())).toEqual(new Set(['ended', 'holds']))
    expect([...kinds.values()].filter(kind => kind === 'ended').length).toBeGreaterThan(1)
  })
})
