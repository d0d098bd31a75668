/** `von bmc`: asks a solver for short behaviours that break properties, and prints what it has found. */

import type { NumberEncoding } from '../engines/symbolic/arithmetic.ts'
import { type BmcProgress, boundedCheck } from '../engines/symbolic/bmc/bmc.ts'
import { lower } from '../frontend/lower.ts'
import { counted, duration } from '../report/numbers.ts'
import { requireProperties } from './check.ts'
import { endWith } from './endWith.ts'
import { interruptible } from './interrupt.ts'
import { writeItf } from './itfFile.ts'
import { type OpenRequest, openInstance } from './openSpec.ts'
import type { ShellShape } from './shell.ts'
import { statusLineOn } from './statusLine.ts'
import { type SolvingRequest, solvingOptions } from './symbolicOptions.ts'

export interface BmcRequest extends OpenRequest, SolvingRequest {
  readonly properties: readonly string[]
  readonly depth: number
  readonly keepGoing: boolean
  readonly encoding: NumberEncoding
  readonly itf: string | undefined
}

export async function bmc(shell: ShellShape, request: BmcRequest): Promise<void> {
  const { instance } = await openInstance(shell, request)
  const model = lower(instance)
  const { properties, depth, keepGoing, encoding, spec: file } = request
  requireProperties(model, properties)
  const status = statusLineOn(shell)
  const report = await interruptible(signal =>
    boundedCheck(model, {
      depth,
      keepGoing,
      encoding,
      file,
      ...solvingOptions(request),
      ...(properties.length > 0 && { properties }),
      onProgress: progress => status.show(progressText(progress, depth), progress.elapsedMs),
      signal,
    }),
  ).finally(status.clear)
  endWith(shell, report, { ...request, coverage: false })
  if (request.itf !== undefined) writeItf(shell, report, request.itf)
}

const progressText = ({ depth, open, queries, elapsedMs }: BmcProgress, last: number): string => {
  const asked = queries === 1 ? '1 query' : `${queries} queries`
  return `depth ${depth} of ${last}, ${counted(open, 'open question')}, ${asked}, ${duration(elapsedMs)}`
}
