/** `von claims`: runs a register of claims, and tells whether each verdict is still what its runs come to. */
import { runRegister } from '../claims/runRegister.ts'
import { loadRegister } from '../frontend/loadRegister.ts'
import { registerJson, registerMarkdown, registerTable } from '../report/registerText.ts'
import { exitCodeOfRegister } from '../verdict/register.ts'
import { exitCodes } from '../verdict/verdict.ts'
import { interruptible } from './interrupt.ts'
import { writeOutput } from './outputFile.ts'
import type { ShellShape } from './shell.ts'
import { type SolvingRequest, solvingOptions } from './symbolicOptions.ts'
import { UsageError, unknownName } from './usageError.ts'

export interface ClaimsRequest extends SolvingRequest {
  /** path of the folder, as the user wrote it */
  readonly folder: string
  /** names of the claims that are asked for; all if there are none */
  readonly claims: readonly string[]
  /** where the table is to be written */
  readonly write: string | undefined
}

export async function claims(shell: ShellShape, request: ClaimsRequest): Promise<void> {
  const { folder, claims: only, write } = request
  if (write !== undefined && only.length > 0)
    throw new UsageError({
      message: '--write is for all claims, and --claim names some',
      help: 'leave out one of them',
    })
  const chapters = await loadRegister(folder, { cwd: shell.cwd })
  const known = chapters.flatMap(chapter => Object.keys(chapter.claims))
  const unknown = only.find(id => !known.includes(id))
  if (unknown !== undefined) throw unknownName('claim', unknown, known)
  await interruptible(async signal => {
    const reports = await runRegister(chapters, {
      ...solvingOptions(request),
      cwd: shell.cwd,
      ...(only.length > 0 && { only }),
      signal,
      onProgress: ({ id, done, all }) => shell.note(`${id} (${done} of ${all} done)\n`),
    }).catch((error: unknown) => {
      // A claim names what its spec does not have.
      throw error instanceof RangeError ? new UsageError({ message: error.message }) : error
    })
    shell.print(shell.isJson ? registerJson(reports) : registerTable(reports, shell.stdout))
    if (signal.aborted) return shell.exitWith(exitCodes.interrupted)
    const command = `von claims${folder === 'claims' ? '' : ` ${folder}`} --write ${write}`
    const isWritten = write === undefined || writeOutput(shell, write, registerMarkdown(reports, command))
    if (isWritten) shell.exitWith(exitCodeOfRegister(reports))
  })
}
