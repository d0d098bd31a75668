import { describe, expect, it } from 'vitest'
import { exitCodeOf, type Finding, type Verdict } from './verdict.ts'

const finding = (verdict: Verdict): Finding => ({ name: 'p', kind: 'invariant', span: null, verdict })
const exhausted = finding({ kind: 'exhausted' })
const violated = finding({ kind: 'violated', violation: { kind: 'invariant' } })
const bounded = finding({ kind: 'bounded', depth: 3, limits: [] })

describe('exitCodeOf', () => {
  it('is yes only when everything is', () => {
    expect(exitCodeOf([exhausted, finding({ kind: 'proved' })], [])).toBe(0)
  })

  it('is violated as soon as anything is', () => {
    expect(exitCodeOf([exhausted, bounded, violated], ['never'])).toBe(1)
  })

  it('is inconclusive for what is bounded, unknown, vacuous, or was not asked', () => {
    const open: Verdict[] = [bounded.verdict, { kind: 'unknown', reason: '' }, { kind: 'vacuous', premises: [] }]
    for (const verdict of open) expect(exitCodeOf([exhausted, finding(verdict)], [])).toBe(3)
    expect(exitCodeOf([exhausted], ['never'])).toBe(3)
    expect(exitCodeOf([], [])).toBe(3)
  })
})
