/** `von prove`: proves the claims of an instance by induction, and prints what is proved and why the rest is not. */
import { type ProveProgress, prove as proveByInduction } from '../engines/symbolic/induction/prove.ts'
import { lower } from '../frontend/lower.ts'
import type { Model } from '../ir/model.ts'
import { duration } from '../report/numbers.ts'
import { endWith } from './endWith.ts'
import { onInterrupt } from './interrupt.ts'
import { type OpenRequest, openInstance } from './openSpec.ts'
import type { ShellShape } from './shell.ts'
import { statusLineOn } from './statusLine.ts'
import { type SolvingRequest, solvingOptions } from './symbolicOptions.ts'
import { proveTheoremsOf } from './theorems.ts'
import { UsageError, unknownName } from './usageError.ts'

export interface ProveRequest extends OpenRequest, SolvingRequest {
  readonly properties: readonly string[]
  readonly k: number | undefined
  readonly encoding: 'bitvectors' | 'integers'
  readonly cores: boolean
}

export async function prove(shell: ShellShape, request: ProveRequest): Promise<void> {
  if (await proveTheoremsOf(shell, request)) return
  const interrupt = onInterrupt()
  const status = statusLineOn(shell)
  try {
    const { instance } = await openInstance(shell, request)
    const model = lower(instance)
    const { properties, k, encoding, spec: file } = request
    requireClaims(model, properties)
    const report = await proveByInduction(model, {
      file,
      encoding,
      ...(k !== undefined && { steps: k }),
      ...solvingOptions(request),
      ...(properties.length > 0 && { properties }),
      onProgress: progress => status.show(progressText(progress), progress.elapsedMs),
      signal: interrupt.signal,
    })
    status.clear()
    endWith(shell, report, { ...request, coverage: false })
  } finally {
    status.clear()
    interrupt.stop()
  }
}

/** @throws UsageError for a name of nothing that can be proved */
function requireClaims({ properties, temporal, nonInterference }: Model, asked: readonly string[]): void {
  const witness = properties.find(({ kind, name }) => kind === 'witness' && asked.includes(name))
  if (witness !== undefined) {
    throw new UsageError({
      message: `${witness.name} is a witness, which claims nothing of all states`,
      help: 'von check and von bmc look for a state where it is true',
    })
  }
  const claims = properties.filter(({ kind }) => kind !== 'constraint' && kind !== 'mayEnd' && kind !== 'witness')
  const known = [...[...claims, ...temporal, ...nonInterference].map(({ name }) => name), 'failures', 'deadlock']
  const unknown = asked.find(name => !known.includes(name))
  if (unknown !== undefined) throw unknownName('property', unknown, known)
}

const progressText = ({ phase, due, kept, elapsedMs }: ProveProgress): string =>
  phase === 'induction'
    ? `induction: ${kept} of ${due} obligations, ${duration(elapsedMs)}`
    : `${phase}, ${duration(elapsedMs)}`
