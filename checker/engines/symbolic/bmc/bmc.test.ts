import { afterAll, describe, expect, it } from 'vitest'
import { add, less, multiply } from '../../../ir/arithmetic.ts'
import { equal, not } from '../../../ir/boolean.ts'
import { constant, integer, read } from '../../../ir/expr.ts'
import { checkStep, guardStep, modelOf, property, stateVariable } from '../../../ir/model.fixture.ts'
import type { Model, Property } from '../../../ir/model.ts'
import { boolType, intType } from '../../../ir/type.ts'
import { openSession, type Session } from '../../../solver/session.ts'
import { SharedSolver } from '../sharedSolver.fixture.ts'
import { type BmcOptions, type BmcProgress, boundedCheck } from './bmc.ts'

const solver = new SharedSolver()
afterAll(() => solver.close())

/** A counter that goes up to `high`, then stands still. */
function counter(high: number, properties: readonly Property[]): Model {
  const n = stateVariable(0, 'n', intType(0, high))
  const next = add(read(n), integer(1))
  return modelOf({
    variables: [n],
    initial: { next: { n: integer(0) } },
    actions: { up: { steps: [guardStep(less(read(n), integer(high)))], next: { n: next } } },
    properties,
  })
}
const n = read(stateVariable(0, 'n', intType(0, 9)))
const below = (limit: number) => property('invariant', `below ${limit}`, less(n, integer(limit)))
const verdictsOf = async (model: Model, options: Partial<BmcOptions>) => {
  const report = await boundedCheck(model, { depth: 20, open: solver.open, ...options })
  return { report, verdicts: Object.fromEntries(report.findings.map(f => [f.name, f.verdict])) }
}

describe('bounded model checking', () => {
  it('finds the shortest trace, and ends with the depth at which it found something', async () => {
    const { report, verdicts } = await verdictsOf(counter(9, [below(4), below(6)]), {})
    expect(verdicts['below 4']).toMatchObject({ kind: 'violated', trace: { steps: { length: 4 } } })
    expect(verdicts['below 6']).toMatchObject({ kind: 'bounded', depth: 4 })
    expect(report.limits).toEqual([{ kind: 'violation' }])
  })
  it('goes on to other violations where it is told to', async () => {
    const { verdicts } = await verdictsOf(counter(9, [below(4), below(6)]), { keepGoing: true })
    expect(verdicts['below 6']).toMatchObject({ kind: 'violated', trace: { steps: { length: 6 } } })
  })
  it('says that no behaviour is longer, and nothing more, where that is so', async () => {
    const { report, verdicts } = await verdictsOf(counter(9, [below(10)]), { keepGoing: true })
    expect(verdicts.deadlock).toMatchObject({ kind: 'violated', trace: { steps: { length: 9 } } })
    expect(verdicts['below 10']).toMatchObject({ kind: 'bounded', depth: 9 })
    expect(report.limits).toEqual([{ kind: 'noLonger', depth: 9 }])
  })
  it('takes no step in which a check fails', async () => {
    const up = add(n, integer(1))
    const model = modelOf({
      variables: [stateVariable(0, 'n', intType(0, 9))],
      initial: { next: { n: integer(0) } },
      actions: { up: { steps: [checkStep(less(n, integer(2)), 'too high')], next: { n: up } } },
      properties: [below(3), property('witness', 'two', not(less(n, integer(2))))],
    })
    const { verdicts } = await verdictsOf(model, { keepGoing: true })
    expect(verdicts['below 3']).toMatchObject({ kind: 'bounded', depth: 2 })
    expect(verdicts.two).toMatchObject({ kind: 'exhausted', witness: { steps: { length: 2 } } })
    expect(verdicts.failures).toMatchObject({ kind: 'violated', trace: { steps: { length: 2 } } })
  })
  it('goes on behind a constraint that fails, and not behind one that is false', async () => {
    const isNotOne = checkStep(not(equal(n, integer(1))), 'one')
    const constraint = property('constraint', 'low', less(n, integer(1)), [isNotOne])
    const { verdicts } = await verdictsOf(counter(9, [constraint, below(2), below(3)]), { keepGoing: true })
    expect(verdicts.failures).toMatchObject({ kind: 'violated', trace: { steps: { length: 1 } } })
    // 0 satisfies the constraint, of 1 it fails, of 2 it is false
    expect(verdicts['below 2']).toMatchObject({ kind: 'violated', trace: { steps: { length: 2 } } })
    expect(verdicts['below 3']).toMatchObject({ kind: 'bounded', depth: 2 })
  })
  it('finds the same with the properties shared between solvers', async () => {
    const alone = await verdictsOf(counter(9, [below(3), below(6)]), { keepGoing: true })
    const shared = await verdictsOf(counter(9, [below(3), below(6)]), {
      keepGoing: true,
      workers: 2,
      open: openSession,
    })
    expect(shared.verdicts).toEqual(alone.verdicts)
  })
  it('reports each depth', async () => {
    const seen: BmcProgress[] = []
    await verdictsOf(counter(9, []), { depth: 3, onProgress: progress => seen.push(progress) })
    expect(seen.map(({ depth }) => depth)).toEqual([0, 1, 2, 3])
  })
  it('counts with numbers of more than 32 bits, and leaves alone what needs more than 53', async () => {
    const wide = read(stateVariable(0, 'n', intType(0, 9000)))
    const cube = multiply(multiply(wide, wide), wide)
    const tooWide = multiply(multiply(cube, cube), wide)
    const properties = [
      property('invariant', 'cube', not(less(integer(64), cube))),
      property('invariant', 'wider', less(tooWide, integer(1_000_000))),
    ]
    const { verdicts } = await verdictsOf(counter(9000, properties), { keepGoing: true, depth: 6 })
    expect(verdicts.cube).toMatchObject({ kind: 'violated', trace: { steps: { length: 5 } } })
    expect(verdicts.wider).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('more than 54 bits') })
  })
  it('says of a model without a state that nothing was there to be looked at', async () => {
    const on = stateVariable(0, 'on', boolType)
    const model = modelOf({
      variables: [on],
      initial: { steps: [guardStep(constant(boolType, false))], next: { on: constant(boolType, true) } },
      properties: [property('invariant', 'isOn', read(on))],
    })
    const { verdicts } = await verdictsOf(model, {})
    expect(verdicts.isOn).toMatchObject({ kind: 'vacuous' })
  })
  it('finds that the initial action fails, without a trace', async () => {
    const on = stateVariable(0, 'on', boolType)
    const check = checkStep(constant(boolType, false), 'never')
    const model = modelOf({ variables: [on], initial: { steps: [check], next: { on: constant(boolType, true) } } })
    const { verdicts } = await verdictsOf(model, {})
    expect(verdicts.failures).toEqual({
      kind: 'violated',
      violation: { kind: 'actionFailure', action: 'init', check, choices: [] },
    })
  })
  it('never takes a missing answer for a good one', async () => {
    const giveUp = async (): Promise<Session> => ({
      ...(await solver.open()),
      check: async () => ({ kind: 'unknown', reason: 'incomplete', detail: 'tired' }),
    })
    const { verdicts } = await verdictsOf(counter(9, [below(4)]), { open: giveUp })
    expect(verdicts['below 4']).toEqual({ kind: 'unknown', reason: 'the solver gave up: tired at depth 0' })
    expect(verdicts.failures).toMatchObject({ kind: 'unknown' })
  })
  it('does not believe a behaviour that shows nothing', async () => {
    const liar = async (): Promise<Session> => {
      const session = await solver.open()
      return {
        ...session,
        check: async () => {
          const answer = await session.check()
          return answer.kind === 'unsat' ? answer : { kind: 'sat' }
        },
      }
    }
    await expect(verdictsOf(counter(9, [below(4)]), { open: liar })).rejects.toThrow(/shows nothing|does not fail/)
  })
  it('keeps what it knows when it is interrupted', async () => {
    const controller = new AbortController()
    const { report, verdicts } = await verdictsOf(counter(9, [below(8)]), {
      signal: controller.signal,
      onProgress: ({ depth }) => depth === 2 && controller.abort(),
    })
    expect(verdicts['below 8']).toMatchObject({ kind: 'bounded', depth: 2 })
    expect(report.limits).toEqual([{ kind: 'interrupted' }])
  })
})
