/**
 * A violated finding as text: what is violated, the line to blame, and the trace that leads there.
 *
 *     violated  noOvercommit  (breadth-first, depth 7)
 *       --> spec/lease/lease.ts:88:5
 *     88 |   Router.every(r => used(s, r) <= capacity)
 *        |                     ^^^^^^^^^^^^^^^^^^^^^^  false for r = r1
 *     0  initial  ...
 */
import type { Model } from '../ir/model.ts'
import { formatFairness } from '../ir/temporal.ts'
import { type FrameOptions, frame } from '../source/frame.ts'
import { plain } from '../source/palette.ts'
import type { Span } from '../source/span.ts'
import type { AnyReport } from '../verdict/report.ts'
import { lastState, type Trace } from '../verdict/trace.ts'
import type { Finding, Proof, Violation } from '../verdict/verdict.ts'
import { blamedPlace } from './blameText.ts'
import { callText } from './choices.ts'
import { defaultWidth, table } from './layout.ts'
import { limitsText } from './limitText.ts'
import { counted } from './numbers.ts'
import { pairText } from './pairText.ts'
import { placeText, sourceOf } from './place.ts'
import { refinementLines } from './refinementText.ts'
import { refusals } from './refusals.ts'
import { traceText } from './traceText.ts'

export interface FindingTextOptions extends FrameOptions {
  /** Characters per line, as far as possible. */
  readonly width?: number
}

/** The block for one finding, as lines; none unless it is violated, or there is a step that keeps it from being proved. */
export function violationText(
  { model, engine }: Pick<AnyReport, 'model' | 'engine'>,
  finding: Finding,
  options: FindingTextOptions = {},
): string[] {
  const { verdict } = finding
  const { palette = plain } = options
  if (verdict.kind === 'unknown' && verdict.induction !== undefined) {
    const { violation, trace, instance = model } = verdict.induction
    const others = Object.entries(instance.constants).filter(([name, value]) => model.constants[name] !== value)
    const where = others.length === 0 ? '' : `  (with ${others.map(pair => pair.join(' ')).join(', ')})`
    const heading = `${palette.help('not inductive')}  ${palette.bold(finding.name)}${palette.dim(where)}`
    return [heading, ...brokenLines(instance, finding, violation, trace, options, 'some state')]
  }
  if (verdict.kind !== 'violated') return []
  const { violation, trace } = verdict
  const isInitial = violation.kind === 'actionFailure' && violation.choices !== undefined
  const start = isInitial ? `  (in ${callText(model.initial, violation.choices ?? [], [])})` : ''
  const how = trace === undefined ? start : `  (${howFound(trace, engine)})`
  const heading = `${palette.error('violated')}  ${palette.bold(finding.name)}${palette.dim(how)}`
  return [heading, ...brokenLines(model, finding, violation, trace, options)]
}

/** @param start what to call the first state, where it is not an initial one */
function brokenLines(
  model: Model,
  finding: Finding,
  violation: Violation,
  trace: Trace | undefined,
  options: FindingTextOptions,
  start?: string,
): string[] {
  const { palette = plain, width = defaultWidth } = options
  const lines: string[] = []
  const { span, reason } = blamedPlace(model, finding, violation, trace)
  lines.push(...(span === null ? [palette.error(reason)] : framed(span, reason, options)))
  if (violation.kind === 'noninterference' && trace !== undefined) lines.push('', ...pairText(model, trace, violation))
  else if (trace !== undefined)
    lines.push('', ...traceText(model, trace, { width, palette, ...(start !== undefined && { start }) }))
  if (trace?.loop !== undefined) lines.push('', ...loopLines(model, trace, trace.loop))
  if (violation.kind === 'deadlock' && trace !== undefined) lines.push('', ...refusalLines(model, trace, options))
  if (violation.kind === 'refinement' && trace !== undefined)
    lines.push('', ...refinementLines(violation.refinement, trace, options))
  return lines
}

/** How a behaviour goes on for ever, and what it is fair to. */
function loopLines({ fairness }: Model, { steps }: Trace, loop: number): string[] {
  return [
    loop === steps.length ? `stutters for ever in state ${loop}` : `loop: back to state ${loop}`,
    ...fairness.map(each => `under ${formatFairness(each)}`),
  ]
}

const methods = {
  explicit: 'breadth-first',
  simulate: 'random walk',
  bmc: 'bounded model checking',
  prove: 'by a solver',
} as const

/** Of a random walk, its index replays it, and its detours are left out. */
function howFound({ steps, walk, loop }: Trace, engine: AnyReport['engine']): string {
  if (loop !== undefined) return `behaviour, steps: ${steps.length}`
  if (walk === undefined) return `${methods[engine]}, depth ${steps.length}`
  const whole = counted(walk.steps, 'step')
  return `random walk ${walk.index}, ${walk.steps === steps.length ? whole : `${steps.length} of ${whole}`}`
}

/** A frame with the reason beside its mark, or below it where the line would become too long. */
export function framed(span: Span, reason: string, options: FindingTextOptions): string[] {
  const { palette = plain, width = defaultWidth } = options
  const lines = frame(span, options).split('\n')
  const markLength =
    frame(span, { ...options, palette: plain })
      .split('\n')
      .at(-1)?.length ?? 0
  const told = palette.error(reason)
  if (markLength + 2 + reason.length <= width + reasonOverhang)
    return [...lines.slice(0, -1), `${lines.at(-1)}  ${told}`]
  return [...lines, `${' '.repeat(String(span.line).length)} ${palette.dim('|')} ${told}`]
}

/** A reason may stick out this far before it moves to its own line, as frames are about a line wide anyway. */
const reasonOverhang = 20

function refusalLines(model: Model, trace: Trace, { cwd }: FrameOptions): string[] {
  const rows = refusals(model, lastState(trace)).map(({ action, guard }) => [
    action,
    `refused by ${sourceOf(guard)}`,
    placeText(guard, cwd),
  ])
  return table(rows)
}

const endOf = ({ steps, loop }: Trace): string => {
  if (loop === undefined) return `after ${counted(steps.length, 'step')}`
  return loop === steps.length ? `stutters after ${counted(loop, 'step')}` : `loops after ${counted(loop, 'step')}`
}

/** What a verdict says beside its kind, in one line; empty when the kind says it all. */
export function verdictRemark({ kind, verdict, pairs }: Finding): string {
  switch (verdict.kind) {
    case 'bounded':
      if (verdict.depth === null) return `proved by induction, but ${limitsText(verdict.limits)}`
      if (kind === 'temporal') return `no violation that loops within ${counted(verdict.depth, 'step')}`
      return `${kind === 'witness' ? 'not reached' : 'no violation'} up to depth ${verdict.depth}`
    case 'violated':
      return verdict.trace === undefined ? '' : endOf(verdict.trace)
    case 'unknown':
      return verdict.reason
    case 'vacuous':
      return 'its premise is never true'
    case 'exhausted':
      if (pairs !== undefined) return `over ${counted(pairs.distinct, 'pair')} of states`
      return verdict.witness === undefined ? '' : `after ${counted(verdict.witness.steps.length, 'step')}`
    case 'proved':
      return verdict.proof === undefined ? '' : proofText(verdict.proof)
  }
}

/** By what it was proved, and what that relies on. */
function proofText({ steps, needs }: Proof): string {
  const how = steps === 0 ? '' : steps === 1 ? 'by induction' : `by induction over ${counted(steps, 'step')}`
  const others = needs.length === 0 ? '' : `with ${needs.join(', ')}`
  return [how, others].filter(text => text !== '').join(', ')
}
