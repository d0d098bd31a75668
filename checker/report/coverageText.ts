/**
 * Coverage for people: how often each action fired, how often each of its guards and then each of its branches, marked `?`,
 * was true and false, and what never happened.
 */
import type { FrameOptions } from '../source/frame.ts'
import type { Span } from '../source/span.ts'
import type { Report } from '../verdict/report.ts'
import { shortened, table } from './layout.ts'
import { grouped } from './numbers.ts'
import { placeText, sourceOf } from './place.ts'

const SOURCE_WIDTH = 48

export function coverageLines(coverage: Report['coverage'], { cwd }: FrameOptions): string[] {
  return table([
    ['coverage', 'fired', 'new states', 'true', 'false', ''],
    ...coverage.flatMap(({ action, span, fired, fresh, guards, branches }) => [
      [action, grouped(fired), grouped(fresh), '', '', placeText(span, cwd)],
      ...guards.map(({ span: guard, passed, refused }) => decision('', guard, passed, refused, cwd)),
      ...(branches ?? []).map(({ span: branch, held, failed }) => decision('? ', branch, held, failed, cwd)),
    ]),
  ])
}
const decision = (mark: string, span: Span, yes: number, no: number, cwd: string | undefined) => [
  `  ${mark}${shortened(sourceOf(span), SOURCE_WIDTH)}`,
  '',
  '',
  yes === 0 ? 'never' : grouped(yes),
  no === 0 ? 'never' : grouped(no),
  placeText(span, cwd),
]
