/** When a search lets others run: the handler of Ctrl-C, timers, and whoever shows its progress. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Exploration } from '../../verdict/report.ts'

const TURN_MS = 25
export const PROGRESS_MS = 200

export class Turns {
  private readonly onProgress: ((exploration: Exploration) => void) | undefined
  private turnAt = performance.now()
  private progressAt = this.turnAt

  constructor(onProgress: ((exploration: Exploration) => void) | undefined) {
    this.onProgress = onProgress
  }

  /** Does what is due by now; mostly nothing. */
  async take(exploration: () => Exploration): Promise<void> {
    const now = performance.now()
    if (now - this.progressAt >= PROGRESS_MS) {
      this.progressAt = now
      this.onProgress?.(exploration())
    }
    if (now - this.turnAt >= TURN_MS) {
      await nextTurn()
      this.turnAt = performance.now()
    }
  }
}
