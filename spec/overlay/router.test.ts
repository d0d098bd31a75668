import { describe, expect, it } from 'vitest'
import { explore, lower } from 'von/checker'
import { verdicts } from '../verdicts.fixture.ts'
import router from './router.ts'

const holds = { violated: [], inconclusive: [] }

/** How many pairs of states each claim of isolation was checked over. */
async function pairs(constants: object): Promise<number[]> {
  const { findings } = await explore(lower(router.instance({ ...constants })))
  return findings.flatMap(finding => (finding.pairs === undefined ? [] : [finding.pairs.distinct]))
}

describe('strict time division', () => {
  // A state: the slot, and how many packets of each flow wait. The run without high steps knows only empty queues of the
  // other flows, and is at the same slot with the same packets of its own: no more pairs than states.
  it.each([
    ['default', {}, 2 * 3 ** 2],
    ['wide', router.instances.wide, 4 * 5 ** 2],
    ['three', router.instances.three, 3 * 3 ** 3],
  ])('isolates every flow, instance %s', async (_, constants, states) => {
    expect(await verdicts(router, constants)).toMatchObject({ distinct: states, ...holds })
    expect(new Set(await pairs({ ...constants }))).toEqual(new Set([states]))
  })

  it('loses no packet unseen', async () => {
    expect(await verdicts(router, router.instances.accounts)).toMatchObject({ distinct: 882, ...holds })
  })
})

describe('lending idle slots', () => {
  it.each([{}, { share: 2, queue: 4 }, { flows: 3 }])(
    'keeps every guarantee but isolation, with %o',
    async constants => {
      const { violated, inconclusive } = await verdicts(router, { ...constants, scheduler: 'lending' })
      expect(violated.every(name => name.startsWith('isolation'))).toBe(true)
      expect({ claims: violated.length, inconclusive }).toEqual({
        claims: 'flows' in constants ? constants.flows : 2,
        inconclusive: [],
      })
    },
  )

  it.each([{ queue: 2 }, { share: 2, queue: 4 }])('shows after three steps, with %o', async constants => {
    // a packet of the victim, one of the other flow, and the slot that would have been lent
    const model = lower(router.instance({ ...constants, scheduler: 'lending' }))
    const { findings } = await explore(model, { keepGoing: true })
    const isolation = findings.find(({ name }) => name === 'isolation-f1')
    expect(isolation?.verdict).toMatchObject({
      kind: 'violated',
      trace: { steps: [{ action: 'arrive' }, { action: 'arrive' }, { action: 'slot' }] },
      violation: { high: [false, true, false], without: { steps: [{ action: 'arrive' }, { action: 'slot' }] } },
    })
  })
})

describe.each(Object.entries(router.mutants))('mutant %s', (_, { constants, violates }) => {
  it(`is killed by ${violates}`, async () => {
    expect((await verdicts(router, constants)).violated).toContain(violates)
  })
  it('holds on the same instance without its bug', async () => {
    expect(await verdicts(router, { ...constants, bug: 'none', scheduler: 'strict' })).toMatchObject(holds)
  })
})

it('notices shared memory by drops alone: throughput is guaranteed, and no slot is used by others', async () => {
  const { violated } = await verdicts(router, router.mutants['ON-3']?.constants)
  expect(violated).toEqual(['isolation-f0', 'isolation-f1'])
})
