/** Ctrl-C, and what else asks a process to end: a run ends with what it has found. */

/** `timeout`, containers and systems that shut down ask by SIGTERM, a terminal that is closed by SIGHUP. */
const requests = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** What comes so soon is the same request: a terminal and `timeout` ask each process of a group, and the launcher passes it on. */
const SAME_REQUEST_MS = 500

/**
 * Runs with a signal that the first request to end aborts. A second one ends the process at once, as the first does before
 * and after: so reading a spec, which may not give way, is not to be a part of it.
 */
export async function interruptible<A>(run: (signal: AbortSignal) => Promise<A>): Promise<A> {
  const controller = new AbortController()
  const stop = () => {
    for (const name of requests) process.off(name, abort)
  }
  const abort = () => {
    if (controller.signal.aborted) return
    controller.abort()
    // Without a listener a signal has its usual meaning, whatever the thread is doing.
    setTimeout(stop, SAME_REQUEST_MS).unref()
  }
  for (const name of requests) process.on(name, abort)
  try {
    return await run(controller.signal)
  } finally {
    stop()
  }
}
