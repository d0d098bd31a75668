import { describe, expect, it } from 'vitest'
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
])('%s is refused with the cause and the remedy', async (declarations, message, help) => {
  expect((await refusal(declarations)).diagnostics[0]).toMatchObject({ message, help })
})
