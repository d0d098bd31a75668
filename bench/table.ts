/** The results of one model as text: (results, ours first) -> lines of a table. */
import { median, type Result, speedup } from './comparison.ts'
import type { Walks } from './walks.ts'

const headings = ['', 'states', 'generated', 'CPU min', 'median', 'peak', 'bytes/state', 'stored', 'von is', '(median)']

export function renderTable(results: readonly Result[]): string {
  const [ours] = results
  if (ours === undefined) return ''
  const rows = results.map(result => [...measurements(result), ...(result === ours ? ['', ''] : ratios(ours, result))])
  const widths = headings.map((_, column) =>
    Math.max(...[headings, ...rows.filter(row => row.length === headings.length)].map(row => row[column]?.length ?? 0)),
  )
  return [headings, ...rows]
    .map(row => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))))
    .map(row => `  ${row.join('  ').trimEnd()}\n`)
    .join('')
}

function measurements({ name, counts, cpuSeconds, peakBytes, storedBytes }: Result): string[] {
  const peak = Math.max(...peakBytes)
  return [
    name,
    counts.distinct.toLocaleString('en'),
    counts.generated?.toLocaleString('en') ?? 'rounded',
    `${Math.min(...cpuSeconds).toFixed(2)} s`,
    `${median(cpuSeconds).toFixed(2)} s`,
    `${(peak / 2 ** 20).toFixed(0)} MB`,
    (peak / counts.distinct).toFixed(0),
    storedBytes === null ? '' : (storedBytes / counts.distinct).toFixed(1),
  ]
}

/** What more workers gain: (the same search by one worker, and by several) -> a line. */
export function renderTeam(one: Result, team: Result): string {
  const ratio = speedup(team, one, 'elapsedSeconds')
  const gain =
    typeof ratio === 'string'
      ? ratio
      : `${ratio.minimum.toPrecision(2)}x as fast as one by the clock on the wall (median ${ratio.median.toPrecision(2)}x)`
  const [alone, together] = [one, team].map(({ elapsedSeconds }) => `${Math.min(...elapsedSeconds).toFixed(2)} s`)
  return `  ${team.name}: ${gain}; ${together} and ${alone}\n`
}

/** Random walks as a line. */
export function renderWalks({ walks, steps, cpuSeconds }: Walks): string {
  const seconds = Math.min(...cpuSeconds)
  const [taken, rate] = [steps, Math.round(steps / seconds)].map(count => count.toLocaleString('en'))
  return `  von simulate: ${rate} steps for each second of CPU time; ${taken} steps of ${walks.toLocaleString('en')} walks in ${seconds.toFixed(2)} s\n`
}

function ratios(ours: Result, peer: Result): string[] {
  const ratio = speedup(ours, peer)
  if (typeof ratio === 'string') return [ratio]
  return [`${ratio.minimum.toPrecision(2)}x`, `${ratio.median.toPrecision(2)}x`]
}
