import { Schema } from 'effect'
import { expect, it } from 'vitest'
import twoPhaseCommit from '../../spec/commit/twoPhaseCommit.ts'
import { explore } from '../engines/explicit/explore.ts'
import { lower } from '../frontend/lower.ts'
import { bool, guard, int, machine, spec } from '../lang/index.ts'
import { exitCodeOf } from '../verdict/verdict.ts'
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

it('names abstract actions that nothing refines, without a change of the verdict', async () => {
  const abstract = spec('abstract', {}, () => {
    const m = machine({ n: int(0, 2) })
    m.init(() => ({ n: 0 }))
    m.action('up', {}, s => {
      s.n = Math.min(2, s.n + 1)
    })
    m.action('down', {}, s => {
      guard(s.n > 0)
      s.n--
    })
    return m
  })
  const concrete = spec('concrete', {}, () => {
    const m = machine({ isFull: bool })
    m.init(() => ({ isFull: false }))
    m.action('fill', {}, s => {
      s.isFull = true
    })
    m.refines('counts', abstract.instance(), s => ({ n: s.isFull ? 1 : 0 }))
    return m
  })
  const report = await explore(lower(concrete.instance()))
  expect(exitCodeOf(report.findings, [])).toBe(0)
  expect(renderText(report, {}, { cwd: process.cwd() })).toMatch(/^never refined {2}down {2}\S+:\d+:\d+, counts$/m)
  expect(JSON.parse(renderJson(report)).findings[0]).toMatchObject({ name: 'counts', unrefined: ['down'] })
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
