import { describe, expect, it } from 'vitest'
import type { Model } from '../ir/model.ts'
import { fairnessConditions, formatFairness, formatFormula, formatOccurrence } from '../ir/temporal.ts'
import { lower } from './lower.ts'
import { instanceOf } from './subset.fixture.ts'

const actions = `m.action('act', { r: Router, load: int(0, 3) }, (s, { r }) => {})
  m.action('stop', {}, s => {})
`
const lowered = async (declarations: string): Promise<Model> =>
  lower((await instanceOf(actions + declarations)).instance)
const formulas = async (declarations: string) =>
  (await lowered(declarations)).temporal.map(({ formula }) => formatFormula(formula))

describe('temporal properties', () => {
  it('are formulas over the predicates in them', async () => {
    expect(
      await formulas(`
        m.eventually('a', s => s.n === 3)
        m.alwaysEventually('b', s => s.on)
        m.leadsTo('c', s => s.on, s => s.n === 0)
        m.until('d', s => s.on, s => s.n === 0)
        m.temporal('e', ({ and, or, not, implies, always, eventually, taken }) =>
          and(or(s => s.on, not(taken('stop'))), implies(always(s => s.on), eventually(taken('act', { r: 'r1' })))))
      `),
    ).toEqual([
      'eventually(n === 3)',
      'always(eventually(on))',
      'always(implies(on, eventually(n === 0)))',
      'until(on, n === 0)',
      'and(or(on, not(taken(stop))), implies(always(on), eventually(taken(act(r: r1)))))',
    ])
  })

  it('may read the state after a step', async () => {
    expect(await formulas(`m.alwaysEventually('a', (s, next) => next.n > s.n)`)).toEqual([
      'always(eventually(n < next.n))',
    ])
  })

  it('keep what must hold for a predicate to mean anything', async () => {
    const { temporal } = await lowered(`m.eventually('a', s => s.lease.r0.load === 3)`)
    const [formula] = temporal.map(each => each.formula)
    const predicate = formula?.kind === 'eventually' ? formula.operands[0] : undefined
    expect(predicate?.kind === 'predicate' && predicate.predicate.checks).toMatchObject([{ failure: 'null' }])
  })

  it('stand where they were written, from their first predicate to their last', async () => {
    const { firstLine } = await instanceOf(actions)
    const { temporal } = await lowered(`m.leadsTo('a', s => s.on,\n s => !s.on)`)
    expect(temporal).toMatchObject([{ span: { line: firstLine + 2, endLine: firstLine + 3 } }])
  })

  it('are refused where an operator is applied inside a predicate, which is about one state', async () => {
    const nested = lowered(`m.temporal('a', ({ always, eventually }) => always(s => eventually(s => s.on)))`)
    await expect(nested).rejects.toThrow('eventually(...) makes a formula')
  })

  it('are refused where a predicate is outside the language', async () => {
    await expect(lowered(`m.eventually('a', s => Math.random() < 0.5)`)).rejects.toThrow('random')
  })
})

it('fairness is of actions as a whole, or has a condition for each choice of some parameters', async () => {
  const { fairness } = await lowered(`
    m.fair('weak', ['act', 'stop'])
    m.fair('strong', 'act', { each: ['load', 'r'] })
  `)
  expect(fairness.map(formatFairness)).toEqual([
    'weak fairness of act',
    'weak fairness of stop',
    'strong fairness of act for each load, r',
  ])
  const conditions = fairnessConditions(fairness)
  expect(conditions).toHaveLength(2 + 4 * 2)
  expect(conditions.at(-1)).toMatchObject({ strength: 'strong', occurrence: { action: 'act' } })
  expect(conditions.slice(2, 4).map(({ occurrence }) => formatOccurrence(occurrence))).toEqual([
    'act(load: 0, r: r0)',
    'act(load: 0, r: r1)',
  ])
})
