/** Ctrl-C: the first asks the run to end with what it has; the second ends the process at once. */
import { exitCodes } from '../verdict/verdict.ts'

export interface Interrupt {
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal
  /** Gives Ctrl-C back its usual meaning. */
  stop(): void
}

export function onInterrupt(): Interrupt {
  const controller = new AbortController()
  const listener = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted)
    controller.abort()
  }
  process.on('SIGINT', listener)
  return { signal: controller.signal, stop: () => process.off('SIGINT', listener) }
}
