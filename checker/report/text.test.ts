import { describe, expect, it } from 'vitest'
import { boolType } from '../ir/type.ts'
import { check, finding, report, spanOf, trace } from './fixtures/seat.ts'
import { renderText } from './text.ts'

const options = { cwd: '/project' }
const lines = (text: string) => text.trimEnd().split('\n')

describe('the text of a report', () => {
  it('shows a violation with its line, every step with what it changed, and the key line last', () => {
    const violated = finding({ kind: 'violated', violation: { kind: 'invariant' }, trace })
    const text = renderText(report([violated], [{ kind: 'violation' }]), { mutant: 'M1' }, options)
    expect(text).toBe(`seat (spec/seat.ts), mutant M1: players 2, polite false

violated  oneSeat  (breadth-first, depth 3)
 --> spec/seat.ts:6:31
6 |   m.invariant('oneSeat', s => Player.count(p => s.place[p] === 'seated') <= 1)
  |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  false: 2 <= 1

0  init()    place        [p0: outside, p1: outside]
             ticket       null
             waiting      <>
             seen         {}
             open         true
1  sit(p0)   place[p0]    outside -> seated
             ticket       null -> {owner: p0, uses: 0}
             waiting      <> -> <p1>
             seen         {} -> {p0}
2  sit(p1)   place[p1]    outside -> seated
             ticket.uses  0 -> 2
3  rise(p1)  (nothing changes)

violated  oneSeat  after 3 steps
violated: 1,234 distinct states, 5,678 generated, depth 9 (1.2 s); stopped at the first violation
`)
  })

  it('says how a behaviour goes on for ever, and what it is fair to', () => {
    const lasso = (loop: number) => {
      const violated = finding({ kind: 'violated', violation: { kind: 'temporal' }, trace: { ...trace, loop } })
      const all = report([{ ...violated, kind: 'temporal' }])
      const fairness = [
        { strength: 'weak', action: 'rise', each: [] },
        { strength: 'strong', action: 'sit', each: [{ name: 'p', index: 0, type: boolType }] },
      ] as const
      return lines(renderText({ ...all, model: { ...all.model, fairness } }, {}, options))
    }
    const shown = lasso(2)
    expect(shown).toContain('violated  oneSeat  (behaviour, steps: 3)')
    expect(shown.slice(shown.indexOf('loop: back to state 2'), -3)).toEqual([
      'loop: back to state 2',
      'under weak fairness of rise',
      'under strong fairness of sit for each p',
    ])
    expect(shown).toContain('violated  oneSeat  loops after 2 steps')
    expect(lasso(3)).toContain('stutters for ever in state 3')
    expect(lasso(3)).toContain('violated  oneSeat  stutters after 3 steps')
  })

  it('shows the failing line and its message for a failure inside an action', () => {
    const failing = { action: 'sit', choices: ['p0'], check }
    const failures = {
      ...finding({
        kind: 'violated',
        violation: { kind: 'actionFailure', action: 'sit', check },
        trace: { ...trace, failing },
      }),
      name: 'failures',
      kind: 'failures' as const,
      span: null,
    }
    const shown = lines(renderText(report([failures]), {}, options))
    expect(shown).toContain(`  |           ^^^^^^^^^^^^^^^^^^^^^^^^  ${check.message}`)
    expect(shown).toContain(`4  sit(p0)   fails        ${check.message}`)
  })

  it('ends with the verdict alone where everything was exhausted', () => {
    expect(lines(renderText(report([finding({ kind: 'exhausted' })]), {}, options)).slice(-2)).toEqual([
      'exhausted  oneSeat',
      'exhausted: 1,234 distinct states, 5,678 generated, depth 9 (1.2 s)',
    ])
  })

  it('always says what bounded a bounded run, and never that all is well', () => {
    const limits = [
      { kind: 'maxStates', states: 1234 },
      { kind: 'constraint', name: 'small', pruned: 1 },
    ] as const
    const text = renderText(report([finding({ kind: 'bounded', depth: 4, limits })], limits), {}, options)
    expect(lines(text).slice(-2)).toEqual([
      'bounded  oneSeat  no violation up to depth 4',
      'bounded: 1,234 distinct states, 5,678 generated, depth 9 (1.2 s); stopped at 1,234 distinct states; constraint small left 1 state unexplored',
    ])
    expect(text).not.toMatch(/\bok\b|exhausted|proved/i)
  })

  it('lists premises that were never true and actions that never fired, with their places', () => {
    const premises = [{ text: 'polite', span: spanOf("s.place[p] === 'seated'") }]
    const vacuous = report([finding({ kind: 'vacuous', premises })])
    const coverage = vacuous.coverage.map(each => (each.action === 'rise' ? { ...each, fired: 0 } : each))
    const shown = lines(renderText({ ...vacuous, coverage }, {}, options))
    expect(shown.slice(2)).toEqual([
      'never fired  rise    spec/seat.ts:5:3',
      'never true   polite  spec/seat.ts:6:49, a premise of oneSeat',
      '',
      'vacuous  oneSeat  its premise is never true',
      'vacuous: 1,234 distinct states, 5,678 generated, depth 9 (1.2 s); 1 action never fired',
    ])
  })

  it('says the same in colour', () => {
    const violated = report([finding({ kind: 'violated', violation: { kind: 'invariant' }, trace })])
    const mark = (letter: string) => (text: string) => `<${letter}>${text}</${letter}>`
    const palette = { error: mark('e'), help: mark('h'), bold: mark('b'), dim: mark('d') }
    const coloured = renderText(violated, {}, { ...options, palette })
    expect(coloured).toContain('<e>violated</e>  <b>oneSeat</b>')
    expect(coloured.replaceAll(/<\/?[ehbd]>/g, '')).toBe(renderText(violated, {}, options))
  })

  it('puts what does not fit on further lines, and drops nothing', () => {
    const violated = report([finding({ kind: 'violated', violation: { kind: 'invariant' }, trace })])
    const words = (width: number) => renderText(violated, {}, { ...options, width }).split(/[\s|^]+/)
    const traceOf = (list: string[]) => list.slice(list.indexOf('0'))
    expect(traceOf(words(30))).toEqual(traceOf(words(100)))
  })
})
