/**
 * A report for people: what was violated and how, what is vacuous, one line per property, and last the line that says
 * what the run comes to. Pure: (report) -> text.
 */
import { formatFairness } from '../ir/temporal.ts'
import type { FrameOptions } from '../source/frame.ts'
import { shownPath } from '../source/frame.ts'
import { type Palette, plain } from '../source/palette.ts'
import {
  type AnyNumber,
  type AnyReport,
  isOfSolver,
  type Report,
  type SolverReport,
  untakenBranches,
  vacuousActions,
} from '../verdict/report.ts'
import type { Finding } from '../verdict/verdict.ts'
import { idleRows } from './coresText.ts'
import { coverageLines } from './coverageText.ts'
import { type FindingTextOptions, verdictRemark, violationText } from './findingText.ts'
import { shortened, table } from './layout.ts'
import { lemmaText } from './lemmaText.ts'
import { limitsText } from './limitText.ts'
import { memoryLines } from './memoryText.ts'
import { counted, duration, grouped } from './numbers.ts'
import { outcomeOf } from './outcome.ts'
import { placeText, sourceOf } from './place.ts'
import type { Subject } from './subject.ts'

export interface TextOptions extends FindingTextOptions {
  /** shows how often actions fired and guards decided */
  readonly coverage?: boolean
  /** shows what the states took in memory */
  readonly stats?: boolean
  /** shows what no proof needed */
  readonly cores?: boolean
}

/** The whole report, ending in a line break. */
export function renderText(report: AnyReport, subject: Subject = {}, options: TextOptions = {}): string {
  const blocks = [
    [headline(report, subject, options, isOfSolver(report) ? report.solving.anyNumber?.constants : [])],
    ...report.findings.map(finding => violationText(report, finding, options)),
    options.coverage === true && !isOfSolver(report) ? coverageLines(report.coverage, options) : [],
    options.stats === true ? memoryLines(report) : [],
    vacuityLines(report, options),
    options.cores === true && isOfSolver(report) ? table(idleRows(report, options)) : [],
    inventedLines(report),
    assumptionLines(report),
    isOfSolver(report) || report.uncompiled === undefined
      ? []
      : [`slow  no code could be generated: ${report.uncompiled}`],
    [...verdictLines(report.findings, options.palette ?? plain), summary(report, options.palette ?? plain)],
  ]
  return blocks
    .filter(lines => lines.length > 0)
    .map(lines => `${lines.join('\n')}\n`)
    .join('\n')
}

/** Lemmas that are not in the spec, to be pasted into it. */
function inventedLines(report: AnyReport): string[] {
  if (!isOfSolver(report) || report.invented === undefined || report.invented.length === 0) return []
  const { domains, lemmas } = lemmaText(report.model, report.invented)
  return ['invented, and proved with the rest; in the spec they would read', ...domains, ...lemmas]
}

/**
 * What was checked: `lease (spec/lease/lease.ts), instance small: routers 2, overlays 2`.
 * @param any constants that stand for any number
 */
export function headline(
  { model, file }: Pick<AnyReport, 'model' | 'file'>,
  { instance, mutant }: Subject,
  { cwd, palette = plain }: TextOptions,
  any: readonly string[] = [],
): string {
  const constants = Object.entries(model.constants).map(
    ([name, value]) => `${name} ${any.includes(name) ? 'any' : value}`,
  )
  const subject = [
    palette.bold(model.name) + (file === null ? '' : ` (${shownPath(file, cwd)})`),
    ...(instance === undefined ? [] : [`instance ${instance}`]),
    ...(mutant === undefined ? [] : [`mutant ${mutant}`]),
  ].join(', ')
  return constants.length === 0 ? subject : `${subject}: ${constants.join(', ')}`
}

/** What a temporal property that holds, or was not seen to be broken, relies on; counterexamples tell it themselves. */
function assumptionLines({ model, findings }: AnyReport): string[] {
  const kinds = findings.flatMap(({ kind, verdict }) => (kind === 'temporal' ? [verdict.kind] : []))
  const isRelied = kinds.includes('exhausted') || kinds.includes('bounded')
  return isRelied ? model.fairness.map(fairness => `assumed  ${formatFairness(fairness)}`) : []
}

/** What never happened although everything was explored, and premises that were never true. */
function vacuityLines(report: AnyReport, options: FrameOptions): string[] {
  const idle = new Set(vacuousActions(report))
  const rows = [
    ...(isOfSolver(report) ? [] : report.coverage)
      .filter(({ action }) => idle.has(action))
      .map(({ action, span }) => ['never fired', action, placeText(span, options.cwd)]),
    ...untakenRows(report, options),
    ...report.findings.flatMap(({ name, span, unrefined = [] }) =>
      unrefined.map(action => [
        'never refined',
        action,
        span === null ? '' : `${placeText(span, options.cwd)}, ${name}`,
      ]),
    ),
    ...report.findings.flatMap(({ name, verdict }) =>
      verdict.kind !== 'vacuous'
        ? []
        : verdict.premises.map(({ text, span }) => [
            'never true',
            text,
            `${placeText(span, options.cwd)}, a premise of ${name}`,
          ]),
    ),
  ]
  return table(rows)
}

function untakenRows(report: AnyReport, { cwd }: FrameOptions): string[][] {
  // beside a violation they are not what to look at
  if (report.findings.some(({ verdict }) => verdict.kind === 'violated')) return []
  const all = untakenBranches(report)
  return all.flatMap(({ action, span, value }) => {
    const isUnreached = all.some(each => each.action === action && each.span === span && each.value !== value)
    if (isUnreached && !value) return []
    const never = isUnreached ? 'never reached' : `never ${value}`
    return [[never, shortened(sourceOf(span), BRANCH_WIDTH), `${placeText(span, cwd)}, a branch of ${action}`]]
  })
}
const BRANCH_WIDTH = 60

function verdictLines(findings: readonly Finding[], palette: Palette): string[] {
  const words = findings.map(verdictWord)
  const lines = table(findings.map((finding, i) => [words[i] ?? '', finding.name, verdictRemark(finding)]))
  return lines.map((line, i) => {
    const word = words[i] ?? ''
    return tone(word, palette)(word) + line.slice(word.length)
  })
}

/** A witness that was found settles its property, whether or not anything was exhausted. */
const verdictWord = ({ verdict }: Finding): string =>
  verdict.kind === 'exhausted' && verdict.witness !== undefined ? 'reached' : verdict.kind

const tone = (kind: string, palette: Palette) =>
  kind === 'violated'
    ? palette.error
    : kind === 'exhausted' || kind === 'proved' || kind === 'reached'
      ? palette.bold
      : palette.help

/** What was counted: states, or one of all that are alike, of which there are as many as there are ways to name them. */
function statesText({ interchangeable, partialOrder }: Report, distinct: number): string {
  if (partialOrder) return `${counted(distinct, 'state')} after partial-order reduction`
  if (interchangeable.length === 0) return counted(distinct, 'distinct state')
  const ways = interchangeable.filter(type => type.values.length > 1).map(type => `${type.values.length}!`)
  return `${counted(distinct, 'representative')} of at most ${ways.join(' x ') || '1'} states each`
}

function explorationText(report: Report): string[] {
  const { distinct, generated, depth } = report.exploration
  return [statesText(report, distinct), `${grouped(generated)} generated`, `depth ${grouped(depth)}`]
}
function solvingText({ engine, solving }: SolverReport): string[] {
  const { solver, encoding, depth, queries, anyNumber } = solving
  const to = anyNumber !== undefined ? anyNumberText(anyNumber) : depth === null ? '' : ` to depth ${grouped(depth)}`
  const how = encoding === 'integers' ? ', integers' : ''
  return [
    `${methods[engine]}${to}`,
    `solver ${solver}${how}`,
    queries === 1 ? '1 query' : `${grouped(queries)} queries`,
  ]
}
function anyNumberText({ constants, from }: AnyNumber): string {
  const least = from === 1 ? '' : ` from ${from} on`
  return ` for any number of ${constants.join(' and ')}${least}`
}
const methods = { bmc: 'bounded model checking', prove: 'proof' } as const

/** The key line. */
function summary(report: AnyReport, palette: Palette): string {
  const outcome = outcomeOf(report)
  const { elapsedMs } = isOfSolver(report) ? report.solving : report.exploration
  const about = isOfSolver(report) ? solvingText(report) : explorationText(report)
  const idle = vacuousActions(report).length
  // That it was interrupted is what the line begins with.
  const limits = report.limits.filter(({ kind }) => kind !== 'interrupted')
  const remarks = [
    ...(limits.length === 0 ? [] : [limitsText(limits)]),
    ...(idle === 0 ? [] : [`${counted(idle, 'action')} never fired`]),
  ]
  const remark = remarks.map(text => `; ${text}`).join('')
  return `${tone(outcome, palette)(outcome)}: ${about.join(', ')} (${duration(elapsedMs)})${remark}`
}
