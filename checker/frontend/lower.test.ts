import { describe, expect, it } from 'vitest'
import { Interpreter } from '../ir/interpret.ts'
import { subsetCodes } from '../source/codes/subset.ts'
import { SpecError } from '../source/diagnostic.ts'
import { lower } from './lower.ts'
import { actionOf, instanceOf } from './subset.fixture.ts'

async function refusal(declarations: string): Promise<SpecError> {
  const { instance } = await instanceOf(declarations)
  try {
    lower(instance)
  } catch (error) {
    if (error instanceof SpecError) return error
    throw error
  }
  throw new Error('the spec was accepted')
}

describe.each(Object.entries(subsetCodes))('%s', (code, { example, remedy }) => {
  it('refuses its example, at a place inside it', async () => {
    const { firstLine } = await instanceOf(actionOf(remedy))
    const error = await refusal(actionOf(example))
    const [diagnostic] = error.diagnostics
    expect(diagnostic?.code, error.stack).toBe(code)
    if (code !== 'VON2030') expect(diagnostic?.span?.line).toBeGreaterThanOrEqual(firstLine)
  })
  it('accepts its remedy', async () => {
    const { instance } = await instanceOf(actionOf(remedy))
    expect(lower(instance).actions).toHaveLength(1)
  })
})

it.each([
  [
    "m.action('act', { r: Router }, (s, { q }) => { s.seen.add(q) })",
    "there is no parameter 'q'",
    'the parameters are r',
  ],
  ["m.action('act', {}, (s, { q }) => { s.seen.add(q) })", "there is no parameter 'q'", 'it has no parameters'],
  [
    "m.action('act', {}, s => {}); m.invariant('a', s => { s.n < 3 })",
    'a condition must be a boolean, this is undefined',
    'where a function has braces, it gives what it returns: s => { return ... }',
  ],
  [
    "m.action('act', {}, s => { console.log(s.n) })",
    "'log' writes, which is no part of a step",
    'leave it out: reports show the states of a trace, and --json all that is in them',
  ],
  [
    "m.action('act', {}, s => { let l: string[] = []; if (s.on) l = [...l, 'r0']; s.q = [...l, 'r1'] })",
    'how many items this array has depends on the state, so it cannot be gone through',
    'write each of the arrays as a whole: n === 0 ? [] : n === 1 ? [a] : [a, b]',
  ],
  [
    "m.action('act', {}, s => { s.link.owner = pick(s.seen) })",
    'pick needs a domain, this is a value of set(r0 | r1)',
    'pick from the whole domain, and guard(...) that it is one of those that may be',
  ],
])('%s is refused with the cause and the remedy', async (declarations, message, help) => {
  expect((await refusal(declarations)).diagnostics[0]).toMatchObject({ message, help })
})

it('makes a queue of whole arrays between which the state chooses, and takes constants from a table at a picked index', async () => {
  const { instance } = await instanceOf(`
    const pairs = [['r0', 'r1'], ['r1', 'r0']]
    m.action('act', {}, s => {
      const pair = pairs[pick(int(0, 1))]
      s.q = s.n === 0 ? [] : s.n === 1 ? [pair[0]] : [pair[0], pair[1]]
    })`)
  const outcomes: unknown[] = []
  const interpreter = new Interpreter(lower(instance))
  interpreter.initialStates(initial => {
    if (initial.kind !== 'next') return
    const queue = interpreter.model.variables.findIndex(({ name }) => name === 'q')
    for (const n of [1, 2]) {
      interpreter.successors([n, ...initial.state.slice(1)], next => {
        outcomes.push(next.kind === 'next' && next.state[queue])
      })
    }
  })
  expect(outcomes).toEqual([['r0'], ['r1'], ['r0', 'r1'], ['r1', 'r0']])
})
