import { Schema } from 'effect'
import { expect, it } from 'vitest'
import router from '../../spec/overlay/router.ts'
import { explore } from '../engines/explicit/explore.ts'
import { lower } from '../frontend/lower.ts'
import { ReportDocument } from './document.ts'
import { renderJson } from './json.ts'
import { renderText } from './text.ts'

const check = (constants: object, name: string) =>
  explore(lower(router.instance({ queue: 1, ...constants })), { properties: [name] })
const told = async (constants: object, name: string): Promise<string> =>
  renderText(await check(constants, name)).replaceAll(/\([\d.]+ m?s\)|--> \S+\/(?=spec)/g, '')

it('shows what two runs do side by side, and what tells them apart', async () => {
  expect(await told({ scheduler: 'lending' }, 'isolation-f1')).toMatchInlineSnapshot(`
    "router: flows 2, share 1, queue 1, scheduler lending, audited 0, bug none

    violated  isolation-f1  (breadth-first, depth 3)
       spec/overlay/router.ts:107:18
    107 |         observe: s => s.queued[flow],
        |                  ^^^^^^^^^^^^^^^^^^^  1 with the high steps, 0 without

                                      with high steps                        without
    0  init()            turn         {flow: f0, slotsLeft: 1}               the same
                         queued       [f0: 0, f1: 0]                         the same
                         account[f0]  {offered: 0, dropped: 0, departed: 0}  the same
                         account[f1]  {offered: 0, dropped: 0, departed: 0}  the same
    1  arrive(f1)        queued[f1]   0 -> 1                                 0 -> 1
    2  arrive(f0), high  queued[f0]   0 -> 1
    3  slot()            turn.flow    f0 -> f1                               f0 -> f1
                         queued[f0]   1 -> 0
                         queued[f1]                                          1 -> 0

    violated   isolation-f1  after 3 steps
    exhausted  failures
    violated: 8 distinct states, 25 generated, depth 3 
    "
  `)
})

it('shows a step that is possible in one of them only', async () => {
  expect(await told({ bug: 'stopsSources' }, 'isolation-f1')).toMatchInlineSnapshot(`
    "router: flows 2, share 1, queue 1, scheduler strict, audited 0, bug stopsSources

    violated  isolation-f1  (breadth-first, depth 2)
       spec/overlay/router.ts:107:18
    107 |         observe: s => s.queued[flow],
        |                  ^^^^^^^^^^^^^^^^^^^  what is possible tells the runs apart

                                      with high steps                        without
    0  init()            turn         {flow: f0, slotsLeft: 1}               the same
                         queued       [f0: 0, f1: 0]                         the same
                         account[f0]  {offered: 0, dropped: 0, departed: 0}  the same
                         account[f1]  {offered: 0, dropped: 0, departed: 0}  the same
    1  arrive(f1)        queued[f1]   0 -> 1                                 0 -> 1
    2  arrive(f0), high  queued[f0]   0 -> 1
    3  arrive(f1)        is           impossible                             possible

    violated   isolation-f1  after 2 steps
    exhausted  failures
    violated: 12 distinct states, 25 generated, depth 3 
    "
  `)
})

it('says over how many pairs of states it holds', async () => {
  expect(await told({}, 'isolation-f0')).toContain('exhausted  isolation-f0  over 8 pairs of states')
})

it('tells the same as data', async () => {
  const decode = Schema.decodeUnknownSync(ReportDocument, { onExcessProperty: 'error' })
  const [lent] = decode(JSON.parse(renderJson(await check({ scheduler: 'lending' }, 'isolation-f1')))).findings
  expect(lent).toMatchObject({
    kind: 'noninterference',
    pairs: { depth: 3 },
    verdict: {
      trace: { steps: [{ action: 'arrive' }, { action: 'arrive', parameters: { flow: 'f0' } }, { action: 'slot' }] },
      violation: {
        kind: 'noninterference',
        high: [false, true, false],
        difference: { kind: 'observation' },
        without: { steps: [{ action: 'arrive', parameters: { flow: 'f1' } }, { action: 'slot' }] },
      },
    },
  })
})
