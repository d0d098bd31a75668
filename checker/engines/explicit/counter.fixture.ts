/** Small systems with a number and a flag, for tests of temporal properties: each test declares the actions. */
import { bool, guard, int, machine, spec } from 'von'
import { lower } from '../../frontend/lower.ts'
import type { Report } from '../../verdict/report.ts'
import type { Trace } from '../../verdict/trace.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import { type ExploreOptions, explore } from './explore.ts'

const counterDomains = { n: int(0, 5), on: bool }
const newCounter = () => {
  const m = machine(counterDomains)
  m.init(() => ({ n: 0, on: false }))
  m.mayEnd()
  return m
}
export type Counter = ReturnType<typeof newCounter>

export async function reportOf(declare: (m: Counter) => void, options: ExploreOptions = {}): Promise<Report> {
  const { instance } = spec('counter', {}, () => {
    const m = newCounter()
    declare(m)
    return m
  })
  return await explore(lower(instance()), { keepGoing: true, ...options })
}
export const verdictIn = (report: Report, name: string): Verdict => {
  const found = report.findings.find(finding => finding.name === name)
  if (found === undefined) throw new Error(`there is no verdict on ${name}`)
  return found.verdict
}
/** The verdict on the property `goal`: its kind, and the values of `n` in the behaviour that breaks it. */
export async function goalOf(declare: (m: Counter) => void, options: ExploreOptions = {}): Promise<string> {
  const verdict = verdictIn(await reportOf(declare, options), 'goal')
  return verdict.kind === 'violated' ? behaviour(verdict.trace as Trace) : verdict.kind
}
/** `0 1 (2 1)`: the values of `n`, in brackets those that repeat; `0 1 ...` stutters. */
function behaviour({ initial, steps, loop }: Trace): string {
  const values = [initial, ...steps.map(({ state }) => state)].map(([n]) => String(n))
  if (loop === undefined) return values.join(' ')
  if (loop === steps.length) return `${values.join(' ')} ...`
  return `${[...values.slice(0, loop), ''].join(' ')}(${values.slice(loop, -1).join(' ')})`
}

export const go = (m: Counter, name: string, from: number, to: number) =>
  m.action(name, {}, s => {
    guard(s.n === from)
    s.n = to
  })
