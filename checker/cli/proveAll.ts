/** `von prove --all`: runs every proof of a folder, and its twin, and writes down what they come to. */
import path from 'node:path'
import { loadProofs } from '../frontend/loadProof.ts'
import { runProofs } from '../proofs/runProofs.ts'
import { evidenceJson, evidenceMarkdown, evidenceTable } from '../report/evidenceText.ts'
import { exitCodeOfEvidence } from '../verdict/evidence.ts'
import { exitCodes } from '../verdict/verdict.ts'
import { interruptible } from './interrupt.ts'
import { writeOutput } from './outputFile.ts'
import type { ShellShape } from './shell.ts'
import { type SolvingRequest, solvingOptions } from './symbolicOptions.ts'
import { UsageError } from './usageError.ts'

export interface ProveAllRequest extends SolvingRequest {
  /** path of the folder, as the user wrote it */
  readonly folder: string
}

/** Name of the file that is written in the folder of the proofs. */
const EVIDENCE = 'EVIDENCE.md'

export async function proveAll(shell: ShellShape, request: ProveAllRequest): Promise<void> {
  const { folder } = request
  const proofs = await loadProofs(folder, { cwd: shell.cwd })
  await interruptible(async signal => {
    const all = await runProofs(proofs, {
      ...solvingOptions(request),
      signal,
      onProgress: ({ name, done, all: count }) => shell.note(`${name} (${done} of ${count} done)\n`),
    }).catch((error: unknown) => {
      // A proof names what its spec does not have.
      throw error instanceof RangeError ? new UsageError({ message: error.message }) : error
    })
    shell.print(shell.isJson ? evidenceJson(all) : evidenceTable(all, shell.stdout))
    if (signal.aborted) return shell.exitWith(exitCodes.interrupted)
    const isWritten = writeOutput(shell, path.join(folder, EVIDENCE), evidenceMarkdown(all, 'von prove --all'))
    if (isWritten) shell.exitWith(exitCodeOfEvidence(all))
  })
}
