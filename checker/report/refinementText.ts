/**
 * What breaks a refinement, as lines below its trace:
 *
 *     transactionCommit has no such step
 *       rm[rm0]      prepared -> aborted
 *       abort(rm0)   is refused by ResourceManager.every(...)  spec/commit/transactionCommit.ts:38:11
 */
import type { Refinement } from '../ir/model.ts'
import { formatValue, type Value } from '../ir/value.ts'
import type { FrameOptions } from '../source/frame.ts'
import type { Trace } from '../verdict/trace.ts'
import { abstractStep } from './abstractStep.ts'
import { changes } from './changes.ts'
import { callText } from './choices.ts'
import { shortened, table } from './layout.ts'
import { placeText, sourceOf } from './place.ts'

/** The refused steps beyond these are left out. */
const shownSteps = 5
const SOURCE_WIDTH = 48

export function refinementLines(refinement: Refinement, trace: Trace, { cwd }: FrameOptions): string[] {
  const { abstract, before, after, nearest } = abstractStep(refinement, trace)
  if (before === null) {
    const values = abstract.variables.map((v, i) => [v.name, formatValue(v.type, after[i] as Value)])
    return [`${abstract.name} has no such initial state`, ...table(values, '  ')]
  }
  const changed = changes(abstract.variables, before, after).map(change => [
    change.path,
    `${formatValue(change.type, change.before)} -> ${formatValue(change.type, change.after)}`,
  ])
  const refused = nearest
    .slice(0, shownSteps)
    .map(({ action, choices, refusedBy }) => [
      callText(action, choices, before),
      `would do this, and is refused by ${shortened(sourceOf(refusedBy), SOURCE_WIDTH)}`,
      placeText(refusedBy, cwd),
    ])
  return [
    `${abstract.name} has no such step`,
    ...table([...changed, ...refused], '  '),
    ...(refused.length === 0 ? ['  no action of it has this effect'] : []),
  ]
}
