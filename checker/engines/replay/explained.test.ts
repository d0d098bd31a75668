/** The second look refuses what no log could have been explained by. */
import { expect, it } from 'vitest'
import { add, less } from '../../ir/arithmetic.ts'
import { integer, read } from '../../ir/expr.ts'
import { guardStep, modelOf, stateVariable } from '../../ir/model.fixture.ts'
import type { Action, Model } from '../../ir/model.ts'
import { intType } from '../../ir/type.ts'
import type { Explained } from '../../verdict/replayReport.ts'
import { type Claim, confirm } from './explained.ts'
import type { ReadEvent } from './reader.ts'
import { replay } from './replay.ts'
import type { Wanted, WantedStep } from './wanted.ts'

const n = stateVariable(0, 'n', intType(0, 5))
const grow = { parameters: [], steps: [guardStep(less(read(n), integer(5)))], next: { n: add(read(n), integer(1)) } }
const model: Model = modelOf({
  variables: [n],
  initial: { next: { n: integer(0) } },
  actions: { told: grow, silent: grow },
  properties: [],
})
const [told, silent] = model.actions as [Action, Action]
const stepOf = (action: Action): WantedStep => ({
  kind: 'step',
  actions: [action],
  given: [],
  before: null,
  after: null,
})
const isThree: Wanted = { kind: 'observe', sight: { span: null, holds: state => state[0] === 3 } }

const claimOf = (log: readonly Wanted[]): Claim & { readonly name: string } => ({
  name: 'log',
  start: null,
  hidden: [stepOf(silent)],
  async *events() {
    for (const [i, wanted] of log.entries()) {
      const event: ReadEvent = { number: i + 1, line: null, name: 'e', logged: '', wanted }
      yield event
    }
  },
})
const claim = claimOf([stepOf(told), isThree, stepOf(told)])
const explained = async (): Promise<Explained> => {
  const { verdict } = await replay(model, claim)
  if (verdict.kind !== 'explained') throw new Error(verdict.kind)
  return verdict.explained
}

it('accepts what the search found', async () => {
  const found = await explained()
  expect(found.events).toEqual([0, 0, 1, 3])
  await expect(confirm(model, [found], claim, 3)).resolves.toBeUndefined()
})
it.each<[string, (found: Explained) => Explained]>([
  [
    'a behaviour that lacks its last step',
    ({ trace, events }) => ({ trace: { ...trace, steps: trace.steps.slice(0, -1) }, events: events.slice(0, -1) }),
  ],
  [
    'a step that the model does not have',
    ({ trace, events }) => ({ trace: { ...trace, steps: trace.steps.map(step => ({ ...step, state: [5] })) }, events }),
  ],
  ['another beginning', ({ trace, events }) => ({ trace: { ...trace, initial: [1] }, events })],
  ['a hidden step that is said to be of an event', ({ trace }) => ({ trace, events: [0, 1, 1, 3] })],
  ['a logged step that is said to be hidden', ({ trace }) => ({ trace, events: [0, 0, 0, 3] })],
])('refuses %s', async (_what, spoil) => {
  await expect(confirm(model, [spoil(await explained())], claim, 3)).rejects.toThrow(/bug in von/)
})
it('refuses a behaviour for a log that says something else, or more', async () => {
  const found = await explained()
  const other = claimOf([stepOf(told), stepOf(told), stepOf(told)])
  await expect(confirm(model, [found], other, 3)).rejects.toThrow(/event 2 is not explained/)
  const shorter = claimOf([stepOf(told), isThree])
  await expect(confirm(model, [found], shorter, 2)).rejects.toThrow(/steps that no event explains/)
})
