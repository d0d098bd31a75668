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
