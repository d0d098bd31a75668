import { Schema } from 'effect'
import { describe, expect, it } from 'vitest'
import {
  bagType,
  boolType,
  enumType,
  intType,
  mapType,
  optionType,
  queueType,
  recordType,
  setType,
  variantType,
} from '../ir/type.ts'
import type { Limit, Verdict } from '../verdict/verdict.ts'
import { FailureDocument, ReportDocument } from './document.ts'
import { failureDocument } from './failureDocument.ts'
import { check, finding, report, spanOf, trace } from './fixtures/seat.ts'
import { jsonValue, renderJson } from './json.ts'

const decode = Schema.decodeUnknownSync(ReportDocument, { onExcessProperty: 'error' })
const decodeFailure = Schema.decodeUnknownSync(FailureDocument, { onExcessProperty: 'error' })

const verdicts: readonly Verdict[] = [
  { kind: 'proved' },
  { kind: 'exhausted' },
  { kind: 'exhausted', witness: trace },
  { kind: 'bounded', depth: 2, limits: [{ kind: 'memory', bytes: 1024 }] },
  { kind: 'violated', violation: { kind: 'invariant' }, trace },
  {
    kind: 'violated',
    violation: { kind: 'temporal' },
    trace: { ...trace, steps: [...trace.steps, { action: null, choices: [], state: trace.initial }], loop: 2 },
  },
  { kind: 'violated', violation: { kind: 'unreachable' } },
  {
    kind: 'violated',
    violation: { kind: 'actionFailure', action: 'sit', check, choices: ['p0'] },
    trace: { ...trace, failing: { action: 'sit', choices: ['p0'], check } },
  },
  { kind: 'unknown', reason: 'out of luck' },
  { kind: 'vacuous', premises: [{ text: 'polite', span: spanOf('outside') }] },
]
const limits: readonly Limit[] = [
  { kind: 'maxStates', states: 3 },
  { kind: 'maxDepth', depth: 3 },
  { kind: 'constraint', name: 'small', pruned: 3 },
  { kind: 'interrupted' },
  { kind: 'violation' },
  { kind: 'memory', bytes: 1024, byMachine: true },
  { kind: 'disk', folder: '/var/tmp', reason: 'no space left on device' },
]

describe('the JSON document', () => {
  it.for(verdicts)('has the described form, and nothing else, for $kind', verdict => {
    const document = decode(JSON.parse(renderJson(report([finding(verdict)], limits))))
    expect(document.findings[0]?.verdict.kind).toBe(verdict.kind)
  })

  it('tells every step with its parameters, the changes and the whole state', () => {
    const verdict: Verdict = { kind: 'violated', violation: { kind: 'invariant' }, trace }
    const { findings, outcome, instance } = decode(
      JSON.parse(renderJson(report([finding(verdict)]), { instance: 'big' })),
    )
    const told = findings[0]?.verdict
    expect({ outcome, instance }).toEqual({ outcome: 'violated', instance: 'big' })
    expect(told?.kind === 'violated' && told.trace?.steps[1]).toEqual({
      action: 'sit',
      parameters: { p: 'p1' },
      picks: {},
      changes: [
        { path: 'place[p1]', before: 'outside', after: 'seated' },
        { path: 'ticket.uses', before: 0, after: 2 },
      ],
      state: {
        place: [
          { key: 'p0', value: 'seated' },
          { key: 'p1', value: 'seated' },
        ],
        ticket: { owner: 'p0', uses: 2 },
        waiting: ['p1'],
        seen: ['p0'],
        open: true,
      },
    })
  })

  it('tells what is to blame, as text does', () => {
    const { span, ...violated } = finding({ kind: 'violated', violation: { kind: 'invariant' }, trace })
    const { findings } = decode(JSON.parse(renderJson(report([{ span, ...violated }]))))
    expect(findings[0]?.blame).toEqual({ span, reason: 'false: 2 <= 1' })
  })

  it('has the same envelope where there is no answer', () => {
    const diagnostic = { code: 'VON1001', message: 'there is no file', span: spanOf('outside'), related: [] }
    expect(
      decodeFailure(JSON.parse(failureDocument([diagnostic, { message: 'wrong call', help: 'see --help' }]))),
    ).toEqual({
      format: 'von-report',
      version: 1,
      error: [diagnostic, { message: 'wrong call', help: 'see --help' }],
    })
  })
})

it('writes values as their author sees them', () => {
  const bit = enumType(['a', 'b'])
  const pair = recordType([{ name: 'x', type: intType(0, 3) }])
  expect(jsonValue(pair, [2])).toEqual({ x: 2 })
  expect(jsonValue(variantType([{ name: 'on', fields: pair.fields }]), ['on', 3])).toEqual({ kind: 'on', x: 3 })
  expect(jsonValue(optionType(bit), null)).toBeNull()
  expect(jsonValue(optionType(bit), ['b'])).toBe('b')
  expect(jsonValue(mapType(boolType, bit), ['a', 'b'])).toEqual([
    { key: false, value: 'a' },
    { key: true, value: 'b' },
  ])
  expect(jsonValue(setType(bit), [false, true])).toEqual(['b'])
  expect(jsonValue(bagType(bit, 3), [0, 3])).toEqual([{ item: 'b', copies: 3 }])
  expect(jsonValue(queueType(bit, 3), ['b', 'a'])).toEqual(['b', 'a'])
})
