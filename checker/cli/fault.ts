/** Shows what kept a command from giving an answer, and sets the exit code: the user's faults 2, our own 70. */
import { failureDocument } from '../report/failureDocument.ts'
import { SetupError } from '../solver/setupError.ts'
import { renderDiagnostic, SpecError } from '../source/diagnostic.ts'
import { exitCodes } from '../verdict/verdict.ts'
import type { ShellShape } from './shell.ts'
import { UsageError } from './usageError.ts'

/** @param error what a command has thrown */
export function showFault(shell: ShellShape, error: unknown): void {
  // A solver that is not there was asked for on the command line.
  const isOfUser = error instanceof SpecError || error instanceof UsageError || error instanceof SetupError
  if (isOfUser) showUserFault(shell, error)
  else showInternalFault(shell, error)
}

function showUserFault(shell: ShellShape, fault: SpecError | UsageError | SetupError): void {
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
