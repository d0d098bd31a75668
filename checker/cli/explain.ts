/** `von explain CODE`: what the catalogue says about an error code. */
import { type ExplainedCode, explanationText } from '../report/explanation.ts'
import { codes } from '../source/codes.ts'
import type { ShellShape } from './shell.ts'
import { suggestion, UsageError } from './usageError.ts'

export async function explain(shell: ShellShape, { code: asked }: { readonly code: string }): Promise<void> {
  const code = asked.toUpperCase()
  const entry = codes[code]
  if (entry === undefined) {
    throw new UsageError({ message: `there is no code ${asked}`, help: suggestion('code', code, Object.keys(codes)) })
  }
  const explained: ExplainedCode = { code, ...entry }
  shell.print(
    shell.isJson
      ? `${JSON.stringify({ format: 'von-explain', version: 1, ...explained }, null, 2)}\n`
      : explanationText(explained, shell.stdout),
  )
}
