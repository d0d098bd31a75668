/** Figures as text. */
import { type Figures, least, type Machine, nanosecondsOf, ratio } from './figures.ts'
import type { Workload } from './workloads.ts'

const headings = ['', 'ns/packet', 'least run', 'to C', 'to DPDK', 'table']

/** One line for each contender. Ratios above 1: faster than that one. @param machine null where it was not measured */
export function renderFigures(workload: Workload, figures: readonly Figures[], machine: Machine | null): string {
  const c = figures.find(({ side }) => side === 'C')
  const dpdk = figures.filter(({ side }) => side === 'DPDK').toSorted((a, b) => nanosecondsOf(a) - nanosecondsOf(b))[0]
  const rows = figures.map(each => [
    each.name,
    nanosecondsOf(each).toFixed(1),
    Math.min(...each.runs).toFixed(1),
    c === undefined || each === c ? '' : compared(each, c),
    dpdk === undefined || each.side === 'DPDK' ? '' : compared(each, dpdk),
    each.bytes === 0 ? '' : bytesOf(each.bytes, workload.overlays),
  ])
  const widths = headings.map((_, column) => Math.max(...[headings, ...rows].map(row => row[column]?.length ?? 0)))
  const lines = [headings, ...rows].map(row =>
    `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')}`.trimEnd(),
  )
  const bound = machine === null ? [] : [`  this machine takes ${least(workload, machine).toFixed(1)} ns at least`]
  return `${[workload.name, ...lines, ...bound].join('\n')}\n`
}

function compared(one: Figures, other: Figures): string {
  const factor = ratio(one, other)
  return typeof factor === 'string' ? factor : `${factor.toPrecision(2)}x`
}

function bytesOf(bytes: number, overlays: number | null): string {
  const size = bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`
  return overlays === null ? size : `${size}, ${Math.round(bytes / overlays)} bytes each`
}

/**
 * What one more overlay costs: a packet's lookup and its way through the calendar, by how many overlays there are.
 *
 * @param measured figures of each workload @param name of the contender
 */
export function renderScale(
  measured: readonly { readonly workload: Pick<Workload, 'name' | 'overlays'>; readonly figures: readonly Figures[] }[],
  name: string,
): string {
  const timeOf = (overlays: number, kind: string) => {
    const found = measured.find(({ workload }) => workload.overlays === overlays && workload.name.includes(kind))
    const figures = found?.figures.find(each => each.name === name)
    return figures === undefined ? Number.NaN : nanosecondsOf(figures)
  }
  const sizes = [...new Set(measured.flatMap(({ workload }) => workload.overlays ?? []))].toSorted((a, b) => a - b)
  const times = sizes.flatMap(overlays => {
    const time = timeOf(overlays, 'scattered ids, uniform, streaming') + timeOf(overlays, 'calendar')
    if (Number.isNaN(time)) return []
    return [
      `${overlays.toLocaleString('en')} overlays ${time.toFixed(0)} ns (${(1000 / time).toFixed(1)} million each second)`,
    ]
  })
  return times.length === 0 ? '' : `${name}, a packet looked up and scheduled, one core: ${times.join(', ')}\n`
}

export function renderMachine({ tables, streamBytesPerNanosecond }: Machine): string {
  const sizes = tables.map(({ bytes, chainedNanoseconds, knownNanoseconds }) => {
    const size = bytes < 2 ** 20 ? `${bytes / 1024} KB` : `${bytes / 2 ** 20} MB`
    return `${size} ${knownNanoseconds.toFixed(1)} (${chainedNanoseconds.toFixed(1)})`
  })
  return [
    `a word of a table of so many bytes, in nanoseconds; in brackets, if its address is in the word before: ${sizes.join(', ')}`,
    `${streamBytesPerNanosecond.toFixed(1)} bytes pass by in a nanosecond\n`,
  ].join('\n')
}
