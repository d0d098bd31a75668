/** Solvers that the user has installed, found by their names in PATH. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import path from 'node:path'
import type { Limits } from './contract.ts'
import { SetupError } from './setupError.ts'
import { isZ3SpentByLimits, type SolverProgram, standardPreamble, wholeMegabytes, z3Preamble } from './solverProgram.ts'

export const nativeSolvers = ['z3', 'cvc5'] as const
export type NativeSolver = (typeof nativeSolvers)[number]

const remedies: Record<NativeSolver, string> = {
  z3: 'install it (https://github.com/Z3Prover/z3/releases, or z3 of your package manager), or leave out --solver: a Z3 comes with von',
  cvc5: 'install it (https://github.com/cvc5/cvc5/releases, or cvc5 of your package manager), or leave out --solver: a Z3 comes with von',
}

/** @throws SetupError where there is no such solver in PATH, or it does not start */
export function nativeProgram(name: NativeSolver, logic: string, limits: Limits): SolverProgram {
  const file = findInPath(name)
  if (file === undefined) throw new SetupError(`there is no solver ${name} in PATH`, remedies[name])
  const { timeoutMs, resources, memoryBytes } = limits
  const own =
    name === 'z3'
      ? ['-in']
      : [
          '--lang=smt2',
          '--incremental',
          ...(timeoutMs === undefined ? [] : [`--tlimit-per=${Math.max(1, Math.ceil(timeoutMs))}`]),
          ...(resources === undefined ? [] : [`--rlimit-per=${Math.max(1, Math.ceil(resources))}`]),
        ]
  return {
    title: `${name} ${versionOf(name, file)}`,
    ...guarded(file, own, memoryBytes),
    preamble: name === 'z3' ? z3Preamble(logic, limits) : standardPreamble(logic),
    // At least Z3 4.8.12 does.
    keepsDatatypes: name === 'z3',
    isSpentByLimits: name === 'z3' && isZ3SpentByLimits(logic),
  }
}

export function findInPath(name: string): string | undefined {
  const extensions = process.platform === 'win32' ? ['.exe'] : ['']
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(folder => folder !== '')
  return folders.flatMap(folder => extensions.map(end => path.join(folder, name + end))).find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** By path; versions do not change while we run. */
const versions = new Map<string, string>()

function versionOf(name: NativeSolver, file: string): string {
  const known = versions.get(file)
  if (known !== undefined) return known
  const { stdout, error } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 10_000 })
  const version = /version (\d[\w.+-]*)/i.exec(stdout ?? '')?.[1]
  if (version === undefined)
    throw new SetupError(
      `${file} does not tell its version${error === undefined ? '' : `: ${error.message}`}`,
      remedies[name],
    )
  versions.set(file, version)
  return version
}

/**
 * A shell that becomes the solver, after it has started a guard. The guard reads the pipe at file descriptor 3 and kills the
 * solver when that is closed; a line on it says that there is nothing left to kill. The limit is of address space, KB.
 */
const guard = '[ "$1" = 0 ] || ulimit -v "$1"; shift; { read -r _ <&3 || kill -9 $$; } >&- 2>&- & exec "$@" 3<&-'

/** Windows has no such shell; there a solver ends with its input, at the end of its query. */
function guarded(file: string, own: readonly string[], memoryBytes: number | undefined) {
  if (process.platform === 'win32') return { file, arguments: own }
  const kilobytes = memoryBytes === undefined ? 0 : wholeMegabytes(memoryBytes) * 1024
  return { file: '/bin/sh', arguments: ['-c', guard, 'sh', String(kilobytes), file, ...own] }
}
