/**
 * A register of claims as text: a table for a terminal, with what it cost, a Markdown file for people, without, so that it
 * changes only when what is found does, and a JSON document.
 */
import { type Palette, plain } from '../source/palette.ts'
import { type ClaimReport, claimStanding, type RunReport } from '../verdict/register.ts'
import { table } from './layout.ts'
import { counted, duration } from './numbers.ts'

/** One line for each claim, its runs below where it falls or is the only one, and last how many stand. */
export function registerTable(
  claims: readonly ClaimReport[],
  { palette = plain }: { readonly palette?: Palette } = {},
): string {
  const lines = table(
    claims.map(claim => [
      claimStanding(claim),
      claim.id,
      claim.verdict ?? '-',
      duration(claim.runs.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)),
      claim.says,
    ]),
  ).map((line, i) => {
    const claim = claims[i] as ClaimReport
    const standing = claimStanding(claim)
    const tone = standing === 'stands' ? palette.bold : standing === 'falls' ? palette.error : palette.help
    const shown = claim.runs.filter(run => claims.length === 1 || run.outcome !== 'as wanted')
    return [
      tone(standing) + line.slice(standing.length),
      ...detailLines(claim, claims.length === 1),
      ...shown.map(runLine),
    ]
      .map(text => `${text}\n`)
      .join('')
  })
  return [...lines, '\n', `${summary(claims, palette)}\n`].join('')
}

function detailLines({ source, condition, caveats, missing }: ClaimReport, isAlone: boolean): string[] {
  if (!isAlone) return []
  return [
    `  source: ${source}`,
    ...(condition === null ? [] : [`  condition: ${condition}`]),
    ...(missing === null ? [] : [`  missing: ${missing}`]),
    ...caveats.map(text => `  caveat: ${text}`),
  ]
}

function runLine(run: RunReport): string {
  const { shows, command, wanted, outcome } = run
  const what = [shows, command].filter(text => text !== null && text !== '').join(': ')
  return `  ${what}: ${foundText(run)}${outcome === 'as wanted' ? '' : `; wanted ${wanted}`}`
}
const foundText = ({ found, figures }: RunReport) => (figures === '' ? found : `${found}, ${figures}`)

const standings = ['stands', 'falls', 'undecided', 'open'] as const
const countOf = (claims: readonly ClaimReport[], standing: string) =>
  claims.filter(claim => claimStanding(claim) === standing).length

function summary(claims: readonly ClaimReport[], palette: Palette): string {
  const decided = claims.length - countOf(claims, 'open')
  const rest = standings.slice(1).flatMap(standing => {
    const count = countOf(claims, standing)
    const tone = standing === 'falls' ? palette.error : palette.help
    return count === 0 ? [] : [tone(`${count} ${standing}`)]
  })
  return [`${palette.bold(`${countOf(claims, 'stands')} of ${counted(decided, 'verdict')} stand`)}`, ...rest].join('; ')
}

/** @param command what writes the file */
export function registerMarkdown(claims: readonly ClaimReport[], command: string): string {
  const chapters = [...new Set(claims.map(({ chapter }) => chapter))]
  const lines = [
    '# Claims',
    '',
    `Written by \`${command}\`, which runs everything that is named here and compares. \`von claims --claim ID\` does so for one claim.`,
    '',
    'HOLDS: true of the models named. FAILS: a run shows how not. HOLDS-IF: true on the condition, false without; both are run.',
    'ARITH: a sum that comes out. UNDERDETERMINED: the source does not say enough; the runs tell where it is true. A claim that is',
    'open has no verdict: nothing has been run.',
    '',
    ...tallyLines(claims, chapters),
    ...chapters.flatMap(chapter => chapterLines(chapter, claims)),
  ]
  return `${lines.join('\n')}\n`
}

function tallyLines(claims: readonly ClaimReport[], chapters: readonly string[]): string[] {
  const verdicts = [...new Set(claims.flatMap(({ verdict }) => verdict ?? []))].sort()
  const columns = [...verdicts, 'open', 'all']
  const counts = (some: readonly ClaimReport[]) => [
    ...verdicts.map(verdict => `${some.filter(each => each.verdict === verdict).length}`),
    `${some.filter(each => each.verdict === null).length}`,
    `${some.length}`,
  ]
  return markdownTable([
    ['chapter', ...columns],
    ...chapters.map(title => [title, ...counts(claims.filter(({ chapter }) => chapter === title))]),
    ['**all**', ...counts(claims)],
  ])
}

function chapterLines(title: string, claims: readonly ClaimReport[]): string[] {
  const rows = claims
    .filter(({ chapter }) => chapter === title)
    .map(({ id, says, source, verdict, condition, missing, caveats, runs }) => [
      id,
      [`${says} (${source})`, ...(condition === null ? [] : [`**If** ${condition}`])].join('<br>'),
      `**${verdict ?? 'open'}**`,
      [
        ...runs.map(runCell),
        ...(missing === null ? [] : [`missing: ${missing}`]),
        ...caveats.map(text => `caveat: ${text}`),
      ].join('<br>'),
    ])
  return ['', `## ${title}`, '', ...markdownTable([['', 'claim', 'verdict', 'runs'], ...rows])]
}

function runCell(run: RunReport): string {
  const command = run.command === null ? '' : `\`${run.command}\``
  return `${[run.shows, command].filter(text => text !== '').join(': ')}: ${foundText(run)}`
}

const markdownTable = ([head = [], ...rows]: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.map(text => text.replaceAll('|', '\\|')).join(' | ')} |`)

export const registerJson = (claims: readonly ClaimReport[]): string =>
  `${JSON.stringify({ format: 'von-claims', version: 1, claims: claims.map(each => ({ ...each, standing: claimStanding(each) })) }, null, 2)}\n`
