/**
 * Largest and smallest values as text: one line for each, with what is known of either side, and the trace to the value
 * where it is the only one.
 *
 *     exhausted  largest lag  4  after 11 steps, and no reachable state has more
 */
import type { Model } from '../ir/model.ts'
import { type Palette, plain } from '../source/palette.ts'
import type { Report } from '../verdict/report.ts'
import type { Trace } from '../verdict/trace.ts'
import type { Verdict } from '../verdict/verdict.ts'
import { traceData, verdictData } from './json.ts'
import { table } from './layout.ts'
import { limitsText } from './limitText.ts'
import { counted } from './numbers.ts'
import type { Subject } from './subject.ts'
import { headline, type TextOptions } from './text.ts'
import { traceText } from './traceText.ts'

export interface FoundOptimum {
  readonly direction: 'largest' | 'smallest'
  readonly measure: { readonly name: string }
  readonly value: number
  /** to a state that has the value */
  readonly trace: Trace
  /** how far it is known that no state goes beyond */
  readonly beyond: Verdict
  readonly queries: number
}
export interface OptimumAnswer extends Pick<Report, 'model' | 'file'> {
  readonly found: readonly FoundOptimum[]
}

export function optimumText(answer: OptimumAnswer, subject: Subject, options: TextOptions): string {
  const { palette = plain } = options
  const rows = answer.found.map(({ direction, measure, value, trace, beyond }) => [
    beyond.kind,
    `${direction} ${measure.name}`,
    String(value),
    `after ${counted(trace.steps.length, 'step')}, and ${beyondText(beyond, direction)}`,
  ])
  const [only, ...others] = answer.found
  const trace = only === undefined || others.length > 0 ? [] : ['', ...traceText(answer.model, only.trace, options)]
  return `${[headline(answer, subject, options), ...trace, '', ...table(rows).map(line => toned(line, palette))].join('\n')}\n`
}

const toned = (line: string, palette: Palette) =>
  line.replace(/^\w+/, kind => (kind === 'exhausted' || kind === 'proved' ? palette.bold(kind) : palette.help(kind)))

function beyondText(verdict: Verdict, direction: 'largest' | 'smallest'): string {
  const more = direction === 'largest' ? 'more' : 'less'
  switch (verdict.kind) {
    case 'exhausted':
      return `no reachable state has ${more}`
    case 'proved':
      return `by proof no reachable state has ${more}`
    case 'bounded':
      return `none has ${more}${verdict.depth === null ? '' : ` within ${counted(verdict.depth, 'step')}`}${remark(limitsText(verdict.limits))}`
    case 'unknown':
      return `it is not known whether any has ${more}${remark(verdict.reason)}`
    default:
      return `it is not known whether any has ${more}`
  }
}
const remark = (text: string) => (text === '' ? '' : ` (${text})`)

/** The same as a JSON document, ending in a line break. */
export function optimumJson({ model, file, found }: OptimumAnswer, { instance, mutant }: Subject): string {
  const document = {
    format: 'von-optimum',
    version: 1,
    spec: model.name,
    file,
    instance: instance ?? null,
    mutant: mutant ?? null,
    constants: model.constants,
    optima: found.map(each => optimumData(model, each)),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

const optimumData = (model: Model, { measure, direction, value, trace, beyond, queries }: FoundOptimum) => ({
  measure: measure.name,
  direction,
  value,
  attained: traceData(model, trace),
  beyond: verdictData(model, beyond),
  queries,
})
