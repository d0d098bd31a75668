/**
 * Two runs that can be told apart, side by side: what each step changes in the run with high steps, and in the one
 * without.
 *
 *                                    with high steps  without
 *     0  init()            queued      [f0: 0, f1: 0]   the same
 *     1  arrive(f0), high  queued[f0]  0 -> 1
 *     2  slot()            turn        f0 -> f1         f0 -> f1
 */
import type { Model, State } from '../ir/model.ts'
import { formatValue, type Value } from '../ir/value.ts'
import { lastState, type Trace } from '../verdict/trace.ts'
import type { Violation } from '../verdict/verdict.ts'
import { changes } from './changes.ts'
import { actionOf, callText, stateBefore, stepText } from './choices.ts'
import { table } from './layout.ts'
import { valueCells } from './traceText.ts'

/** The pair as lines, without a heading. */
export function pairText(model: Model, trace: Trace, violation: Violation & { kind: 'noninterference' }): string[] {
  const { without, high, difference } = violation
  const rows: string[][] = [['', '', '', 'with high steps', 'without']]
  const add = (number: number, label: string, paths: ReadonlyMap<string, readonly [string, string]>) => {
    const cells = paths.size > 0 ? [...paths] : [['(nothing changes)', ['', '']] as const]
    cells.forEach(([path, both], i) => {
      rows.push([i === 0 ? String(number) : '', i === 0 ? label : '', path, ...both])
    })
  }
  add(
    0,
    callText(model.initial, trace.initialChoices, []),
    new Map(
      model.variables
        .flatMap(({ name, type }, i) => valueCells(name, type, trace.initial[i] as Value))
        .map(({ path, value }) => [path, [value(Number.POSITIVE_INFINITY).join(''), 'the same']]),
    ),
  )
  let lows = 0
  for (const [i, step] of trace.steps.entries()) {
    const before = stateBefore(trace, i)
    const mine = changesByPath(model, before, step.state)
    const other = high[i] === true ? undefined : without.steps[lows++]
    const theirs = other === undefined ? null : changesByPath(model, stateBefore(without, lows - 1), other.state)
    const paths = [...new Set([...mine.keys(), ...(theirs?.keys() ?? [])])]
    const label = `${stepText(model, step, before)}${theirs === null ? ', high' : ''}`
    add(i + 1, label, new Map(paths.map(path => [path, [mine.get(path) ?? '', theirs?.get(path) ?? '']])))
  }
  if (difference.kind === 'enabledness') {
    const action = actionOf(model, difference.action)
    const label = callText(action, difference.choices, lastState(trace))
    const both =
      difference.in === 'with' ? (['possible', 'impossible'] as const) : (['impossible', 'possible'] as const)
    add(trace.steps.length + 1, label, new Map([['is', both]]))
  }
  return table(rows)
}

const changesByPath = (model: Model, before: State, after: State): ReadonlyMap<string, string> =>
  new Map(
    changes(model.variables, before, after).map(change => [
      change.path,
      `${formatValue(change.type, change.before)} -> ${formatValue(change.type, change.after)}`,
    ]),
  )
