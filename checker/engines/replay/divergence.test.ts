/** What is told of a log that diverges: of hand-made models and logs, where every state and guard can be named. */
import { describe, expect, it } from 'vitest'
import { less } from '../../ir/arithmetic.ts'
import { equal } from '../../ir/boolean.ts'
import { integer, read } from '../../ir/expr.ts'
import { checkStep, guardStep, modelOf, parameter, property, stateVariable } from '../../ir/model.fixture.ts'
import type { Action, Model, State } from '../../ir/model.ts'
import { intType } from '../../ir/type.ts'
import type { ReplayDivergence } from '../../verdict/replayReport.ts'
import type { ReadEvent } from './reader.ts'
import { type Recording, replay } from './replay.ts'
import type { Sight, Wanted, WantedStep } from './wanted.ts'

const small = intType(0, 3)
const [n, m] = [stateVariable(0, 'n', small), stateVariable(1, 'm', small)]
const to = parameter(0, 'to', small)
/** `set` gives n a larger value, but not 3 while m is 0; `raise` fails from m = 2 on; `swap` needs n = 3. */
const model: Model = modelOf({
  variables: [n, m],
  initial: { next: { n: integer(0), m: integer(0) } },
  actions: {
    set: {
      parameters: [to],
      steps: [guardStep(less(read(n), read(to)), 1), guardStep(less(read(to), integer(3)), 2)],
      next: { n: read(to) },
    },
    raise: {
      parameters: [],
      steps: [guardStep(equal(read(n), integer(1)), 3), checkStep(less(read(m), integer(2)), 'm is full')],
      next: { m: integer(2) },
    },
    swap: { parameters: [], steps: [guardStep(equal(read(n), integer(3)), 4)], next: { n: read(m), m: read(n) } },
  },
  properties: [property('invariant', 'small', less(read(n), integer(2)))],
})
const actionNamed = (name: string) => model.actions.find(each => each.name === name) as Action
const step = (name: string, value?: number, after: Sight | null = null): WantedStep => ({
  kind: 'step',
  actions: [actionNamed(name)],
  given: value === undefined ? [] : [value],
  before: null,
  after,
})
const sight = (holds: (state: State) => boolean): Sight => ({ span: null, holds })

async function divergenceOf(log: readonly Wanted[], hidden: readonly WantedStep[] = []): Promise<ReplayDivergence> {
  const events = log.map(
    (wanted, i): ReadEvent => ({ number: i + 1, line: i + 2, name: 'e', logged: `e${i + 1}`, wanted }),
  )
  const recording: Recording = {
    name: 'log',
    start: null,
    hidden,
    async *events() {
      yield* events
    },
  }
  const { verdict } = await replay(model, recording)
  if (verdict.kind !== 'diverged') throw new Error(`it is ${verdict.kind}`)
  return verdict.divergence
}
const refusalsOf = ({ prefixes }: ReplayDivergence) => prefixes.flatMap(({ refusals }) => refusals)

describe('a divergence', () => {
  it('names the guard nearest to the end of the action that refuses first, with what was given', async () => {
    const first = await divergenceOf([step('set', 2), step('set', 1)])
    expect(first).toMatchObject({ event: 2, line: 3, logged: 'e2', wanted: 'set(to: 1)', states: 1 })
    expect(refusalsOf(first)).toMatchObject([{ what: 'set(to: 1)', reason: 'guard', span: { line: 1 } }])
    expect(refusalsOf(await divergenceOf([step('set', 3)]))).toMatchObject([{ reason: 'guard', span: { line: 2 } }])
    // Smaller values are refused by the first guard, 3 by the second.
    expect(refusalsOf(await divergenceOf([step('set', 2), step('set')]))).toMatchObject([
      { what: 'set()', span: { line: 2 } },
    ])
  })
  it('says which check fails where the spec itself fails', async () => {
    const log = [step('set', 1), step('raise'), step('raise')]
    expect(refusalsOf(await divergenceOf(log))).toMatchObject([{ reason: 'failure', message: 'm is full' }])
  })
  it('blames the observation where the step is possible', async () => {
    const found = await divergenceOf([
      step(
        'set',
        1,
        sight(state => state[0] === 2),
      ),
    ])
    expect(refusalsOf(found)).toMatchObject([{ what: 'what is seen after set(to: 1)', reason: 'observation' }])
    expect(found.wanted).toBe('set(to: 1) to a state as observed')
  })
  it('shows several prefixes where they are refused for different reasons, the nearest first', async () => {
    const hidden = [{ ...step('set'), given: [1] }, step('raise')]
    const either: Wanted = { kind: 'either', parts: [step('swap'), step('set', 3)] }
    const found = await divergenceOf([step('set', 1), either], hidden)
    expect(found.states).toBe(2)
    expect(found.wanted).toBe('swap(), or set(to: 3)')
    expect(refusalsOf(found).map(({ what, span }) => [what, span?.line])).toEqual([
      ['set(to: 3)', 2],
      ['swap()', 4],
    ])
  })
  it('shows hidden steps that came before, as such, and what was possible instead', async () => {
    const found = await divergenceOf(
      [
        step('set', 1),
        step(
          'raise',
          undefined,
          sight(() => false),
        ),
      ],
      [step('swap')],
    )
    const [prefix] = found.prefixes
    expect(prefix?.explained.events).toEqual([1])
    expect(prefix?.possible.map(each => [each.step.action, ...each.step.choices])).toEqual([['set', 2], ['raise']])
  })
  it('tells of the part of a sequence that nothing explains, after the parts before it', async () => {
    const sequence: Wanted = { kind: 'sequence', parts: [step('set', 1), step('swap')] }
    const found = await divergenceOf([sequence])
    expect(refusalsOf(found)).toMatchObject([{ what: 'swap()', span: { line: 4 } }])
    expect(found.prefixes[0]?.explained.trace.steps).toMatchObject([{ action: 'set', choices: [1] }])
  })
  it('is at the first event that nothing explains, though later ones would be', async () => {
    const later: Wanted = { kind: 'observe', sight: sight(() => true) }
    expect((await divergenceOf([later, step('swap'), later])).event).toBe(2)
  })
})

it('says of an invariant after which event it may be false', async () => {
  const events: ReadEvent[] = [step('set', 1), step('set', 2)].map((wanted, i) => ({
    number: i + 1,
    line: null,
    name: 'e',
    logged: '',
    wanted,
  }))
  const recording: Recording = {
    name: 'log',
    start: null,
    hidden: [],
    async *events() {
      yield* events
    },
  }
  const report = await replay(model, recording)
  expect(report.invariants).toEqual([{ name: 'small', falseAfter: 2 }])
  expect(report.taken).toContainEqual({ action: 'set', logged: 2, hidden: 0 })
  expect((await replay(model, { ...recording, hidden: [step('set')] }, { maxStates: 2 })).verdict).toEqual({
    kind: 'bounded',
    event: 1,
    states: 2,
  })
})
