/** What both benchmark commands do around what they measure: arguments, complaints and the file of results. */
import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/**
 * Measures what the arguments ask for; exits with 2 where they say nothing that is understood.
 * @param planFrom throws an Error that says what is wrong with the arguments
 */
export function runBenchmark<P>(
  planFrom: (args: readonly string[]) => P,
  measureAll: (plan: P) => void | Promise<void>,
): void {
  let plan: P
  try {
    plan = planFrom(process.argv.slice(2))
  } catch (error) {
    complain(error)
    process.exitCode = 2
    return
  }
  void measureAll(plan)
}

export const complain = (error: unknown) => console.error(`error: ${error instanceof Error ? error.message : error}`)

/** @throws Error where the text of a flag is no such number */
export function wholeNumber(flag: string, text: string, low: number, high = Number.POSITIVE_INFINITY): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= low && value <= high) return value
  throw new Error(`--${flag} is a whole number from ${low} ${high === Number.POSITIVE_INFINITY ? 'on' : `to ${high}`}`)
}

/** Writes what was found on a day, on this machine. @param kind ends the name of the file, after the machine's */
export function saveResults(date: string, kind: string, results: object): void {
  const machine = os.hostname().replaceAll(/[^\w-]+/g, '-')
  const file = path.join(import.meta.dirname, 'results', `${date.slice(0, 10)}-${machine}${kind}.json`)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  console.log(`\nwritten to ${path.relative(process.cwd(), file)}`)
}
