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

export function progressOn({ note, stderr }: ShellShape): Progress {
  const intervalMs = stderr.isTerminal ? redrawMs : lineMs
  let shownAtMs = 0
  let isDrawn = false
  return {
    show(exploration) {
      if (exploration.elapsedMs - shownAtMs < intervalMs) return
      shownAtMs = exploration.elapsedMs
      const line = progressLine(exploration)
      note(stderr.isTerminal ? `\r\u001B[K${line.slice(0, stderr.width - 1)}` : `${line}\n`)
      isDrawn = stderr.isTerminal
    },
    clear() {
      if (isDrawn) note('\r\u001B[K')
      isDrawn = false
    },
  }
}

function progressLine({ distinct, generated, frontier, depth, elapsedMs }: Exploration): string {
  const rate = Math.round(distinct / Math.max(elapsedMs / 1000, 0.001))
  return [
    counted(distinct, 'distinct state'),
    `${grouped(generated)} generated`,
    `frontier ${grouped(frontier)}`,
    `depth ${grouped(depth)}`,
    `${grouped(rate)} states/s`,
    duration(elapsedMs),
  ].join(', ')
}
