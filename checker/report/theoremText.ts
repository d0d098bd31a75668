/**
 * Theorems for people: a block for each one that is false, with inputs that show it, and a line for every verdict.
 *
 *     violated  serialLess  (by the solver)
 *       --> proofs/serial.ts:12:40
 *     12 | ...
 *        |     ^^^^^^^^  false: 2 < 1
 *
 *     a  2147483648 (0x80000000)
 *     b  0
 */
import type { Type } from '../ir/type.ts'
import { formatValue, type Value } from '../ir/value.ts'
import { shownPath } from '../source/frame.ts'
import { type Palette, plain } from '../source/palette.ts'
import type { TheoremCounterexample, TheoremFinding, TheoremProof, TheoremReport } from '../verdict/theorem.ts'
import { falsePart } from './blameText.ts'
import { type FindingTextOptions, framed } from './findingText.ts'
import { table } from './layout.ts'
import { counted, duration } from './numbers.ts'
import { placeText } from './place.ts'

/** The text, ending in a line break. */
export function theoremText(report: TheoremReport, options: FindingTextOptions = {}): string {
  const { proofs, file, mutant, solver, elapsedMs } = report
  const { cwd, palette = plain } = options
  const subject = [
    ...(file === null ? [] : [palette.bold(shownPath(file, cwd))]),
    ...(mutant === null ? [] : [`twin ${mutant}`]),
  ].join(', ')
  const queries = proofs.flatMap(({ finding, twins }) => [finding, ...twins.map(twin => twin.finding)])
  const asked = counted(
    queries.reduce((n, finding) => n + finding.queries, 0),
    'query',
    'queries',
  )
  const about = [counted(proofs.length, 'theorem'), asked, ...(solver === null ? [] : [solver])]
  const blocks = [
    [subject],
    ...proofs.map(({ finding }) => violationLines(finding, options)),
    [...table(proofs.flatMap(rowsOf)), ...vacuityLines(proofs, options)],
    [`${outcome(report, palette)}: ${about.join(', ')} (${duration(elapsedMs)})`],
  ]
  return blocks
    .filter(lines => lines.some(line => line !== ''))
    .map(lines => `${lines.join('\n')}\n`)
    .join('\n')
}

function violationLines({ theorem, verdict }: TheoremFinding, options: FindingTextOptions): string[] {
  if (verdict.kind !== 'violated') return []
  const { palette = plain } = options
  const { counterexample, by } = verdict
  const { inputs, failed, observed } = counterexample
  const how = palette.dim(`  (by ${by === 'solver' ? 'the solver' : 'sampling'})`)
  const { span, reason } =
    failed === null ? falsePart(theorem, inputs, inputs) : { span: failed.span, reason: failed.message }
  return [
    `${palette.error('violated')}  ${palette.bold(theorem.name)}${how}`,
    ...framed(span ?? theorem.span, reason, options),
    '',
    ...table([
      ...theorem.inputs.map(({ name, type }, i) => [name, valueText(type, inputs[i] ?? null)]),
      ...(observed.sides ?? []).map((side, i) => [i === 0 ? 'one function' : 'the other', side]),
      ...(typeof observed.truth === 'boolean' ? [] : [['run', observed.truth.message]]),
    ]),
  ]
}

/** Numbers that have more than a byte are shown by their bits, too. */
function valueText(type: Type, value: Value): string {
  const text = formatValue(type, value)
  return type.kind === 'int' && (value as number) > 255 ? `${text} (0x${(value as number).toString(16)})` : text
}
const inputsText = ({ inputs }: TheoremCounterexample, { theorem }: TheoremFinding) =>
  theorem.inputs.map(({ name, type }, i) => `${name} = ${valueText(type, inputs[i] ?? null)}`).join(', ')

function rowsOf({ about, finding, twins }: TheoremProof): string[][] {
  return [
    [finding.verdict.kind, finding.theorem.name, remark(finding)],
    ...(about === null ? [] : [['', '', about]]),
    ...twins.map(({ name, finding: twin }) => [
      twin.verdict.kind === 'violated' ? '  refuted' : twin.verdict.kind === 'proved' ? '  true' : '  undecided',
      `  twin ${name}`,
      twin.verdict.kind === 'proved' ? 'it must be false' : remark(twin),
    ]),
  ]
}
function remark(finding: TheoremFinding): string {
  const { verdict } = finding
  switch (verdict.kind) {
    case 'proved':
      return 'for all inputs'
    case 'violated':
      return inputsText(verdict.counterexample, finding)
    case 'unknown':
      return verdict.reason
    case 'vacuous':
      return 'its premise is never true'
  }
}

const vacuityLines = (proofs: readonly TheoremProof[], { cwd }: FindingTextOptions): string[] =>
  table(
    proofs.flatMap(({ finding: { theorem, verdict } }) =>
      verdict.kind !== 'vacuous'
        ? []
        : verdict.premises.map(({ text, span }) => [
            'never true',
            text,
            `${placeText(span, cwd)}, a premise of ${theorem.name}`,
          ]),
    ),
  )

function outcome({ proofs }: TheoremReport, palette: Palette): string {
  const kinds = new Set(proofs.map(({ finding }) => finding.verdict.kind))
  const twins = proofs.flatMap(proof => proof.twins.map(({ finding }) => finding.verdict.kind))
  if (kinds.has('violated')) return palette.error('violated')
  if (twins.includes('proved')) return palette.error('twin not refuted')
  const isClear = kinds.size === 1 && kinds.has('proved') && twins.every(kind => kind === 'violated')
  return isClear ? palette.bold('proved') : palette.help(kinds.has('vacuous') ? 'vacuous' : 'unknown')
}
