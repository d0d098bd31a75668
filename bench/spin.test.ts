import { expect, it } from 'vitest'
import { outcome } from './spin.ts'

const report = `
State-vector 20 byte, depth reached 16, errors: 0
     8832 states, stored
	    8832 nominal states (stored-atomic)
    49314 states, matched
    58146 transitions (= stored+matched)
        0 atomic steps
`

it('reads the numbers of a complete search', () => {
  expect(outcome(report)).toEqual({ counts: { distinct: 8832, generated: 58146 }, depth: 16 })
})

it('does not take a rounded number of transitions for an exact one', () => {
  expect(outcome(report.replace('58146 transitions', '1.235584e+08 transitions')).counts).toEqual({
    distinct: 8832,
    generated: null,
  })
})

it.each([
  ['found an error', report.replace('errors: 0', 'errors: 1')],
  ['was cut off by its depth', `error: max search depth too small\n${report}`],
  ['ran out of memory', `pan: reached -DMEMLIM bound\nWarning: Search not completed\n${report}`],
  ['rounded the number of states', report.replace('8832 states, stored', '1.2345679e+08 states, stored')],
  ['said nothing', ''],
])('takes no numbers from a search that %s', (_, text) => {
  expect(() => outcome(text)).toThrow('Spin did not see all')
})
