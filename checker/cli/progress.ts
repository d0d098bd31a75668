/** Progress of an exploration on stderr: one redrawn line on a terminal, elsewhere a line about every ten seconds. */
import { counted, duration, grouped } from '../report/numbers.ts'
import type { Exploration } from '../verdict/report.ts'
import type { ShellShape } from './shell.ts'

export interface Progress {
  show(exploration: Exploration): void
  /** Removes a redrawn line, so that what follows stands alone. */
  clear(): void
}

const redrawMs = 100
const lineMs = 10_000
/** "lately" is this long, up to twice */
const trendMs = 5_000
const nothing: Exploration = { distinct: 0, generated: 0, depth: 0, frontier: 0, elapsedMs: 0 }

export function progressOn({ note, stderr }: ShellShape): Progress {
  const intervalMs = stderr.isTerminal ? redrawMs : lineMs
  let shownAtMs = 0
  let isDrawn = false
  const trend = new Trend()
  return {
    show(exploration) {
      trend.take(exploration)
      if (exploration.elapsedMs - shownAtMs < intervalMs) return
      shownAtMs = exploration.elapsedMs
      const { line } = trend
      note(stderr.isTerminal ? `\r\u001B[K${line.slice(0, stderr.width - 1)}` : `${line}\n`)
      isDrawn = stderr.isTerminal
    },
    clear() {
      if (isDrawn) note('\r\u001B[K')
      isDrawn = false
    },
  }
}

/** The latest numbers, and what they were some seconds before: how the search develops lately. */
class Trend {
  private now = nothing
  private before = nothing
  /** becomes `before` once it is old enough */
  private next = nothing

  take(exploration: Exploration): void {
    this.now = exploration
    if (exploration.elapsedMs - this.next.elapsedMs < trendMs) return
    this.before = this.next
    this.next = exploration
  }

  get line(): string {
    const { now, before } = this
    const { distinct, generated, frontier, depth, elapsedMs } = now
    const seconds = Math.max((elapsedMs - before.elapsedMs) / 1000, 0.001)
    const [found, taken] = [distinct - before.distinct, generated - before.generated]
    return [
      counted(distinct, 'distinct state'),
      `${grouped(generated)} generated`,
      ...(taken > 0 ? [`${percentage(found / taken)} new`] : []),
      `frontier ${grouped(frontier)}${direction(before.frontier, frontier)}`,
      `depth ${grouped(depth)}`,
      `${grouped(Math.round(found / seconds))} states/s`,
      duration(elapsedMs),
    ].join(', ')
  }
}

/** A share that is not zero is not shown as zero. */
const percentage = (share: number) => (share > 0 && share < 0.001 ? '<0.1%' : `${(share * 100).toFixed(1)}%`)
function direction(before: number, now: number): string {
  if (Math.abs(now - before) <= before / 100) return ''
  return now > before ? ' growing' : ' shrinking'
}
