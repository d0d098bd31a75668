/** Progress of an exploration on stderr. */
import { counted, duration, grouped } from '../report/numbers.ts'
import type { Exploration } from '../verdict/report.ts'
import type { ShellShape } from './shell.ts'
import { statusLineOn } from './statusLine.ts'

export interface Progress {
  show(exploration: Exploration): void
  /** Removes a redrawn line, so that what follows stands alone. */
  clear(): void
}

/** "lately" is this long, up to twice */
const trendMs = 5_000
const nothing: Exploration = { distinct: 0, generated: 0, depth: 0, frontier: 0, elapsedMs: 0 }

export function progressOn(shell: ShellShape): Progress {
  const status = statusLineOn(shell)
  const trend = new Trend()
  return {
    show(exploration) {
      trend.take(exploration)
      status.show(trend.line, exploration.elapsedMs)
    },
    clear: status.clear,
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
