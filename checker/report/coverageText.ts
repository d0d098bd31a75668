/** Coverage for people: how often each action fired and each of its guards decided, and which guards never did one or the other. */
import type { FrameOptions } from '../source/frame.ts'
import type { Report } from '../verdict/report.ts'
import { shortened, table } from './layout.ts'
import { grouped } from './numbers.ts'
import { placeText, sourceOf } from './place.ts'

const SOURCE_WIDTH = 48

export function coverageLines(coverage: Report['coverage'], { cwd }: FrameOptions): string[] {
  return table([
    ['coverage', 'fired', 'new states', 'true', 'false', ''],
    ...coverage.flatMap(({ action, span, fired, fresh, guards }) => [
      [action, grouped(fired), grouped(fresh), '', '', placeText(span, cwd)],
      ...guards.map(({ span: guard, passed, refused }) => [
        `  ${shortened(sourceOf(guard), SOURCE_WIDTH)}`,
        '',
        '',
        passed === 0 ? 'never' : grouped(passed),
        refused === 0 ? 'never' : grouped(refused),
        placeText(guard, cwd),
      ]),
    ]),
  ])
}
