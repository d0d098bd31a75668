/** How a solver is started, and what it must be told first. */
import type { Limits } from './contract.ts'

/**
 * A program that reads SMT-LIB2 from its standard input and answers on its standard output. It ends at the latest when the
 * pipe at its file descriptor 3 is closed, in whatever it is: the other end is held by the process that started it, so no
 * solver outlives that, however it ended.
 */
export interface SolverProgram {
  /** What it is, with its version, for people: `z3 4.8.12`. */
  readonly title: string
  readonly file: string
  readonly arguments: readonly string[]
  /** Commands that come before all others, given the logic that the caller asked for. */
  readonly preamble: string
  /** It still knows the constructors of a datatype after the level that declared it was left, and no later ones. */
  readonly keepsDatatypes: boolean
  /** Once it ran out of time or work, it may give up on all that comes after. */
  readonly isSpentByLimits: boolean
}

/** Models and cores are always wanted: they are asked for after the answer is known. */
const wanted = '(set-option :produce-models true)\n(set-option :produce-unsat-assumptions true)\n'

/** Z3's solver for finite domains understands all of QF_BV and is faster on it by factors. */
const isOfFiniteDomains = (logic: string) => logic === 'QF_BV'
/** That solver, interrupted while it translates, gives up on all that comes after. */
export const isZ3SpentByLimits = isOfFiniteDomains

/** The first commands for Z3. */
export function z3Preamble(logic: string, { timeoutMs, resources }: Limits): string {
  const timeout = timeoutMs === undefined ? '' : `(set-option :timeout ${Math.max(1, Math.ceil(timeoutMs))})\n`
  const rlimit = resources === undefined ? '' : `(set-option :rlimit ${Math.max(1, Math.ceil(resources))})\n`
  return `${wanted}${timeout}${rlimit}(set-logic ${isOfFiniteDomains(logic) ? 'QF_FD' : logic})\n`
}

/** The first commands for a solver that gets its limits on its command line. */
export function standardPreamble(logic: string): string {
  return `${wanted}(set-logic ${logic})\n`
}

export function wholeMegabytes(bytes: number): number {
  return Math.max(1, Math.floor(bytes / 2 ** 20))
}
