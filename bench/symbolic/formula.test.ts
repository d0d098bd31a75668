import { expect, it } from 'vitest'
import { ratioToBest, type Solved } from './formula.ts'
import { problems } from './problems.ts'
import { judged, renderMeasured } from './table.ts'

const solved = (solver: string, answer: string, cpuSeconds: number): Solved => ({
  solver,
  answer,
  cpuSeconds,
  elapsedSeconds: 2 * cpuSeconds,
})

it('compares with the fastest of the others that know the answer', () => {
  const peers = [
    solved('z3', 'unsat', 0.5),
    solved('z3 QF_FD', 'unsat', 0.25),
    solved('cvc5', 'no answer in time', 0.1),
  ]
  expect(ratioToBest([solved('embedded', 'unsat', 1), ...peers])).toBe(4)
})

it('gives no ratio where solvers disagree, do not answer, or answer too soon', () => {
  const ours = solved('embedded', 'sat', 1)
  expect(ratioToBest([ours, solved('z3', 'sat', 1), solved('cvc5', 'unsat', 1)])).toBe('no ratio: the answers differ')
  expect(ratioToBest([ours, solved('z3', 'unknown', 1)])).toBe('no ratio: no other solver answers')
  expect(ratioToBest([solved('embedded', 'unknown', 1), solved('z3', 'sat', 1)])).toBe('no ratio: ours has no answer')
  expect(ratioToBest([ours, solved('z3', 'sat', 0.04)])).toBe('no ratio: too short to be measured')
})

it('says how a goal was met, and when it was not', () => {
  const [problem] = problems
  if (problem === undefined) throw new Error('there are no problems')
  const { targetSeconds } = problem
  expect(judged(problem, { elapsedSeconds: targetSeconds, cpuSeconds: targetSeconds })).toBe('met')
  expect(judged(problem, { elapsedSeconds: 3 * targetSeconds, cpuSeconds: targetSeconds })).toBe('met by CPU time only')
  expect(judged(problem, { elapsedSeconds: 3 * targetSeconds, cpuSeconds: 2 * targetSeconds })).toBe('MISSED')
  const commands = [{ solver: 'embedded', run: 'ended with exit code 3, not 0: timeout' }]
  expect(renderMeasured({ problem, commands, formula: null })).toContain('ended with exit code 3')
})
