import { Schema } from 'effect'
import { expect, it } from 'vitest'
import twoPhaseCommit from '../../spec/commit/twoPhaseCommit.ts'
import { explore } from '../engines/explicit/explore.ts'
import { lower } from '../frontend/lower.ts'
import { ReportDocument } from './document.ts'
import { renderJson } from './json.ts'
import { renderText } from './text.ts'

const mutant = async (bug: string, resourceManagers: number) =>
  explore(lower(twoPhaseCommit.instance({ bug, resourceManagers })), { properties: ['commitsAtomically'] })

/** What is told below the trace of the refinement. */
async function told(bug: string, resourceManagers: number): Promise<string> {
  const text = renderText(await mutant(bug, resourceManagers), {}, { cwd: process.cwd() })
  return text.slice(text.indexOf('transactionCommit has'), text.lastIndexOf('\n\nviolated  comm'))
}

it('tells the abstract step, and the guard of each abstract action that would take it', async () => {
  expect(await told('commitsOnMajority', 3)).toMatchInlineSnapshot(`
    "transactionCommit has no such step
      rm[rm0]      prepared -> committed
      commit(rm0)  would do this, and is refused by ResourceManager.every(other => s.rm[other] === …  spec/commit/transactionCommit.ts:28:11"
  `)
})

it('tells when no abstract action has that effect', async () => {
  expect(await told('retriesAfterAbort', 1)).toMatchInlineSnapshot(`
    "transactionCommit has no such step
      rm[rm0]  prepared -> working
      no action of it has this effect"
  `)
})

it('tells the abstract state that is not initial', async () => {
  expect(await told('startsPrepared', 2)).toMatchInlineSnapshot(`
    "transactionCommit has no such initial state
      rm  [rm0: prepared, rm1: prepared]"
  `)
})

it('tells the same as data', async () => {
  const decode = Schema.decodeUnknownSync(ReportDocument, { onExcessProperty: 'error' })
  const [step] = decode(JSON.parse(renderJson(await mutant('commitsOnMajority', 3)))).findings
  expect(step?.verdict).toMatchObject({
    violation: {
      kind: 'refinement',
      abstract: 'transactionCommit',
      before: { rm: [{ value: 'prepared' }, { value: 'prepared' }, { value: 'working' }] },
      after: { rm: [{ value: 'committed' }, { value: 'prepared' }, { value: 'working' }] },
      nearest: [{ action: 'commit', parameters: { r: 'rm0' }, picks: {} }],
    },
  })
  const [initial] = decode(JSON.parse(renderJson(await mutant('startsPrepared', 1)))).findings
  expect(initial?.verdict).toMatchObject({
    violation: { before: null, after: { rm: [{ key: 'rm0', value: 'prepared' }] }, nearest: [] },
    trace: { steps: [] },
  })
})
