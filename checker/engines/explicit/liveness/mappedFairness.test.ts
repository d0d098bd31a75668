/** The fairness of an abstract spec under a mapping: what it demands, and whether it is met. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lower } from '../../../frontend/lower.ts'
import { read, type Variable } from '../../../ir/expr.ts'
import { spanAt } from '../../../ir/model.fixture.ts'
import { mappedFairness, refinementOf } from '../../../ir/refinement.ts'
import type { Fairness } from '../../../ir/temporal.ts'
import { bool, guard, int, machine, spec } from '../../../lang/index.ts'
import { explore } from '../explore.ts'
import { drawSystem } from './behaviours.arbitrary.ts'
import { isFair, isTrue, lassosOf } from './naiveLassos.fixture.ts'

it('is true of exactly the behaviours that are fair, where nothing is mapped to anything else', {
  timeout: 120_000,
}, () => {
  const seen = { fair: 0, unfair: 0 }
  fc.assert(
    fc.property(fc.gen(), draw => {
      const system = drawSystem(draw, fc.nat)
      const { model } = system
      const identity = model.variables.map((variable: Variable) => read(variable))
      const { refinement } = refinementOf(model, identity)
      for (const { assumption, formula } of mappedFairness(refinement, {
        checks: [],
        span: spanAt(1),
        origins: new Map(),
      })) {
        const assuming = { ...system, model: { ...model, fairness: [assumption] } }
        for (const lasso of lassosOf(system, 3)) {
          const fair = isFair(assuming, lasso)
          expect(isTrue(system, lasso, formula, 0)).toBe(fair)
          seen[fair ? 'fair' : 'unfair']++
        }
      }
    }),
    { seed: 1, numRuns: 8 },
  )
  expect(seen.fair).toBeGreaterThan(50)
  expect(seen.unfair).toBeGreaterThan(10)
})

/** A door that is opened and closed, and that somebody goes through, at last. */
const door = (strength: Fairness['strength'] | null) =>
  spec('door', {}, () => {
    const m = machine({ open: bool, through: bool })
    m.init(() => ({ open: false, through: false }))
    m.action('turn', {}, s => {
      s.open = !s.open
    })
    m.action('go', {}, s => {
      guard(s.open)
      s.through = true
    })
    if (strength !== null) m.fair(strength, 'go')
    return m
  })
/** The same with a step in between, which is no step of the door. */
const hall = (fair: (m: ReturnType<typeof hallMachine>) => void, strength: Fairness['strength'] | null) =>
  spec('hall', {}, () => {
    const m = hallMachine()
    m.init(() => ({ open: false, steps: 0 }))
    m.action('turn', {}, s => {
      s.open = !s.open
    })
    m.action('walk', {}, s => {
      guard(s.open && s.steps < 2)
      s.steps++
    })
    fair(m)
    m.refines('walksThrough', door(strength).instance(), s => ({ open: s.open, through: s.steps === 2 }))
    return m
  })
const hallMachine = () => machine({ open: bool, steps: int(0, 2) })

describe('the fairness of an abstract spec', () => {
  const verdictsOf = async (...of: Parameters<typeof hall>) => {
    const { findings } = await explore(lower(hall(...of).instance()), { keepGoing: true })
    return Object.fromEntries(findings.map(({ name, verdict }) => [name, verdict.kind]))
  }
  const nothing = () => {}
  const strong = (m: ReturnType<typeof hallMachine>) => m.fair('strong', 'walk')
  const weak = (m: ReturnType<typeof hallMachine>) => m.fair('weak', 'walk')

  it('is demanded only where it is assumed', async () => {
    expect(Object.keys(await verdictsOf(nothing, null))).toEqual(['walksThrough', 'deadlock', 'failures'])
  })
  it('is not met by a spec that may stop', async () => {
    expect(await verdictsOf(nothing, 'weak')).toMatchObject({
      walksThrough: 'exhausted',
      'walksThrough: weak fairness of go': 'violated',
    })
  })
  it('is met through several steps by fairness of the same strength', async () => {
    expect(await verdictsOf(weak, 'weak')).toMatchObject({ 'walksThrough: weak fairness of go': 'exhausted' })
    expect(await verdictsOf(strong, 'strong')).toMatchObject({ 'walksThrough: strong fairness of go': 'exhausted' })
  })
  it('is not met by weaker fairness, when the door is turned for ever', async () => {
    expect(await verdictsOf(weak, 'strong')).toMatchObject({ 'walksThrough: strong fairness of go': 'violated' })
  })
})
