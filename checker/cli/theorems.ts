/** `von prove` on a module of theorems: proves them, sees that their twins are false, and prints the report. */
import { loadSpecOrTheorems } from '../frontend/loadSpec.ts'
import type { Theorem } from '../lang/theorem.ts'
import { theoremJson } from '../report/theoremJson.ts'
import { theoremText } from '../report/theoremText.ts'
import { sessionOptions } from '../solver/session.ts'
import { proveTheorems } from '../theorems/proveTheorems.ts'
import { theoremExitCode } from '../verdict/theorem.ts'
import { exitCodes } from '../verdict/verdict.ts'
import { interruptible } from './interrupt.ts'
import type { OpenRequest } from './openSpec.ts'
import type { ShellShape } from './shell.ts'
import { statusLineOn } from './statusLine.ts'
import { type SolvingRequest, solvingOptions } from './symbolicOptions.ts'
import { UsageError, unknownName } from './usageError.ts'

export interface TheoremsRequest extends OpenRequest, SolvingRequest {
  /** names of theorems; all of them if there are none */
  readonly properties: readonly string[]
}

/**
 * Exits 0 if all are proved and their twins refuted, 1 if a theorem is false or a twin is not, 3 if anything is open.
 *
 * @returns whether the file holds theorems; if not, nothing is done
 * @throws UsageError for a theorem or twin that the module does not have, and for constants
 */
export async function proveTheoremsOf(shell: ShellShape, request: TheoremsRequest): Promise<boolean> {
  const loaded = await loadSpecOrTheorems(request.spec, { cwd: shell.cwd })
  if (!('theorems' in loaded)) return false
  requireNoInstance(request)
  const chosen = asked(loaded.theorems, request)
  const { spec: file, mutant, workers } = request
  const status = statusLineOn(shell)
  const start = performance.now()
  await interruptible(async signal => {
    const report = await proveTheorems(chosen, {
      file,
      ...(mutant !== undefined && { twin: mutant }),
      ...(workers !== undefined && { workers }),
      session: sessionOptions({ ...solvingOptions(request), signal }, 'theorems'),
      onProgress: ({ name, done, all }) => status.show(`${name} (${done} of ${all} done)`, performance.now() - start),
    }).finally(status.clear)
    shell.print(shell.isJson ? theoremJson(report) : theoremText(report, { cwd: shell.cwd, ...shell.stdout }))
    shell.exitWith(signal.aborted ? exitCodes.interrupted : theoremExitCode(report))
  })
  return true
}

function asked(all: readonly Theorem[], { properties, mutant }: TheoremsRequest): readonly Theorem[] {
  const names = all.map(({ name }) => name)
  const unknown = properties.find(name => !names.includes(name))
  if (unknown !== undefined) throw unknownName('theorem', unknown, names)
  const chosen = properties.length === 0 ? all : all.filter(({ name }) => properties.includes(name))
  const twins = chosen.flatMap(theorem => theorem.twins.map(({ name }) => name))
  if (mutant !== undefined && !twins.includes(mutant)) throw unknownName('twin', mutant, twins)
  return chosen
}

/** @throws UsageError where the user names an instance */
export function requireNoInstance({ constants, instance }: OpenRequest): void {
  if (constants.length === 0 && instance === undefined) return
  throw new UsageError({
    message: 'theorems have no constants and no instances',
    help: 'they are claims about all inputs: leave out --const and --instance',
  })
}
