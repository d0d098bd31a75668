/** `von check`: explores an instance and prints the report. */
import type { CheckpointOptions } from '../engines/explicit/checkpoint/checkpoint.ts'
import { explore } from '../engines/explicit/explore.ts'
import { machineBytes } from '../engines/explicit/memoryLimit.ts'
import { lower } from '../frontend/lower.ts'
import type { Model } from '../ir/model.ts'
import type { Spec } from '../lang/spec.ts'
import { byteSize, counted } from '../report/numbers.ts'
import type { KeptCheckpoint, Report } from '../verdict/report.ts'
import type { Limit } from '../verdict/verdict.ts'
import { endWith } from './endWith.ts'
import { interruptible } from './interrupt.ts'
import { writeItf } from './itfFile.ts'
import { type OpenRequest, openInstance } from './openSpec.ts'
import { progressOn } from './progress.ts'
import type { ShellShape } from './shell.ts'
import { UsageError, unknownName } from './usageError.ts'

export interface CheckRequest extends OpenRequest {
  readonly properties: readonly string[]
  readonly maxStates: number | undefined
  readonly maxDepth: number | undefined
  /** bytes */
  readonly memory: number | undefined
  readonly keepGoing: boolean
  readonly symmetry: boolean
  readonly partialOrder: boolean
  readonly coverage: boolean
  readonly stats: boolean
  readonly backend: 'wasm' | 'javascript' | 'interpreter'
  readonly workers: number | undefined
  readonly compact: boolean
  /** folder */
  readonly disk: string | undefined
  readonly itf: string | undefined
  /** folders */
  readonly checkpoint: string | undefined
  readonly resume: string | undefined
  /** milliseconds */
  readonly checkpointEvery: number | undefined
}

export async function check(shell: ShellShape, request: CheckRequest): Promise<void> {
  const { spec, instance } = await openInstance(shell, request)
  const model = lower(instance)
  const report = await interruptible(signal => exploreWatched(shell, model, request, signal))
  endWith(shell, report, request)
  if (request.itf !== undefined) writeItf(shell, report, request.itf)
  if (shell.isJson) return
  for (const hint of hints(report, request, spec)) shell.note(`${shell.stderr.palette.help('hint')}: ${hint}\n`)
}

async function exploreWatched(
  shell: ShellShape,
  model: Model,
  request: CheckRequest,
  signal: AbortSignal,
): Promise<Report> {
  const {
    properties,
    maxStates,
    maxDepth,
    memory,
    keepGoing,
    coverage,
    symmetry,
    partialOrder,
    backend,
    workers,
    compact,
    disk,
    spec: file,
  } = request
  requireProperties(model, properties)
  warnOfMemory(shell, memory)
  requireWorkers(request)
  if (disk !== undefined) requireForDisk(request)
  if (symmetry) requireInterchangeable(model)
  if (partialOrder) requireAlone(request)
  const progress = progressOn(shell)
  const checkpoint = checkpointOf(request, message => {
    progress.clear()
    warn(shell, message)
  })
  try {
    return await explore(model, {
      file,
      ...(properties.length > 0 && { properties }),
      ...(maxStates !== undefined && { maxStates }),
      ...(maxDepth !== undefined && { maxDepth }),
      ...(memory !== undefined && { maxMemoryBytes: memory }),
      ...(checkpoint !== undefined && { checkpoint }),
      keepGoing,
      backend,
      ...(workers !== undefined && { workers }),
      symmetry,
      partialOrder,
      compact,
      ...(disk !== undefined && { disk: { folder: disk } }),
      coverage,
      onProgress: progress.show,
      onFallback: reason => {
        progress.clear()
        const memory = disk === undefined ? '' : ', and all states stay in memory'
        warn(shell, `the interpreter goes on alone, which is slow${memory}: no code can be generated (${reason})`)
      },
      signal,
    })
  } finally {
    progress.clear()
  }
}

/** The limit is kept in any case; but the system may not let the run come so far. */
function warnOfMemory(shell: ShellShape, memory: number | undefined): void {
  const machine = machineBytes()
  if (memory === undefined || memory <= machine) return
  const sizes = `--memory ${byteSize(memory)} is more than the ${byteSize(machine)} of this machine`
  warn(shell, `${sizes}: the system may end the run`)
}

const warn = ({ note, stderr: { palette } }: ShellShape, text: string) => note(`${palette.help('warning')}: ${text}\n`)

/** @throws UsageError when the options contradict each other */
function checkpointOf(
  { checkpoint, resume, checkpointEvery }: CheckRequest,
  onTrouble: (message: string) => void,
): CheckpointOptions | undefined {
  if (checkpoint !== undefined && resume !== undefined) {
    const help = '--resume goes on in its own folder; --checkpoint starts anew in another'
    throw new UsageError({ message: 'give --checkpoint or --resume, not both', help })
  }
  const folder = checkpoint ?? resume
  if (folder === undefined) {
    if (checkpointEvery === undefined) return undefined
    throw new UsageError({ message: '--checkpoint-every needs a folder', help: 'add --checkpoint FOLDER' })
  }
  return {
    folder,
    resume: resume !== undefined,
    onTrouble,
    ...(checkpointEvery !== undefined && { intervalMs: checkpointEvery }),
  }
}

/** @throws UsageError where workers cannot be had */
function requireWorkers({ workers = 1, backend }: CheckRequest): void {
  if (workers > 1 && backend !== 'wasm') {
    throw new UsageError({
      message: `--workers ${workers} cannot be had with --backend ${backend}`,
      help: 'only --backend wasm, which is the default, shares memory between threads',
    })
  }
}

/** @throws UsageError where states cannot be on disk */
function requireForDisk({ workers = 1, backend, partialOrder }: CheckRequest): void {
  const others = {
    '--workers': workers > 1,
    [`--backend ${backend}`]: backend !== 'wasm',
    '--partial-order': partialOrder,
  }
  const [other] = Object.entries(others).find(([, isAsked]) => isAsked) ?? []
  if (other === undefined) return
  throw new UsageError({
    message: `--disk cannot be had with ${other}`,
    help: 'only --backend wasm, which is the default, keeps states on disk, and by one thread',
  })
}

/** What can be asked for beside the properties of a spec. */
const builtIn = ['failures', 'deadlock']
const answered = new Set(['invariant', 'lemma', 'step', 'witness', 'refinement'])

/** @throws UsageError for a name that is no property */
export function requireProperties({ properties, temporal, nonInterference }: Model, asked: readonly string[]): void {
  const answerable = [...properties.filter(each => answered.has(each.kind)), ...temporal, ...nonInterference]
  const known = [...answerable.map(each => each.name), ...builtIn]
  const unknown = asked.find(name => !known.includes(name))
  if (unknown !== undefined) throw unknownName('property', unknown, known)
}

/** @throws UsageError where partial-order reduction cannot be had */
function requireAlone({ symmetry, compact, checkpoint, resume, workers = 1, backend }: CheckRequest): void {
  const others = {
    '--symmetry': symmetry,
    '--compact': compact,
    '--checkpoint': checkpoint !== undefined,
    '--resume': resume !== undefined,
    '--workers': workers > 1,
    '--backend': backend === 'javascript',
  }
  const [other] = Object.entries(others).find(([, isAsked]) => isAsked) ?? []
  if (other === undefined) return
  throw new UsageError({
    message: `--partial-order cannot be had with ${other}`,
    help: 'the interpreter does it, on one thread, and it takes the states as they come',
  })
}

/** @throws UsageError when nothing is declared interchangeable */
function requireInterchangeable({ name, interchangeable }: Model): void {
  if (interchangeable.length > 0) return
  throw new UsageError({
    message: `${name} declares nothing interchangeable`,
    help: 'declare identities that are all alike: m.interchangeable(Router)',
  })
}

/** From so many states on, it is worth saying that there may be fewer, or that they may be elsewhere. */
const MANY_STATES = 100_000

/** What to do next about what kept the run from an answer, and whether a mutant was killed as it must be. */
function hints(
  report: Report,
  { keepGoing, memory, properties, mutant, symmetry, disk, backend }: CheckRequest,
  spec: Spec,
): string[] {
  const { limits, findings, checkpoint, exploration, model } = report
  const kinds = new Set(limits.map(limit => limit.kind))
  const killer = mutant === undefined ? undefined : spec.mutants[mutant]?.violates
  const isOneOfMany = findings.some(each => each.verdict.kind === 'bounded') && properties.length !== 1
  return [
    ...(kinds.has('maxStates') ? ['a higher --max-states sees more'] : []),
    ...(kinds.has('maxDepth') ? ['a higher --max-depth sees more'] : []),
    ...limits.flatMap(limit => (limit.kind === 'memory' ? [memoryHint(limit, memory)] : [])),
    ...(kinds.has('memory') && disk === undefined && backend === 'wasm' && exploration.distinct >= MANY_STATES
      ? ['--disk FOLDER keeps most of what states take out of memory']
      : []),
    ...(kinds.has('disk') ? ['a folder on a disk with more room (--disk) sees more'] : []),
    ...(model.interchangeable.length > 0 && !symmetry && exploration.distinct >= MANY_STATES
      ? ['--symmetry sees the same in fewer states: the spec declares interchangeable names']
      : []),
    ...(killer === undefined ? [] : [killing(findings, killer, `mutant ${mutant}`)]),
    ...(checkpoint === undefined ? [] : checkpointHints(checkpoint, limits)),
    ...(kinds.has('violation') && !keepGoing && isOneOfMany ? ['--keep-going also decides the other properties'] : []),
  ]
}

function killing(findings: Report['findings'], killer: string, mutant: string): string {
  const kind = findings.find(each => each.name === killer)?.verdict.kind
  if (kind === 'violated') return `${killer} kills ${mutant}, as it must`
  if (kind === undefined) return `${killer} must kill ${mutant}, and was not asked for`
  const isOpen = kind === 'bounded' || kind === 'unknown'
  return `${killer} must kill ${mutant}, and ${isOpen ? 'was not decided' : 'does not'}`
}

const memoryHint = ({ byMachine, bytes }: Limit & { kind: 'memory' }, allowed: number | undefined) =>
  byMachine
    ? 'a larger machine, or smaller constants (--const), sees more'
    : allowed !== undefined && bytes < allowed
      ? 'WebAssembly reaches no further; --backend javascript does, slowly, and smaller constants (--const) see more'
      : 'a higher --memory, or smaller constants (--const), sees more'

/** What a folder is good for after the run. */
function checkpointHints({ folder, states, trouble }: KeptCheckpoint, limits: readonly Limit[]): string[] {
  const isKept = trouble === null
  // Constraints keep what they keep, however often a run goes on.
  const isOver = limits.every(limit => limit.kind === 'constraint')
  if (isKept) return isOver ? [] : [`--resume ${folder} goes on from here`]
  if (states === null) return [`there is no checkpoint in ${folder}: ${trouble}`]
  return [`--resume ${folder} goes on from ${counted(states, 'state')}; no more could be kept: ${trouble}`]
}
