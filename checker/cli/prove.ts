/** `von prove`: proves the claims of an instance by induction, and prints what is proved and why the rest is not. */
import type { NumberEncoding } from '../engines/symbolic/arithmetic.ts'
import { type ProveProgress, prove as proveByInduction } from '../engines/symbolic/induction/prove.ts'
import { type InventProgress, inventProof } from '../engines/symbolic/pdr/inventProof.ts'
import { type InstanceBuilder, sizedBy } from '../engines/symbolic/unbounded/family.ts'
import { proveAsked } from '../engines/symbolic/unbounded/proveAsked.ts'
import { lower } from '../frontend/lower.ts'
import type { Model } from '../ir/model.ts'
import type { Instance, Spec } from '../lang/spec.ts'
import { counted, duration } from '../report/numbers.ts'
import { endWith } from './endWith.ts'
import { interruptible } from './interrupt.ts'
import { instanceOf, type OpenRequest, openInstance } from './openSpec.ts'
import { type Constants, selectedConstants } from './selection.ts'
import type { ShellShape } from './shell.ts'
import { statusLineOn } from './statusLine.ts'
import { type SolvingRequest, solvingOptions } from './symbolicOptions.ts'
import { proveTheoremsOf } from './theorems.ts'
import { UsageError, unknownName } from './usageError.ts'

export interface ProveRequest extends OpenRequest, SolvingRequest {
  readonly properties: readonly string[]
  readonly k: number | undefined
  readonly encoding: NumberEncoding
  readonly cores: boolean
  readonly unbounded: boolean
  /** whether to look for lemmas */
  readonly invent: boolean
  /** whether to do as if the spec had no lemmas */
  readonly withoutLemmas: boolean
}

export async function prove(shell: ShellShape, request: ProveRequest): Promise<void> {
  if (await proveTheoremsOf(shell, request)) return
  if (request.unbounded) return proveUnbounded(shell, request)
  const { instance } = await openInstance(shell, request)
  const model = asked(lower(instance), request)
  const { properties, k, encoding, spec: file } = request
  requireClaims(model, properties)
  const status = statusLineOn(shell)
  const options = {
    file,
    encoding,
    ...(k !== undefined && { steps: k }),
    ...solvingOptions(request),
    ...(properties.length > 0 && { properties }),
  }
  const report = await interruptible(signal =>
    request.invent
      ? inventProof(model, {
          ...options,
          onProgress: progress => status.show(searchText(progress), progress.elapsedMs),
          signal,
        })
      : proveByInduction(model, {
          ...options,
          onProgress: progress => status.show(progressText(progress), progress.elapsedMs),
          signal,
        }),
  ).finally(status.clear)
  endWith(shell, report, { ...request, coverage: false })
}

/** For any number of what is interchangeable: constants that are set by `--const` keep their values. */
async function proveUnbounded(shell: ShellShape, request: ProveRequest): Promise<void> {
  requireNothingOfOneInstance(request)
  const { spec, instance } = await openInstance(shell, request)
  const { properties, spec: file } = request
  const constants = selectedConstants(spec, request)
  const build = (sizes: Constants) => asked(lower(instanceOf(spec, { ...constants, ...sizes })), request)
  requireClaims(build({}), properties)
  const sized = sizedOf(spec, instance, build, request)
  const status = statusLineOn(shell)
  const report = await interruptible(signal =>
    proveAsked(build, sized, {
      file,
      ...solvingOptions(request),
      ...(properties.length > 0 && { properties }),
      onProgress: ({ due, kept, elapsedMs }) =>
        status.show(`induction: ${kept} of ${due} obligations, ${duration(elapsedMs)}`, elapsedMs),
      signal,
    }),
  ).finally(status.clear)
  endWith(shell, report, { ...request, coverage: false })
}

/** @throws UsageError for options that are about one instance */
function requireNothingOfOneInstance({ invent, k, encoding }: ProveRequest): void {
  if (invent)
    throw new UsageError({
      message: 'lemmas are not invented for any number',
      help: 'invent them for a few, paste them into the spec, and prove them with --unbounded',
    })
  if (k !== undefined)
    throw new UsageError({
      message: 'induction for any number looks at one step at a time',
      help: 'leave out --k, and say in a lemma what several steps would show',
    })
  if (encoding !== 'bitvectors')
    throw new UsageError({
      message: '--encoding is for one instance; what is said of any number has one encoding only',
      help: 'leave out --encoding',
    })
}

/** @throws UsageError where nothing can be had in any number */
function sizedOf(
  { name }: Spec,
  { constants }: Instance,
  build: InstanceBuilder,
  request: ProveRequest,
): ReadonlyMap<string, number> {
  const isFixed = (constant: string) => request.constants.some(text => text.startsWith(`${constant}=`))
  const numbers = Object.entries(constants).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && !isFixed(entry[0]),
  )
  const sized = sizedBy(build, Object.fromEntries(numbers))
  if (sized.size > 0) return sized
  throw new UsageError({
    message: `${name} has nothing of which there can be any number`,
    help: 'declare identities that are all alike, as many as a constant says: m.interchangeable(Router); and leave that constant open',
  })
}

/** The model that is to be proved: with the lemmas of the spec or without. */
const asked = (model: Model, { withoutLemmas }: ProveRequest): Model => ({
  ...model,
  properties: model.properties.filter(({ kind }) => kind !== 'lemma' || !withoutLemmas),
})

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

const searchText = ({ name, frames, lemmas, elapsedMs }: InventProgress): string =>
  name === null
    ? `induction, ${duration(elapsedMs)}`
    : `lemmas for ${name}: ${counted(lemmas, 'lemma')}, true for ${counted(frames, 'step')}, ${duration(elapsedMs)}`
