/**
 * Behaviours that loop against all lassos of random systems, gone through one by one: what is broken, and by how few steps.
 *
 *     VON_RANDOM_BEHAVIOURS=2000 VON_RANDOM_SEED=7 npx vitest run --project unit bmc/temporal
 */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { add, less } from '../../../ir/arithmetic.ts'
import { equal } from '../../../ir/boolean.ts'
import { constant, type Expr, integer, read } from '../../../ir/expr.ts'
import {
  type ActionSketch,
  checkStep,
  guardStep,
  modelOf,
  nextOf,
  parameter,
  property,
  spanAt,
  stateVariable,
} from '../../../ir/model.fixture.ts'
import type { Check, Model } from '../../../ir/model.ts'
import { type Formula, formatFairness, formatFormula } from '../../../ir/temporal.ts'
import { boolType, intType } from '../../../ir/type.ts'
import { availableSolvers } from '../../../solver/session.ts'
import type { Finding } from '../../../verdict/verdict.ts'
import { explore } from '../../explicit/explore.ts'
import { drawSystem, type System } from '../../explicit/liveness/behaviours.arbitrary.ts'
import { isFair, isTrue, lassosOf } from '../../explicit/liveness/naiveLassos.fixture.ts'
import { SharedSolver } from '../sharedSolver.fixture.ts'
import { type BmcOptions, boundedCheck } from './bmc.ts'

const count = Number(process.env.VON_RANDOM_BEHAVIOURS ?? 60)
const seed = Number(process.env.VON_RANDOM_SEED ?? 20_260_101)
const timeout = 20_000 + 3000 * count
/** The most steps of a behaviour up to the end of its loop. */
const DEPTH = 4

const solvers = {
  embedded: new SharedSolver(),
  integers: new SharedSolver({ logic: 'ALL' }),
  z3: new SharedSolver({ logic: 'QF_BV', solver: 'z3' }),
  cvc5: new SharedSolver({ logic: 'QF_BV', solver: 'cvc5' }),
}
afterAll(() => Promise.all(Object.values(solvers).map(solver => solver.close())))

const findingOf = async (model: Model, options: Partial<BmcOptions> = {}): Promise<Finding> => {
  const { findings } = await boundedCheck(model, {
    depth: DEPTH,
    keepGoing: true,
    properties: ['property'],
    open: solvers.embedded.open,
    ...options,
  })
  return findings.find(({ name }) => name === 'property') as Finding
}

/** Steps of the shortest fair lasso on which the formula is false; null where none has as few as `DEPTH`. */
function shortestBreach(system: System, formula: Formula): number | null {
  let best: number | null = null
  for (const lasso of lassosOf(system, DEPTH + 1)) {
    const { states, next } = lasso
    const steps = next === states.length - 1 ? next : states.length
    if (steps > DEPTH || (best !== null && steps >= best)) continue
    if (isFair(system, lasso) && !isTrue(system, lasso, formula, 0)) best = steps
  }
  return best
}

const described = ({ model, ways, initial }: System) =>
  [
    `from ${initial}: ${ways.map(way => `${way.action}${way.p} ${way.from}->${way.to}`).join(', ')}`,
    ...model.fairness.map(formatFairness),
    ...model.temporal.map(({ formula }) => formatFormula(formula)),
  ].join('\n')

async function expectAgreement(system: System, solver: keyof typeof solvers): Promise<string> {
  const { model } = system
  const { verdict } = await findingOf(model, {
    open: solvers[solver].open,
    encoding: solver === 'integers' ? 'integers' : 'bitvectors',
  })
  const steps = verdict.kind === 'violated' ? (verdict.trace?.steps.length ?? null) : null
  expect(steps, described(system)).toBe(shortestBreach(system, model.temporal[0]?.formula as Formula))
  if (steps === null) expect(verdict).toMatchObject({ kind: 'bounded', depth: DEPTH })
  return verdict.kind
}

describe('behaviours that loop', () => {
  it(`break what they break in ${count} random systems, with the fewest steps`, { timeout }, async () => {
    const kinds = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => {
        const system = drawSystem(draw, fc.nat)
        const kind = await expectAgreement(system, 'embedded')
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
        const explored = await explore(system.model, { keepGoing: true, properties: ['property'] })
        const exact = explored.findings.find(({ name }) => name === 'property')?.verdict
        if (kind === 'violated') expect(exact?.kind, described(system)).toBe('violated')
      }),
      { seed, numRuns: count, endOnFailure: count > 100 },
    )
    for (const kind of ['bounded', 'violated']) expect(kinds.get(kind)).toBeGreaterThan(count / 6)
  })

  it('are the same where numbers are integers', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => void (await expectAgreement(drawSystem(draw, fc.nat), 'integers'))),
      { seed, numRuns: Math.ceil(count / 6), endOnFailure: true },
    )
  })

  it.for(['z3', 'cvc5'] as const)('are the same when %s is asked', { timeout }, async (name, { skip }) => {
    if (!availableSolvers().includes(name)) skip(`there is no ${name} in PATH`)
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => void (await expectAgreement(drawSystem(draw, fc.nat), name))),
      { seed, numRuns: Math.ceil(count / 6), endOnFailure: true },
    )
  })
})

const variable = stateVariable(0, 'n', intType(0, 9))
const n = read(variable)
const later = read(nextOf(variable))
const step: ActionSketch = { steps: [guardStep(less(n, integer(3)))], next: { n: add(n, integer(1)) } }
const predicate = (body: Expr, checks: readonly Check[] = []): Formula => ({
  kind: 'predicate',
  predicate: { body, checks, span: spanAt(1), origins: new Map() },
})
const always = (formula: Formula): Formula => ({ kind: 'always', operands: [formula] })
const sometime = (formula: Formula): Formula => ({ kind: 'eventually', operands: [formula] })
/** A counter that goes up to 3. */
const counter = (formula: Formula, more: Partial<Parameters<typeof modelOf>[0]> = {}): Model =>
  modelOf({
    variables: [variable],
    initial: { next: { n: integer(0) } },
    actions: { step },
    temporal: [{ name: 'property', formula, span: spanAt(1) }],
    ...more,
  })
const fair = [{ strength: 'weak', action: 'step', each: [] }] as const

describe('a temporal property', () => {
  it('is broken by a system that may stand still, and not where fairness forbids it', async () => {
    const goal = sometime(predicate(equal(n, integer(3))))
    expect((await findingOf(counter(goal))).verdict).toMatchObject({
      kind: 'violated',
      violation: { kind: 'temporal' },
      trace: { steps: [], loop: 0 },
    })
    expect((await findingOf(counter(goal, { fairness: fair }))).verdict).toMatchObject({
      kind: 'bounded',
      depth: DEPTH,
    })
  })
  it('can tell apart whether a step changes the state', async () => {
    const goesUp = always(predicate(less(n, later)))
    expect((await findingOf(counter(goesUp, { fairness: fair }))).verdict).toMatchObject({
      kind: 'violated',
      // the step that changes nothing comes first, and yet the behaviour is fair
      trace: { steps: { length: 3 }, loop: 3 },
    })
  })
  it('is broken by a behaviour that stutters only for a while', async () => {
    const stands = predicate(equal(n, later))
    const standsForEver: Formula = { kind: 'implies', operands: [stands, always(stands)] }
    expect((await findingOf(counter(always(standsForEver)))).verdict).toMatchObject({
      trace: { steps: [{ action: null }, { action: 'step' }], loop: 2 },
    })
  })
  it('may rely on strong fairness where an action is enabled now and then, and not on weak', async () => {
    const turn = (from: number, to: number): ActionSketch => ({
      steps: [guardStep(equal(n, integer(from)))],
      next: { n: integer(to) },
    })
    const under = async (strength: 'weak' | 'strong') => {
      const fairness = ['out', 'back', 'leave'].map(action => ({ strength, action, each: [] }))
      const actions = { out: turn(0, 1), back: turn(1, 0), leave: turn(1, 2) }
      return (await findingOf(counter(sometime(predicate(equal(n, integer(2)))), { actions, fairness }))).verdict
    }
    expect(await under('weak')).toMatchObject({ kind: 'violated', trace: { steps: { length: 2 }, loop: 0 } })
    expect(await under('strong')).toMatchObject({ kind: 'bounded', depth: DEPTH })
  })
  it('fails where it has no truth value in a state', async () => {
    const check = checkStep(less(n, integer(2)), 'too high')
    const { verdict } = await findingOf(counter(sometime(predicate(equal(n, integer(0)), [check]))))
    expect(verdict).toMatchObject({
      kind: 'violated',
      violation: { kind: 'propertyFailure', check },
      trace: { steps: { length: 2 } },
    })
  })
  it('fails where it has no truth value for a step, a stuttering one among them', async () => {
    const changes = checkStep(less(n, later), 'it stutters')
    const body = predicate(equal(later, integer(0)), [changes])
    const stutters = await findingOf(counter(always(body)))
    expect(stutters.verdict).toMatchObject({
      violation: { kind: 'propertyFailure', check: changes },
      trace: { steps: [{ action: null }] },
    })
    const low = checkStep(less(later, integer(2)), 'it goes too high')
    const jumps = await findingOf(counter(always(predicate(less(later, integer(9)), [low]))))
    expect(jumps.verdict).toMatchObject({
      violation: { check: low },
      trace: { steps: [{ state: [1] }, { state: [2] }] },
    })
  })
  it('is not known where an action has too many choices for none of them to be taken', async () => {
    const by = parameter(0, 'by', intType(0, 2000))
    const goal = sometime({ kind: 'taken', occurrence: { action: 'step', given: [] } })
    const { verdict } = await findingOf(
      counter(goal, { actions: { step: { ...step, parameters: [by] } }, fairness: fair }),
    )
    expect(verdict).toEqual({
      kind: 'unknown',
      reason: 'it cannot be written for a solver: step has too many choices for all of them to be denied',
    })
  })
  it('is about no behaviour beyond a constraint', async () => {
    const low = property('constraint', 'low', less(n, integer(1)))
    const up = sometime(predicate(equal(n, integer(2))))
    const all = always({ kind: 'not', operands: [predicate(equal(n, integer(2)))] })
    expect((await findingOf(counter(all, { properties: [low] }))).verdict.kind).toBe('bounded')
    expect((await findingOf(counter(all))).verdict.kind).toBe('violated')
    expect((await findingOf(counter(up, { properties: [low] }))).verdict.kind).toBe('violated')
  })
  it('says nothing of a model without a state', async () => {
    const goal = sometime(predicate(equal(n, integer(2))))
    const initial = { steps: [guardStep(constant(boolType, false))], next: { n: integer(0) } }
    expect((await findingOf(counter(goal, { initial }))).verdict).toMatchObject({ kind: 'vacuous' })
  })
  it('is not looked at after a violation, unless the search is to go on', async () => {
    const goal = sometime(predicate(equal(n, integer(3))))
    const model = counter(goal, { properties: [property('invariant', 'below', less(n, integer(2)))] })
    const verdicts = async (keepGoing: boolean) => {
      const { findings, limits } = await boundedCheck(model, { depth: 5, keepGoing, open: solvers.embedded.open })
      return { limits, kinds: Object.fromEntries(findings.map(({ name, verdict }) => [name, verdict.kind])) }
    }
    expect((await verdicts(false)).kinds).toMatchObject({ below: 'violated', property: 'unknown' })
    expect((await verdicts(true)).kinds).toMatchObject({ below: 'violated', property: 'violated' })
  })
  it('is bounded by the depth that was asked for, also where no step goes as far', async () => {
    const goal = sometime(predicate(equal(n, integer(3))))
    const { limits } = await boundedCheck(counter(goal, { fairness: fair }), {
      depth: 6,
      keepGoing: true,
      open: solvers.embedded.open,
    })
    expect(limits).toEqual([
      { kind: 'noLonger', depth: 3 },
      { kind: 'maxDepth', depth: 6 },
    ])
  })
  it('is never decided by a missing answer', async () => {
    const goal = sometime(predicate(equal(n, integer(3))))
    const giveUp = async () => ({
      ...(await solvers.embedded.open()),
      check: async () => ({ kind: 'unknown', reason: 'incomplete', detail: 'tired' }) as const,
    })
    expect((await findingOf(counter(goal), { open: giveUp })).verdict).toEqual({
      kind: 'unknown',
      reason: 'the solver gave up: tired at depth 0',
    })
  })
})
