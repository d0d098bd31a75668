/** Files that are written beside an answer: a trace, the evidence of proofs, a compiled module. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { isOfSystem, systemReason } from '../engines/explicit/systemFault.ts'
import { exitCodes } from '../verdict/verdict.ts'
import type { ShellShape } from './shell.ts'

/**
 * Writes a file after the answer was printed, which took long and is not to be lost: where the file cannot be written, this
 * is said on stderr, and the exit code is that of a wrong call.
 *
 * @param target path as the user wrote it
 * @returns whether it is written
 */
export function writeOutput(
  { cwd, note, exitWith, stderr }: ShellShape,
  target: string,
  content: string | Uint8Array,
): boolean {
  try {
    writeFileSync(path.resolve(cwd, target), content)
    return true
  } catch (error) {
    if (!isOfSystem(error)) throw error
    note(`${stderr.palette.error('error')}: cannot write ${target}: ${systemReason(error)}\n`)
    exitWith(exitCodes.usage)
    return false
  }
}
