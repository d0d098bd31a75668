/** `von doctor`: runs the TypeScript of a spec against its model, and prints how they differ. */
import { compareRuns, type DoctorReport } from '../engines/doctor/compareRuns.ts'
import { formatDifference } from '../engines/doctor/difference.ts'
import { lower } from '../frontend/lower.ts'
import { counted } from '../report/numbers.ts'
import type { Palette } from '../source/palette.ts'
import { exitCodes } from '../verdict/verdict.ts'
import { type OpenRequest, openInstance } from './openSpec.ts'
import type { ShellShape } from './shell.ts'

export interface DoctorRequest extends OpenRequest {
  readonly maxStates: number | undefined
}

/** Exits 0 if the two agree in all states, 1 if they differ, 3 if not all states were compared. */
export async function doctor(shell: ShellShape, request: DoctorRequest): Promise<void> {
  const { maxStates } = request
  const { instance } = await openInstance(shell, request)
  const report = compareRuns(instance, lower(instance), maxStates === undefined ? {} : { maxStates })
  shell.print(
    shell.isJson
      ? `${JSON.stringify({ format: 'von-doctor', version: 1, spec: instance.spec, constants: instance.constants, ...report }, null, 2)}\n`
      : doctorText(report, shell.stdout.palette),
  )
  const { differences, isComplete } = report
  shell.exitWith(differences.length > 0 ? exitCodes.violated : isComplete ? exitCodes.yes : exitCodes.inconclusive)
}

function doctorText({ differences, states, isComplete, comparisons }: DoctorReport, palette: Palette): string {
  const scope = `${isComplete ? 'all ' : ''}${counted(states, 'state')}, ${counted(comparisons, 'comparison')}`
  const verdict =
    differences.length > 0
      ? `${palette.error('differ')}: ${counted(differences.length, 'difference')} in ${scope}`
      : isComplete
        ? `${palette.bold('agree')}: TypeScript and model, in ${scope}`
        : `${palette.help('sampled')}: no difference in ${scope}; not all reachable states were compared`
  return [...differences.map(each => `${formatDifference(each)}\n`), verdict, ''].join('\n')
}
