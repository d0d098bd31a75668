/** Shows what kept a command from giving an answer, and sets the exit code: the user's faults 2, our own 70. */
import { failureDocument } from '../report/failureDocument.ts'
import { renderDiagnostic, SpecError } from '../source/diagnostic.ts'
import { exitCodes } from '../verdict/verdict.ts'
import type { UserFault } from './attempt.ts'
import type { ShellShape } from './shell.ts'

export function showFault(shell: ShellShape, fault: UserFault): void {
  const { cwd, isJson, stderr } = shell
  shell.exitWith(exitCodes.usage)
  const diagnostics = fault instanceof SpecError ? fault.diagnostics : [fault]
  const { palette, width } = stderr
  if (isJson) shell.print(failureDocument(diagnostics))
  else if (fault instanceof SpecError) {
    const texts = fault.diagnostics.map(diagnostic => renderDiagnostic(diagnostic, { cwd, palette, width }))
    shell.note(`${texts.join('\n\n')}\n`)
  } else {
    const help = fault.help === undefined ? '' : `${palette.help('help')}: ${fault.help}\n`
    shell.note(`${palette.error('error')}${palette.bold(`: ${fault.message}`)}\n${help}`)
  }
}

/** A broken promise of von: no stack, which helps no user, unless VON_DEBUG asks for it. */
export function showInternalFault(shell: ShellShape, defect: unknown): void {
  const { isJson, stderr } = shell
  shell.exitWith(exitCodes.internal)
  const message = defect instanceof Error ? defect.message : String(defect)
  const help = 'this is a fault of von, not of your spec: please report it with the command line and the spec'
  if (isJson) shell.print(failureDocument([{ message, help }]))
  const { palette } = stderr
  shell.note(`${palette.error('internal error')}${palette.bold(`: ${message}`)}\n${palette.help('help')}: ${help}\n`)
  if ((process.env.VON_DEBUG ?? '') !== '') shell.note(`${defect instanceof Error ? defect.stack : message}\n`)
}
