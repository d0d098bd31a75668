/** What is proved, what is not and why, on small models; and, on random ones, that what is proved is true. */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { add, less, lessEqual, multiply } from '../../../ir/arithmetic.ts'
import { equal, implies, not } from '../../../ir/boolean.ts'
import { FALSE, integer, read, TRUE } from '../../../ir/expr.ts'
import { drawModel, drawNonInterference, drawRefinement } from '../../../ir/model.arbitrary.ts'
import {
  checkStep,
  guardStep,
  type ModelSketch,
  modelOf,
  nextOf,
  property,
  stateVariable,
} from '../../../ir/model.fixture.ts'
import type { Model } from '../../../ir/model.ts'
import { intType } from '../../../ir/type.ts'
import type { Session } from '../../../solver/session.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import type { Verdict } from '../../../verdict/verdict.ts'
import { explore } from '../../explicit/explore.ts'
import { SharedSolver } from '../sharedSolver.fixture.ts'
import { type ProveOptions, prove } from './prove.ts'

const RUNS = Number(process.env.VON_RANDOM_MODELS ?? 20)
const SEED = Number(process.env.VON_RANDOM_SEED ?? 20)
const TIMEOUT_MS = 30_000 + RUNS * 3000

const solver = new SharedSolver({ logic: 'QF_UFBV' })
afterAll(() => solver.close())
const proved = (model: Model, options: ProveOptions = {}) => prove(model, { open: solver.open, ...options })

const n = stateVariable(0, 'n', intType(0, 9))
const is = (value: number) => equal(read(n), integer(value))
/** From some numbers to others, by one action each. */
const stepping = (steps: Readonly<Record<number, number>>, sketch: Partial<ModelSketch> = {}): Model =>
  modelOf({
    variables: [n],
    initial: { next: { n: integer(0) } },
    actions: Object.fromEntries(
      Object.entries(steps).map(([from, to]) => [
        `from${from}`,
        { steps: [guardStep(is(Number(from)))], next: { n: integer(to) } },
      ]),
    ),
    ...sketch,
  })
const never = (value: number) => property('invariant', `never${value}`, not(is(value)))
const ends = property('mayEnd', 'mayEnd', TRUE)
const verdictOn = async (model: Model, name: string, options?: ProveOptions): Promise<Verdict | undefined> =>
  (await proved(model, options)).findings.find(finding => finding.name === name)?.verdict

describe('a proof by induction', () => {
  it('needs nothing but single steps where the claim is inductive', async () => {
    const model = stepping({ 0: 1, 1: 0, 5: 5 }, { properties: [never(6), ends] })
    expect(await verdictOn(model, 'never6')).toMatchObject({ kind: 'proved', proof: { steps: 1, needs: [] } })
  })

  it('names the lemmas that it relies on, and leaves out those that it does not', async () => {
    const idle = property('lemma', 'idle', lessEqual(read(n), integer(9)))
    const below = property('lemma', 'below3', less(read(n), integer(3)))
    const model = stepping({ 0: 1, 1: 0, 5: 6 }, { properties: [never(6), idle, below, ends] })
    expect(await verdictOn(model, 'never6')).toMatchObject({ kind: 'proved', proof: { needs: ['below3'] } })
  })

  it('names the guards that it relies on', async () => {
    const grow = {
      steps: [guardStep(less(read(n), integer(5))), guardStep(not(is(3)))],
      next: { n: add(read(n), integer(1)) },
    }
    const atMost5 = property('invariant', 'atMost5', lessEqual(read(n), integer(5)))
    const model = stepping({}, { actions: { grow }, properties: [atMost5, ends] })
    const verdict = await verdictOn(model, 'atMost5')
    expect(verdict).toMatchObject({ kind: 'proved', proof: { guards: [{ action: 'grow' }] } })
  })

  it('shows the step that it cannot exclude, and what was assumed', async () => {
    const model = stepping({ 0: 1, 1: 0, 4: 5, 5: 6 }, { properties: [never(6), never(3), ends] })
    const verdict = await verdictOn(model, 'never6', { steps: 1 })
    expect(verdict).toMatchObject({
      kind: 'unknown',
      induction: {
        assumed: ['never6', 'never3'],
        violation: { kind: 'invariant' },
        trace: { initial: [5], steps: [{ action: 'from5', state: [6] }] },
      },
    })
  })

  it('looks back over several steps where one is not enough', async () => {
    const model = stepping({ 0: 1, 1: 0, 4: 5, 5: 6 }, { properties: [never(6), ends] })
    expect(await verdictOn(model, 'never6', { steps: 2 })).toMatchObject({ kind: 'unknown' })
    expect(await verdictOn(model, 'never6', { steps: 3 })).toMatchObject({ kind: 'proved', proof: { steps: 3 } })
  })

  it('passes no state twice on the way', async () => {
    const loop = { steps: [guardStep(is(5))], next: { n: integer(5) } }
    const leave = { steps: [guardStep(is(5))], next: { n: integer(6) } }
    const model = stepping({}, { actions: { loop, leave }, properties: [never(6), ends] })
    expect(await verdictOn(model, 'never6', { steps: 2 })).toMatchObject({ kind: 'proved', proof: { steps: 2 } })
  })

  it('gives up what an invariant that fell has carried', async () => {
    // 4 -> 5 breaks `never5`, on which `never6` relies
    const model = stepping({ 0: 4, 4: 5, 5: 6 }, { properties: [never(6), never(5), ends] })
    const { findings } = await proved(model, { steps: 3 })
    expect(findings.map(({ name, verdict }) => [name, verdict.kind])).toEqual([
      ['never6', 'violated'],
      ['never5', 'violated'],
      ['failures', 'proved'],
    ])
  })

  it('does not take for proved what a constraint keeps from being explored', async () => {
    const constraint = property('constraint', 'below3', less(read(n), integer(3)))
    const model = stepping({ 0: 1, 1: 2, 2: 3, 3: 4 }, { properties: [never(4), constraint, ends] })
    expect((await explore(model)).findings[0]?.verdict.kind).toBe('bounded')
    expect(await verdictOn(model, 'never4')).toMatchObject({ kind: 'bounded', depth: null })
  })

  it('is about steps, deadlock and failures as well', async () => {
    const up = property('step', 'up', lessEqual(read(n), read(nextOf(n))))
    const check = checkStep(not(is(7)), 'seven')
    const actions = {
      grow: { steps: [guardStep(less(read(n), integer(5))), check], next: { n: add(read(n), integer(1)) } },
    }
    const full = property('mayEnd', 'full', is(5))
    const below = property('lemma', 'atMost5', lessEqual(read(n), integer(5)))
    const { findings } = await proved(stepping({}, { actions, properties: [up, full, below] }))
    expect(Object.fromEntries(findings.map(({ name, verdict }) => [name, verdict]))).toMatchObject({
      up: { kind: 'proved', proof: { steps: 0, needs: [] } },
      deadlock: { kind: 'proved', proof: { needs: ['atMost5'] } },
      failures: { kind: 'proved' },
    })
    const without = await proved(stepping({}, { actions, properties: [up, full] }), { steps: 0 })
    expect(without.findings.find(({ name }) => name === 'deadlock')?.verdict).toMatchObject({
      kind: 'unknown',
      induction: { violation: { kind: 'deadlock' }, trace: { steps: [] } },
    })
  })

  it('finds short violations instead, failures of the initial action among them', async () => {
    const model = stepping({ 0: 1, 1: 2 }, { properties: [never(2), ends] })
    expect(await verdictOn(model, 'never2')).toMatchObject({ kind: 'violated', trace: { steps: [{}, {}] } })
    const broken = { steps: [checkStep(FALSE, 'never')], next: { n: integer(0) } }
    expect(await verdictOn(stepping({}, { initial: broken, properties: [ends] }), 'failures')).toMatchObject({
      kind: 'violated',
      violation: { kind: 'actionFailure' },
    })
  })

  it('is worth nothing without an initial state, or where a premise contradicts what is proved', async () => {
    const nothing = { steps: [guardStep(FALSE)], next: { n: integer(0) } }
    expect(await verdictOn(stepping({}, { initial: nothing, properties: [never(2), ends] }), 'never2')).toMatchObject({
      kind: 'vacuous',
    })
    const premise = property('invariant', 'idle', implies(is(5), is(4)))
    expect(await verdictOn(stepping({ 0: 1 }, { properties: [never(5), premise, ends] }), 'idle')).toMatchObject({
      kind: 'vacuous',
      premises: [{ text: 'n === 5' }],
    })
  })

  it('ends with what it has when it is interrupted, and says so', async () => {
    const controller = new AbortController()
    controller.abort()
    const model = stepping({ 0: 1 }, { properties: [never(6), ends] })
    const { limits, findings } = await prove(model, { signal: controller.signal })
    expect(limits).toEqual([{ kind: 'interrupted' }])
    expect(findings.map(({ verdict }) => verdict)).toEqual([
      { kind: 'unknown', reason: 'interrupted' },
      { kind: 'unknown', reason: 'interrupted' },
    ])
  })

  it('says the same with several solvers', async () => {
    const model = stepping({ 0: 1, 1: 0, 4: 5, 5: 6 }, { properties: [never(6), never(4), ends] })
    const { findings } = await prove(model, { workers: 2 })
    expect(findings).toEqual((await proved(model)).findings)
  })

  it('leaves alone what cannot be written for a solver', async () => {
    const wide = stateVariable(0, 'n', intType(0, 9000))
    const cube = multiply(multiply(read(wide), read(wide)), read(wide))
    const properties = [
      property('invariant', 'wider', less(multiply(multiply(cube, cube), read(wide)), integer(1_000_000))),
      property('invariant', 'below9', less(read(wide), integer(9))),
      ends,
    ]
    const model = modelOf({ variables: [wide], initial: { next: { n: integer(0) } }, actions: {}, properties })
    expect(await verdictOn(model, 'wider')).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('cannot be written for a solver'),
    })
    expect(await verdictOn(model, 'below9')).toMatchObject({ kind: 'proved' })
  })

  it('goes as far as a constraint lets behaviours go where it does not hold beyond, and says so', async () => {
    const grow = { next: { n: add(read(n), integer(1)) }, steps: [checkStep(less(read(n), integer(9)), 'too high')] }
    const low = property('constraint', 'low', less(read(n), integer(5)))
    const atMost5 = property('invariant', 'atMost5', lessEqual(read(n), integer(5)))
    const atMost4 = property('invariant', 'atMost4', lessEqual(read(n), integer(4)))
    const natural = property('invariant', 'natural', lessEqual(integer(0), read(n)))
    const model = stepping({}, { actions: { grow }, properties: [low, atMost5, atMost4, natural] })
    const report = await proved(model, { steps: 6 })
    const kinds = (findings: typeof report.findings) => findings.map(({ name, verdict }) => [name, verdict.kind])
    expect(kinds(report.findings)).toEqual([
      ['atMost5', 'bounded'],
      ['atMost4', 'violated'],
      ['natural', 'proved'],
      ['deadlock', 'proved'],
      ['failures', 'bounded'],
    ])
    const limits = [{ kind: 'constraint', name: 'low', pruned: null }]
    expect(report.findings[0]?.verdict).toEqual({ kind: 'bounded', depth: null, limits })
    expect(report.limits).toEqual(limits)
    // as an exploration sees it
    const explored = await explore(model, { keepGoing: true })
    expect(kinds(explored.findings).filter(([, kind]) => kind === 'violated')).toEqual([['atMost4', 'violated']])
  })

  it('does not end at a constraint: the last states that it lets be reached count', async () => {
    const low = property('constraint', 'low', not(is(2)))
    const model = stepping({ 0: 1, 1: 2, 2: 3 }, { properties: [low, never(2), never(3)] })
    expect(await verdictOn(model, 'never2')).toMatchObject({ kind: 'violated' })
    expect(await verdictOn(model, 'never3')).toMatchObject({ kind: 'bounded', depth: null })
    // state 3 lies beyond; but induction knows nothing of states such as 4, where nothing is enabled either
    expect(await verdictOn(model, 'deadlock')).toMatchObject({ kind: 'unknown' })
  })

  it('fails where a constraint does, in states that it lets be reached', async () => {
    const check = checkStep(less(read(n), integer(1)), 'not beyond 0')
    const loose = property('constraint', 'loose', TRUE, [check])
    expect(await verdictOn(stepping({ 0: 1, 1: 0 }, { properties: [loose] }), 'failures')).toMatchObject({
      kind: 'violated',
      violation: { kind: 'propertyFailure', check },
    })
    const only0 = stepping({ 0: 0 }, { properties: [loose, property('lemma', 'only0', is(0))] })
    expect(await verdictOn(only0, 'failures')).toMatchObject({ kind: 'bounded', depth: null })
  })

  it('never takes a missing answer for a proof', async () => {
    const giveUp = async (): Promise<Session> => ({
      ...(await solver.open()),
      check: async () => ({ kind: 'unknown', reason: 'incomplete', detail: 'tired' }),
    })
    const { findings } = await proved(stepping({ 0: 1 }, { properties: [never(6), ends] }), { open: giveUp })
    for (const { verdict } of findings) {
      expect(verdict).toEqual({ kind: 'unknown', reason: 'the solver gave up: tired' })
    }
  })

  it('does not believe a core that is too small, nor a step that breaks nothing', async () => {
    const lying = (lie: Partial<Session>) => async (): Promise<Session> => ({ ...(await solver.open()), ...lie })
    const below = property('lemma', 'below3', less(read(n), integer(3)))
    const model = stepping({ 0: 1, 1: 0, 5: 6 }, { properties: [never(6), below, ends] })
    await expect(proved(model, { open: lying({ core: async () => [] }) })).rejects.toThrow(InternalError)
    const always = async () => ({ kind: 'sat' }) as const
    await expect(
      proved(model, { open: lying({ check: always, values: async terms => terms.map(() => 0n) }) }),
    ).rejects.toThrow()
  })

  it('refuses names of nothing', async () => {
    await expect(proved(stepping({}), { properties: ['never7'] })).rejects.toThrow(RangeError)
  })
})

/** Of what is true by exploration; `bounded` where constraints hide the rest. */
async function expectTruth(model: Model, steps: number): Promise<Map<string, number>> {
  const { findings } = await explore(model, { keepGoing: true })
  const counts = new Map<string, number>()
  const answers = (await proved(model, { steps })).findings
  for (const { name, verdict } of answers) {
    counts.set(verdict.kind, (counts.get(verdict.kind) ?? 0) + 1)
    const explored = findings.find(finding => finding.name === name)?.verdict.kind
    const told = `${name}: ${verdict.kind}, explored ${explored}`
    if (verdict.kind === 'proved') expect(told).toMatch(/explored (exhausted|vacuous|bounded|unknown)$/)
    if (verdict.kind === 'bounded') expect(told).toMatch(/explored (exhausted|vacuous|bounded|unknown)$/)
    if (verdict.kind === 'vacuous') expect(told).toMatch(/explored (vacuous|bounded|unknown)$/)
    if (verdict.kind === 'violated') expect(told).toMatch(/explored violated$/)
  }
  return counts
}

describe('on random models', () => {
  const draws: [string, (draw: fc.GeneratorValue) => Model][] = [
    ['invariants, steps, deadlock and failures', draw => drawModel(draw, fc.nat)],
    ['refinements', draw => drawRefinement(draw, fc.nat, drawModel(draw, fc.nat))],
    ['non-interference', draw => drawNonInterference(draw, fc.nat, drawModel(draw, fc.nat))],
  ]
  it.each(draws)(
    'proves only what is true, of %s',
    async (_, drawn) => {
      const counts = new Map<string, number>()
      await fc.assert(
        fc.asyncProperty(fc.gen(), async draw => {
          for (const [kind, count] of await expectTruth(drawn(draw), 2))
            counts.set(kind, (counts.get(kind) ?? 0) + count)
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      )
      // the models are worth it: some claims are proved, and some are violated
      expect(counts.get('proved')).toBeGreaterThan(RUNS / 4)
      expect(counts.get('violated')).toBeGreaterThan(RUNS / 8)
    },
    TIMEOUT_MS,
  )
})
