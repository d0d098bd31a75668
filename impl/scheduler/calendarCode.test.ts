import { describe, expect, it } from 'vitest'
import { lower, openSession, prove, type SessionOptions } from 'von/checker'
import calendarCode from './calendarCode.fixture.ts'

/** The solver for proofs that take a minute, such as `z3`; without one they are not attempted. */
const solver = process.env.VON_CORE_PROOFS as SessionOptions['solver']
const open = (options: SessionOptions) => openSession(solver === undefined ? options : { ...options, solver })
const claims = ['wellFormed', 'bookingIsOwnAffair', 'bookingsOfOthersStay', 'failures']

it('is read as it is shipped: the words of an image are the state', () => {
  const { actions, variables } = lower(calendarCode.instance())
  expect(actions.map(({ name }) => name)).toEqual(['enqueue0', 'enqueue1', 'dequeue', 'turn', 'change'])
  expect(variables[0]).toMatchObject({ name: 'image', type: { kind: 'map' } })
})

describe.runIf(solver !== undefined)('for all images of two partitions', { timeout: 1_200_000 }, () => {
  it('a packet gets its cycle by what its own partition has booked, within budgets, and no bucket overflows', async () => {
    const { findings } = await prove(lower(calendarCode.instance()), { steps: 1, workers: 2, open })
    const kinds = Object.fromEntries(findings.map(({ name, verdict }) => [name, verdict.kind]))
    expect(kinds).toMatchObject(Object.fromEntries(claims.map(name => [name, 'proved'])))
  })
})
