/** `von compile`: functions of the packet path as a WebAssembly module. */
import path from 'node:path'
import { compile } from '../compile/compile.ts'
import { requireFile } from '../frontend/loadSpec.ts'
import { compiledText } from '../report/compiledText.ts'
import { writeOutput } from './outputFile.ts'
import type { ShellShape } from './shell.ts'

export interface CompileRequest {
  /** path of the module, as the user wrote it */
  readonly file: string
  /** names of functions; all that it exports if there are none */
  readonly functions: readonly string[]
  /** where the module is written; nowhere if absent */
  readonly out: string | undefined
}

export async function compileModule(shell: ShellShape, { file, functions: names, out }: CompileRequest): Promise<void> {
  const source = path.resolve(shell.cwd, file)
  requireFile(source, shell.cwd)
  const { bytes, functions } = compile(source, names)
  const isWritten = out !== undefined && writeOutput(shell, out, bytes)
  if (out !== undefined && !isWritten && !shell.isJson) return
  const answer = { file, out: isWritten ? out : null, sizeBytes: bytes.length, functions }
  shell.print(
    shell.isJson
      ? `${JSON.stringify({ format: 'von-compile', version: 1, ...answer }, null, 2)}\n`
      : compiledText(answer, shell.stdout),
  )
}
