/** Spans of time as a user writes them: `90s`, `5m`, `500ms`, or a number of seconds. */
const units: Readonly<Record<string, number>> = { '': 1000, ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Two weeks. Timers take not even twice as long, and who waits for a solver waits half as long again. */
const LONGEST_MS = 336 * 3_600_000

/** @returns milliseconds; undefined if the text is no span of time, or one of more than 336 hours */
export function parseTimeSpan(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? []
  const milliseconds = Number(amount) * (units[unit] ?? Number.NaN)
  return milliseconds > 0 && milliseconds <= LONGEST_MS ? milliseconds : undefined
}
