/**
 * Evidence as text: a table for a terminal, with what it cost, a Markdown file for people, without, so that it changes only
 * when what is shown does, and a JSON document.
 */
import { type Palette, plain } from '../source/palette.ts'
import { type Attempt, type Evidence, standingOf } from '../verdict/evidence.ts'
import { table } from './layout.ts'
import { counted, duration } from './numbers.ts'

/** One line for each proof, what went wrong below it, and last how many stand. */
export function evidenceTable(
  all: readonly Evidence[],
  { palette = plain }: { readonly palette?: Palette } = {},
): string {
  const rows = all.map(evidence => {
    const { name, means, attempt, twins } = evidence
    const attempts = [attempt, ...twins.flatMap(twin => twin.attempt ?? [])]
    const queries = attempts.reduce((sum, each) => sum + each.queries, 0)
    const elapsedMs = attempts.reduce((sum, each) => sum + each.elapsedMs, 0)
    return [
      standingOf(evidence),
      name,
      attempt.kind,
      means,
      `twin ${twins.map(twin => (twin.attempt === null ? 'not asked' : attemptText(twin.attempt))).join('; ')}`,
      counted(queries, 'query', 'queries'),
      duration(elapsedMs),
    ]
  })
  const lines = table(rows).map((line, i) => {
    const evidence = all[i] as Evidence
    const standing = standingOf(evidence)
    const tone = standing === 'stands' ? palette.bold : standing === 'falls' ? palette.error : palette.help
    return [tone(standing) + line.slice(standing.length), ...troubleLines(evidence)].join('\n')
  })
  return [...lines, '', summary(all, palette)].map(line => `${line}\n`).join('')
}

function troubleLines(evidence: Evidence): string[] {
  if (standingOf(evidence) === 'stands') return []
  const { attempt, wanted, twins } = evidence
  if (!wanted.includes(attempt.kind))
    return [`  ${attemptText(attempt)}; wanted ${wanted.join(' or ')}: ${evidence.claim}`]
  return twins.flatMap(twin =>
    twin.attempt === null || twin.attempt.kind === twin.wanted
      ? []
      : [`  its twin is ${attemptText(twin.attempt)}; wanted ${twin.wanted}: ${twin.about}`],
  )
}

const attemptText = ({ kind, about }: Attempt) => (about === '' ? kind : `${kind}: ${about}`)

function summary(all: readonly Evidence[], palette: Palette): string {
  const count = (standing: string) => all.filter(evidence => standingOf(evidence) === standing).length
  const standing = count('stands')
  const rest = [
    ...(count('falls') > 0 ? [palette.error(`${count('falls')} fall`)] : []),
    ...(count('open') > 0 ? [palette.help(`${count('open')} open`)] : []),
  ]
  return [`${palette.bold(`${standing} of ${counted(all.length, 'proof')} stand`)}, twins and all`, ...rest].join('; ')
}

/** @param command what writes the file */
export function evidenceMarkdown(all: readonly Evidence[], command: string): string {
  const rows = all.map(({ name, claim, means, attempt, twins }) => [
    `[${name}](${name.split('#')[0]}.ts)`,
    claim,
    means,
    cell(attempt),
    twins.map(({ about, attempt: own }) => `${about}: ${own === null ? 'not asked' : cell(own)}`).join('; '),
  ])
  const lines = [
    '# Evidence',
    '',
    `Written by \`${command}\`. Each proof is a file, and has a twin that is weaker or wrong in one respect and must fail.`,
    '',
    ...[['proof', 'claim', 'means', 'verdict', 'twin'], ['---', '---', '---', '---', '---'], ...rows].map(
      row => `| ${row.map(text => text.replaceAll('|', '\\|')).join(' | ')} |`,
    ),
    '',
    '## What the proofs take for granted, and what they leave open',
    ...all
      .filter(({ leavesOpen }) => leavesOpen.length > 0)
      .flatMap(({ name, source, assumes, leavesOpen }) => [
        '',
        `**${name}**${source === null ? '' : ` (${source})`}`,
        '',
        ...assumes.map(text => `- assumes: ${text}`),
        ...leavesOpen.map(text => `- leaves open: ${text}`),
      ]),
  ]
  return `${lines.join('\n')}\n`
}

const cell = ({ kind, about }: Attempt) => (about === '' ? `**${kind}**` : `**${kind}**, ${about}`)

export const evidenceJson = (all: readonly Evidence[]): string =>
  `${JSON.stringify({ format: 'von-evidence', version: 1, proofs: all.map(each => ({ ...each, standing: standingOf(each) })) }, null, 2)}\n`
