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
  if (isJson) return shell.print(failureDocument(diagnostics))
  const { palette, width } = stderr
  if (fault instanceof SpecError) {
    const texts = fault.diagnostics.map(diagnostic => renderDiagnostic(diagnostic, { cwd, palette, width }))
    return shell.note(`${texts.join('\n\n')}\n`)
  }
  const help = fault.help === undefined ? '' : `${palette.help('help')}: ${fault.help}\n`
  shell.note(`${palette.error('error')}${palette.bold(`: ${fault.message}`)}\n${help}`)
}

/** A broken invariant of von: no stack, which helps no user, unless VON_DEBUG asks for it. */
export function showInternalFault(shell: ShellShape, defect: unknown): void {
  const { isJson, stderr } = shell
  shell.exitWith(exitCodes.internal)
  const fact = defect instanceof Error ? `${defect.name}: ${defect.message}` : String(defect)
  const help = 'this is a fault of von, not of your spec: please report it with the command line and the spec'
  if (isJson) shell.print(failureDocument([{ message: fact, help }]))
  const debug = (process.env.VON_DEBUG ?? '') !== ''
  const detail = debug ? (defect instanceof Error ? defect.stack : undefined) : undefined
  const { palette } = stderr
  shell.note(
    `${palette.error('internal error')}${palette.bold(`: ${fact}`)}\n${palette.help('help')}: ${help}${debug ? '' : '; VON_DEBUG=1 shows more'}\n${detail === undefined ? '' : `${detail}\n`}`,
  )
}
