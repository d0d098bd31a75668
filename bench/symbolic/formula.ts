/**
 * One formula, by each solver on its own: the same text, a process each, that starts, reads the file and answers. Z3 gets it
 * twice: as it is, and for its solver for finite domains, which is what our sessions make of QF_BV.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findInPath } from '../../checker/solver/native.ts'
import { measure } from '../measure.ts'
import { root } from '../von.ts'

export interface Solved {
  readonly solver: string
  /** `sat`, `unsat`, or what it said instead */
  readonly answer: string
  readonly cpuSeconds: number
  readonly elapsedSeconds: number
}

/** The largest file of a folder, the last of several: with what a search asks, formulas grow. */
export function largestFormula(directory: string): string | undefined {
  const files = readdirSync(directory)
    .filter(name => name.endsWith('.smt2'))
    .sort()
    .map(name => path.join(directory, name))
  return files.reduce<string | undefined>(
    (best, file) => (best === undefined || statSync(file).size >= statSync(best).size ? file : best),
    undefined,
  )
}

/** Measures all solvers that are here, ours first. @param limitSeconds for each of the native ones */
export function solveByEach(file: string, runs: number, limitSeconds: number): Solved[] {
  const finite = file.replace(/\.smt2$/, '.finite-domain.smt2')
  writeFileSync(finite, readFileSync(file, 'utf8').replace('(set-logic QF_BV)', '(set-logic QF_FD)'))
  const takesFinite = readFileSync(finite, 'utf8').includes('QF_FD')
  const limited = ['timeout', `${limitSeconds}`] as const
  const [z3, cvc5] = [findInPath('z3'), findInPath('cvc5')]
  const commands: readonly (readonly [solver: string, command: string, ...args: string[]])[] = [
    ['embedded', process.execPath, '--no-warnings', path.join(import.meta.dirname, 'solveFile.ts'), file],
    ...(z3 === undefined ? [] : [['z3', ...limited, z3, file] as const]),
    ...(z3 === undefined || !takesFinite ? [] : [['z3 QF_FD', ...limited, z3, finite] as const]),
    ...(cvc5 === undefined ? [] : [['cvc5', ...limited, cvc5, file] as const]),
  ]
  const rounds = Array.from({ length: runs }, () => commands.map(command => solve(...command)))
  // The least of several: whatever else the machine does only adds.
  return commands.flatMap((_, i) => {
    const [best] = rounds.flatMap(round => round[i] ?? []).toSorted((a, b) => a.cpuSeconds - b.cpuSeconds)
    return best ?? []
  })
}

function solve(solver: string, command: string, ...args: string[]): Solved {
  const { stdout, cpuSeconds, elapsedSeconds } = measure(command, args, root)
  const answer = /^(?:sat|unsat|unknown)$/m.exec(stdout)?.[0] ?? 'no answer in time'
  return { solver, answer, cpuSeconds, elapsedSeconds }
}

/** The clock has steps of 10 ms: below this, ratios would be off by more than a tenth. */
export const SHORTEST_SECONDS = 0.1

/** How many times the CPU time of the fastest native solver ours takes; or why there is no ratio. */
export function ratioToBest(solved: readonly Solved[]): number | string {
  const known = solved.filter(({ answer }) => answer === 'sat' || answer === 'unsat')
  if (new Set(known.map(({ answer }) => answer)).size > 1) return 'no ratio: the answers differ'
  const [ours, ...peers] = solved
  if (ours === undefined || !known.includes(ours)) return 'no ratio: ours has no answer'
  const times = peers.filter(peer => known.includes(peer)).map(({ cpuSeconds }) => cpuSeconds)
  if (times.length === 0) return 'no ratio: no other solver answers'
  const best = Math.min(...times)
  return best < SHORTEST_SECONDS ? 'no ratio: too short to be measured' : ours.cpuSeconds / best
}
