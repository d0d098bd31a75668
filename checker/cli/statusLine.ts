/** How far a run is, on stderr: one redrawn line on a terminal, elsewhere a line about every ten seconds. */
import type { ShellShape } from './shell.ts'

export interface StatusLine {
  /** @param elapsedMs since the run began */
  show(line: string, elapsedMs: number): void
  /** Removes a redrawn line, so that what follows stands alone. */
  clear(): void
}

const redrawMs = 100
const lineMs = 10_000

export function statusLineOn({ note, stderr }: ShellShape): StatusLine {
  const intervalMs = stderr.isTerminal ? redrawMs : lineMs
  let shownAtMs = 0
  let isDrawn = false
  return {
    show(line, elapsedMs) {
      if (elapsedMs - shownAtMs < intervalMs) return
      shownAtMs = elapsedMs
      note(stderr.isTerminal ? `\r\u001B[K${line.slice(0, stderr.width - 1)}` : `${line}\n`)
      isDrawn = stderr.isTerminal
    },
    clear() {
      if (isDrawn) note('\r\u001B[K')
      isDrawn = false
    },
  }
}
