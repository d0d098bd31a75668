import { describe, expect, it, vi } from 'vitest'
import { add, less, lessEqual, mod, multiply } from '../../ir/arithmetic.ts'
import { and, equal, implies, not, or } from '../../ir/boolean.ts'
import { transactionCommit, twoPhaseCommit } from '../../ir/commit.fixture.ts'
import { FALSE, integer, read, TRUE } from '../../ir/expr.ts'
import {
  checkStep,
  chooseStep,
  guardStep,
  type ModelSketch,
  modelOf,
  nextOf,
  parameter,
  property,
  spanAt,
  stateVariable,
} from '../../ir/model.fixture.ts'
import type { Model } from '../../ir/model.ts'
import { boundVariable, forall } from '../../ir/quantifier.ts'
import { intType } from '../../ir/type.ts'
import type { Exploration, MemoryUse, Report } from '../../verdict/report.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import { explore } from './explore.ts'

const n = stateVariable(0, 'n', intType(0, 9))
const grow = { steps: [guardStep(less(read(n), integer(9)))], next: { n: add(read(n), integer(1)) } }

/** 0 -> 1 -> ... -> 9, and properties of it. */
const counter = (sketch: Partial<ModelSketch> = {}): Model =>
  modelOf({ variables: [n], initial: { next: { n: integer(0) } }, actions: { grow }, ...sketch })
const ends = property('mayEnd', 'mayEnd', TRUE)
const isBelow = (limit: number, name = `below${limit}`) => property('invariant', name, less(read(n), integer(limit)))

const verdictOn = (report: Report, name: string): Verdict | undefined =>
  report.findings.find(f => f.name === name)?.verdict
const kinds = (report: Report) => Object.fromEntries(report.findings.map(f => [f.name, f.verdict.kind]))
/** The number of steps of the trace of a verdict; null without one. */
const length = (verdict: Verdict | undefined) =>
  (verdict?.kind === 'violated' ? verdict.trace : verdict?.kind === 'exhausted' ? verdict.witness : undefined)?.steps
    .length ?? null

describe('explore', () => {
  it.each([1, 2, 3, 4, 5])('finds 4^n + 6^n + 2^n states of two-phase commit, n = %i', async count => {
    const report = await explore(twoPhaseCommit(count))
    expect(report.exploration.distinct).toBe(4 ** count + 6 ** count + 2 ** count)
    expect(new Set(report.findings.map(f => f.verdict.kind))).toEqual(new Set(['exhausted']))
    expect(report.limits).toEqual([])
    expect(report.coverage.every(c => c.fired > 0)).toBe(true)
  })

  it.each([1, 2, 3, 4, 5])('finds 3^n + 2^n - 1 states of transaction commit, n = %i', async count => {
    const report = await explore(transactionCommit(count))
    expect(report.exploration.distinct).toBe(3 ** count + 2 ** count - 1)
    expect(kinds(report)).toEqual({ consistent: 'exhausted', failures: 'exhausted' })
  })

  it('looks at lemmas only where they are asked for by name', async () => {
    const lemma = property('lemma', 'below5', less(read(n), integer(5)))
    const model = counter({ properties: [isBelow(7), lemma, ends] })
    const report = await explore(model)
    expect(kinds(report)).toEqual({ below7: 'violated', failures: 'bounded' })
    const asked = await explore(model, { properties: ['below5'] })
    expect(verdictOn(asked, 'below5')).toMatchObject({ kind: 'violated', violation: { kind: 'invariant' } })
    expect(length(verdictOn(asked, 'below5'))).toBe(5)
  })

  it('counts states, transitions and depth', async () => {
    const report = await explore(counter({ properties: [ends] }))
    expect(report.exploration).toMatchObject({ distinct: 10, generated: 10, depth: 9, frontier: 0 })
    expect(report.coverage).toMatchObject([{ action: 'grow', fired: 9, fresh: 9, guards: [{ passed: 9, refused: 1 }] }])
  })

  it('gives a shortest counterexample', async () => {
    const verdict = verdictOn(await explore(twoPhaseCommit(3, true)), 'consistent')
    expect(verdict?.kind === 'violated' && verdict.trace?.steps.map(s => s.action)).toEqual([
      'tmCommit',
      'rmChooseToAbort',
      'rmRcvCommit',
    ])
  })

  it('shows a violation of an initial state by a trace without steps', async () => {
    const report = await explore(counter({ properties: [isBelow(0)] }))
    expect(verdictOn(report, 'below0')).toMatchObject({ kind: 'violated', trace: { initial: [0], steps: [] } })
    expect(kinds(report)).toMatchObject({ deadlock: 'unknown', failures: 'unknown' })
  })

  it('names the picks of the initial state', async () => {
    const first = parameter(0, 'first', intType(0, 3))
    const model = counter({
      initial: { steps: [chooseStep(first)], next: { n: multiply(integer(2), read(first)) } },
      properties: [isBelow(6)],
    })
    expect(verdictOn(await explore(model), 'below6')).toMatchObject({ trace: { initialChoices: [3], initial: [6] } })
  })

  it('finishes the level that shows a violation, and says how far the rest was seen', async () => {
    const report = await explore(counter({ properties: [isBelow(3), isBelow(5)] }))
    expect(report.exploration).toMatchObject({ distinct: 4, depth: 3, frontier: 1 })
    expect(report.limits).toEqual([{ kind: 'violation' }])
    expect(verdictOn(report, 'below5')).toEqual({ kind: 'bounded', depth: 3, limits: [{ kind: 'violation' }] })
    expect(verdictOn(report, 'deadlock')).toMatchObject({ kind: 'bounded', depth: 2 })
  })

  it('keeps going on request, with the shortest trace for each property', async () => {
    const properties = [isBelow(3), isBelow(5), isBelow(10), ends]
    const report = await explore(counter({ properties }), { keepGoing: true })
    expect(report.exploration).toMatchObject({ distinct: 10, frontier: 0 })
    expect(report.limits).toEqual([])
    expect(['below3', 'below5'].map(name => length(verdictOn(report, name)))).toEqual([3, 5])
    expect(kinds(report)).toMatchObject({ below3: 'violated', below10: 'exhausted', failures: 'exhausted' })
  })

  it('needs nothing more when the violation is in the last level', async () => {
    const report = await explore(
      counter({ properties: [isBelow(9), ends, property('invariant', 'any', lessEqual(read(n), integer(8)))] }),
    )
    expect(report.limits).toEqual([{ kind: 'violation' }])
    const wrap = { next: { n: mod(add(read(n), integer(1)), integer(3)) } }
    const closed = await explore(
      counter({
        actions: { wrap },
        properties: [property('step', 'never', not(equal(read(nextOf(n)), integer(0)))), isBelow(9)],
      }),
    )
    expect(closed.limits).toEqual([])
    expect(kinds(closed)).toEqual({
      never: 'violated',
      below9: 'exhausted',
      deadlock: 'exhausted',
      failures: 'exhausted',
    })
  })

  it('checks every step, also one that leads to a known state', async () => {
    const back = { steps: [guardStep(equal(read(n), integer(4)))], next: { n: integer(0) } }
    const rises = property('step', 'rises', less(read(n), read(nextOf(n))))
    const verdict = verdictOn(await explore(counter({ actions: { grow, back }, properties: [rises] })), 'rises')
    expect(verdict).toMatchObject({ kind: 'violated', violation: { kind: 'step' } })
    expect(verdict?.kind === 'violated' && verdict.trace?.steps.at(-1)).toEqual({
      action: 'back',
      choices: [],
      state: [0],
    })
    expect(length(verdict)).toBe(5)
  })

  it('checks only the properties asked for, and always failures', async () => {
    const report = await explore(counter({ properties: [isBelow(3), isBelow(5)] }), { properties: ['below5'] })
    expect(kinds(report)).toEqual({ below5: 'violated', failures: 'bounded' })
    await expect(explore(counter(), { properties: ['nothing'] })).rejects.toThrow(RangeError)
  })

  describe('deadlock', () => {
    it('is a state without an enabled action', async () => {
      const verdict = verdictOn(await explore(counter()), 'deadlock')
      expect(verdict).toMatchObject({ kind: 'violated', violation: { kind: 'deadlock' } })
      expect(length(verdict)).toBe(9)
    })

    it('is excused by any mayEnd that is true there', async () => {
      const at = (value: number) => property('mayEnd', `mayEnd${value}`, equal(read(n), integer(value)))
      expect(kinds(await explore(counter({ properties: [at(3), at(9)] })))).toEqual({
        deadlock: 'exhausted',
        failures: 'exhausted',
      })
      expect(kinds(await explore(counter({ properties: [at(3)] })))).toMatchObject({ deadlock: 'violated' })
    })

    it('is not a state in which an action fails', async () => {
      const fail = { steps: [guardStep(equal(read(n), integer(9))), checkStep(FALSE, 'bad')] }
      expect(kinds(await explore(counter({ actions: { grow, fail } })))).toEqual({
        deadlock: 'exhausted',
        failures: 'violated',
      })
    })

    it('is not asked about when every state may end', async () => {
      expect(kinds(await explore(counter({ properties: [ends] })))).toEqual({ failures: 'exhausted' })
    })
  })

  describe('failures', () => {
    it('name the action, its choices and the check, after the shortest way there', async () => {
      const by = parameter(0, 'by', intType(1, 4))
      const check = checkStep(lessEqual(add(read(n), read(by)), integer(9)), 'n leaves 0..9')
      const jump = { parameters: [by], steps: [check], next: { n: add(read(n), read(by)) } }
      const verdict = verdictOn(await explore(counter({ actions: { jump } })), 'failures')
      expect(verdict).toMatchObject({ kind: 'violated', violation: { kind: 'actionFailure', action: 'jump', check } })
      const trace = verdict?.kind === 'violated' ? verdict.trace : undefined
      expect(trace?.steps.map(s => s.choices)).toEqual([[2], [4]])
      expect(trace?.failing).toEqual({ action: 'jump', choices: [4], check })
    })

    it('of the initial action have no trace', async () => {
      const first = parameter(0, 'first', intType(0, 3))
      const check = checkStep(less(read(first), integer(2)), 'too large')
      const model = counter({ initial: { steps: [chooseStep(first), check], next: { n: read(first) } } })
      expect(verdictOn(await explore(model), 'failures')).toEqual({
        kind: 'violated',
        violation: { kind: 'actionFailure', action: 'init', check, choices: [2] },
      })
    })

    it('of a property belong to it; of a constraint or mayEnd, to all', async () => {
      const check = checkStep(less(read(n), integer(3)), 'n is too large')
      const kindsWith = async (kind: 'invariant' | 'step' | 'witness' | 'constraint' | 'mayEnd') => {
        const checked = property(kind, 'checked', equal(read(n), read(n)), [check])
        // mayEnd is looked at where nothing is enabled.
        const stop = { ...grow, steps: [guardStep(less(read(n), integer(5)))] }
        const report = await explore(
          counter({ actions: { stop }, properties: [checked, property('mayEnd', 'ok', TRUE)] }),
          { keepGoing: true },
        )
        return report.findings.flatMap(f =>
          f.verdict.kind === 'violated' ? [f.name, f.verdict.violation, length(f.verdict)] : [],
        )
      }
      const failure = { kind: 'propertyFailure', check }
      expect(await kindsWith('invariant')).toEqual(['checked', failure, 3])
      expect(await kindsWith('step')).toEqual(['checked', failure, 4])
      expect(await kindsWith('constraint')).toEqual(['failures', failure, 3])
      expect(await kindsWith('mayEnd')).toEqual(['failures', failure, 5])
      // true in the first state, before the check fails
      expect(await kindsWith('witness')).toEqual([])
    })
  })

  describe('witness', () => {
    const reaches = (value: number) => property('witness', `reaches${value}`, equal(read(n), integer(value)))

    it('comes with a shortest trace, also when not everything was seen', async () => {
      const report = await explore(counter({ properties: [reaches(4)] }), { maxDepth: 6 })
      expect(length(verdictOn(report, 'reaches4'))).toBe(4)
    })

    it('is violated when nothing reaches it, and open when not everything was seen', async () => {
      const stop = { ...grow, steps: [guardStep(less(read(n), integer(5)))] }
      const model = counter({ actions: { stop }, properties: [reaches(7), ends] })
      expect(verdictOn(await explore(model), 'reaches7')).toEqual({
        kind: 'violated',
        violation: { kind: 'unreachable' },
      })
      expect(verdictOn(await explore(model, { maxDepth: 4 }), 'reaches7')).toMatchObject({ kind: 'bounded', depth: 4 })
    })
  })

  describe('vacuity', () => {
    it('is reported for a premise that is true in no state or step, with its text and place', async () => {
      const x = boundVariable(0, 'x', intType(0, 2))
      const stop = { ...grow, steps: [guardStep(less(read(n), integer(5)))] }
      const never = implies(equal(read(n), integer(7)), equal(read(n), integer(8)))
      const inside = forall(x, implies(equal(add(read(n), read(x)), integer(9)), equal(read(x), integer(1))))
      const used = implies(equal(read(n), integer(3)), less(read(n), integer(4)))
      const body = and(used, never)
      const invariant = { ...property('invariant', 'some', body), origins: new Map([[never, spanAt(7)]]) }
      const step = property('step', 'never', implies(equal(read(nextOf(n)), integer(0)), FALSE))
      const properties = [
        invariant,
        property('invariant', 'used', used),
        property('invariant', 'inside', inside),
        { ...step, body: implies(equal(read(nextOf(n)), integer(9)), equal(read(n), integer(8))) },
        ends,
      ]
      const report = await explore(counter({ actions: { stop }, properties }))
      expect(verdictOn(report, 'some')).toEqual({ kind: 'vacuous', premises: [{ text: 'n === 7', span: spanAt(7) }] })
      expect(kinds(report)).toMatchObject({ used: 'exhausted', inside: 'vacuous', never: 'vacuous' })
    })

    it('is not reported while states are unseen', async () => {
      const late = property('invariant', 'late', implies(equal(read(n), integer(9)), lessEqual(read(n), integer(9))))
      const early = property('invariant', 'early', or(not(equal(read(n), integer(8))), less(read(n), integer(9))))
      const report = await explore(counter({ properties: [early, late, ends] }), { maxDepth: 3 })
      expect(verdictOn(report, 'early')?.kind).toBe('bounded')
    })

    it('is all there is to say of a model without initial states', async () => {
      const report = await explore(
        counter({ initial: { steps: [guardStep(FALSE)], next: { n: integer(0) } }, properties: [isBelow(5)] }),
      )
      expect(new Set(Object.values(kinds(report)))).toEqual(new Set(['vacuous']))
    })
  })

  describe('limits', () => {
    it('prunes at constraints, and is then no better than bounded', async () => {
      const constraint = property('constraint', 'small', less(read(n), integer(4)))
      const report = await explore(counter({ properties: [constraint, isBelow(5), ends] }))
      const limits = [{ kind: 'constraint', name: 'small', pruned: 1 }]
      expect(report.exploration).toMatchObject({ distinct: 5, depth: 4, frontier: 0 })
      expect(report.limits).toEqual(limits)
      expect(verdictOn(report, 'below5')).toEqual({ kind: 'bounded', depth: 4, limits })
      const loose = property('constraint', 'loose', lessEqual(read(n), multiply(integer(2), integer(9))))
      expect(kinds(await explore(counter({ properties: [loose, ends] })))).toEqual({ failures: 'exhausted' })
    })

    it('checks the states that a constraint prunes', async () => {
      const constraint = property('constraint', 'small', less(read(n), integer(4)))
      const report = await explore(counter({ properties: [constraint, isBelow(4)] }))
      expect(length(verdictOn(report, 'below4'))).toBe(4)
    })

    it('stops at maxDepth', async () => {
      const report = await explore(counter({ properties: [isBelow(9)] }), { maxDepth: 4 })
      const limits = [{ kind: 'maxDepth', depth: 4 }]
      expect(report.exploration).toMatchObject({ distinct: 5, depth: 4, frontier: 1 })
      expect(verdictOn(report, 'below9')).toEqual({ kind: 'bounded', depth: 4, limits })
      expect(verdictOn(report, 'deadlock')).toEqual({ kind: 'bounded', depth: 3, limits })
    })

    it('stops at maxStates, and not when there are no more states than that', async () => {
      const model = counter({ properties: [isBelow(100), ends] })
      const report = await explore(model, { maxStates: 4 })
      expect(report.exploration.distinct).toBe(4)
      expect(report.limits).toEqual([{ kind: 'maxStates', states: 4 }])
      expect(verdictOn(report, 'below100')).toMatchObject({ kind: 'bounded', depth: 3 })
      expect((await explore(model, { maxStates: 10 })).limits).toEqual([])
      expect(kinds(await explore(model, { maxStates: 0 }))).toEqual({ below100: 'unknown', failures: 'unknown' })
    })

    it('stops at the memory budget', async () => {
      const report = await explore(twoPhaseCommit(6), { maxMemoryBytes: 600_000 })
      expect(report.limits).toEqual([{ kind: 'memory', bytes: 600_000 }])
      expect(verdictOn(report, 'consistent')?.kind).toBe('bounded')
    })

    it('stops where the machine gives no more memory, and tells that it was the machine', async () => {
      const Words = Uint32Array
      const isLarge = (size: unknown) => typeof size === 'number' && size > 2 ** 16
      vi.stubGlobal(
        'Uint32Array',
        class extends Words {
          constructor(size: number) {
            if (isLarge(size)) throw new RangeError('Array buffer allocation failed')
            super(size)
          }
        },
      )
      try {
        const report = await explore(twoPhaseCommit(8), { backend: 'interpreter', keepGoing: true })
        expect(report.limits).toEqual([{ kind: 'memory', bytes: expect.any(Number), byMachine: true }])
        const { rowBytes, parentBytes, tableBytes } = report.memory as MemoryUse
        expect(report.limits[0]).toMatchObject({ bytes: rowBytes + parentBytes + tableBytes })
        expect(verdictOn(report, 'consistent')?.kind).toBe('bounded')
      } finally {
        vi.unstubAllGlobals()
      }
    })

    it('can be interrupted while it runs, and reports what it saw', async () => {
      const controller = new AbortController()
      const seen: Exploration[] = []
      const run = explore(twoPhaseCommit(9), {
        signal: controller.signal,
        onProgress: exploration => {
          // by the second time it has gone on after the first
          if (seen.push(exploration) === 2) setImmediate(() => controller.abort())
        },
      })
      const report = await run
      expect(report.limits).toEqual([{ kind: 'interrupted' }])
      expect(seen.length).toBeGreaterThan(1)
      expect(report.exploration.distinct).toBeGreaterThan(seen[0]?.distinct ?? 0)
      expect(verdictOn(report, 'consistent')?.kind).toBe('bounded')
    })

    it('can be interrupted among states of few steps, each one of very many choices', async () => {
      const [p, q] = [parameter(0, 'p', intType(0, 299)), parameter(1, 'q', intType(0, 299))]
      const isChosen = equal(add(multiply(read(p), integer(300)), read(q)), read(n))
      const steps = [...grow.steps, chooseStep(p), chooseStep(q), guardStep(isChosen)]
      const model = counter({ actions: { grow: { ...grow, steps } }, properties: [ends] })
      expect((await explore(model)).exploration.generated).toBe(10)
      const { limits } = await explore(model, { signal: AbortSignal.timeout(1) })
      expect(limits).toEqual([{ kind: 'interrupted' }])
    })
  })

  it('refuses to go on with a state outside of its domains', async () => {
    await expect(explore(counter({ actions: { bad: { next: { n: add(read(n), integer(1)) } } } }))).rejects.toThrow(
      'bug in von',
    )
  })
})
