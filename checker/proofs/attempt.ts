/**
 * One attempt to show a claim by the means that its proof names. In: an instance and names of properties, or a measure. Out:
 * the least that the engine says of any of them.
 */
import { explore } from '../engines/explicit/explore.ts'
import { optimum } from '../engines/optimum/optimum.ts'
import { boundedCheck } from '../engines/symbolic/bmc/bmc.ts'
import { prove } from '../engines/symbolic/induction/prove.ts'
import { inventProof } from '../engines/symbolic/pdr/inventProof.ts'
import { type Family, familyOf, sizedBy } from '../engines/symbolic/unbounded/family.ts'
import { proveAnySize } from '../engines/symbolic/unbounded/proveAnySize.ts'
import { lower } from '../frontend/lower.ts'
import type { Model } from '../ir/model.ts'
import type { Means, Proof } from '../lang/proof.ts'
import type { ConstantValue } from '../lang/spec.ts'
import type { SolvingOptions } from '../solver/session.ts'
import type { Attempt } from '../verdict/evidence.ts'
import type { Finding, Verdict } from '../verdict/verdict.ts'
import { valueEngines } from './valueEngines.ts'

export interface Claim {
  readonly spec: Pick<Proof['spec'], 'instance'>
  readonly constants: Readonly<Record<string, ConstantValue>>
  readonly properties: readonly string[]
  readonly without: readonly string[]
  readonly by: Means
  /** whether failures of the protocol count, though nobody has asked: not where a property is to be violated */
  readonly countsFailures: boolean
}
type Answer = Omit<Attempt, 'elapsedMs'>

/** @throws RangeError for a property, lemma or measure that the instance does not have */
export async function attempt(claim: Claim, options: SolvingOptions): Promise<Attempt> {
  const started = performance.now()
  const model = modelOf(claim)
  const answer = await answerBy(claim, model, options)
  return { ...answer, elapsedMs: performance.now() - started }
}

const modelOf = ({ spec, constants, without }: Claim, sizes: Claim['constants'] = {}): Model =>
  withoutLemmas(lower(spec.instance({ ...constants, ...sizes })), without)

/** @throws RangeError for a constant that does not say how many there are of what is interchangeable */
function familyFor(claim: Claim, sizes: readonly string[]): Family {
  const build = (chosen: Claim['constants']) => modelOf(claim, chosen)
  const { name: spec, constants } = build({})
  const sized = sizedBy(build, Object.fromEntries(sizes.map(name => [name, Number(constants[name])])))
  const missing = sizes.find(name => !sized.has(name))
  if (missing !== undefined)
    throw new RangeError(`${spec} has nothing of which there could be any number of ${missing}`)
  return familyOf(build, sized)
}

function withoutLemmas(model: Model, names: readonly string[]): Model {
  const unknown = names.find(name => !model.properties.some(each => each.name === name))
  if (unknown !== undefined) throw new RangeError(`${model.name} has no lemma named ${unknown}`)
  return { ...model, properties: model.properties.filter(({ name }) => !names.includes(name)) }
}

const withoutAnyLemma = (model: Model): Model => ({
  ...model,
  properties: model.properties.filter(({ kind }) => kind !== 'lemma'),
})

async function answerBy(claim: Claim, model: Model, options: SolvingOptions): Promise<Answer> {
  const { by, properties, countsFailures } = claim
  const { signal, ...solving } = options
  const watched = { properties, ...(signal !== undefined && { signal }) }
  const answer = (findings: readonly Finding[], queries: number) =>
    leastOf(countsFailures ? findings : findings.filter(({ name }) => properties.includes(name)), queries)
  switch (by.engine) {
    case 'exploration': {
      const { findings } = await explore(model, { ...watched, keepGoing: true })
      return answer(findings, 1)
    }
    case 'bmc': {
      const report = await boundedCheck(model, { ...watched, ...solving, depth: by.depth, keepGoing: true })
      return answer(report.findings, report.solving.queries)
    }
    case 'induction': {
      const { steps = 1, encoding = 'bitvectors' } = by
      const report = await prove(model, { ...watched, ...solving, steps, encoding })
      return answer(report.findings, report.solving.queries)
    }
    case 'optimum':
      return optimumBy(by, model, options)
    case 'unbounded': {
      const report = await proveAnySize(familyFor(claim, by.sizes), { ...watched, ...solving })
      return answer(report.findings, report.solving.queries)
    }
    case 'invention': {
      const report = await inventProof(withoutAnyLemma(model), { ...watched, ...solving })
      return answer(report.findings, report.solving.queries)
    }
  }
}

/** From what a claim must not hide to what shows it. */
const severity: readonly Attempt['kind'][] = [
  'violated',
  'unknown',
  'unprovable',
  'vacuous',
  'bounded',
  'exhausted',
  'proved',
]

/** What is said of the worst of the findings, and of which they are. */
export function leastOf(findings: readonly Finding[], queries: number): Answer {
  const kinds = findings.map(({ verdict }) => kindOf(verdict))
  const kind = severity.find(each => kinds.includes(each))
  if (kind === undefined) return { kind: 'unknown', about: 'nothing was answered', queries }
  const least = findings.filter((_, i) => kinds[i] === kind)
  const [first] = least
  if (kind === 'unknown' && first?.verdict.kind === 'unknown')
    return { kind, about: `${first.name}: ${first.verdict.reason}`, queries }
  const isShown = kind === 'proved' || kind === 'exhausted' || kind === 'bounded'
  return { kind, about: isShown ? '' : least.map(({ name }) => name).join(', '), queries }
}

/** Steps that induction cannot exclude are an answer, and not for want of one. */
const kindOf = (verdict: Verdict): Attempt['kind'] =>
  verdict.kind === 'unknown' && verdict.induction !== undefined ? 'unprovable' : verdict.kind

/** Where the value is another, the claim is violated: one side of it is. */
async function optimumBy(by: Means & { engine: 'optimum' }, model: Model, options: SolvingOptions): Promise<Answer> {
  const name = by.largest ?? by.smallest
  const measure = model.measures.find(each => each.name === name)
  if (measure === undefined) throw new RangeError(`${model.name} has no measure named ${name}`)
  const direction = by.largest === undefined ? 'smallest' : 'largest'
  const found = await optimum(model, measure, direction, {
    ...valueEngines(by, options),
    ...(options.signal && { signal: options.signal }),
  })
  if (found.kind === 'fails') {
    const { about } = leastOf(found.report.findings, 1)
    return { kind: 'unknown', about: `no value is known, as the protocol itself fails: ${about}`, queries: 1 }
  }
  const { value, beyond, queries } = found
  if (value !== by.is)
    return { kind: 'violated', about: `the ${direction} ${name} that is attained is ${value}`, queries }
  return { kind: kindOf(beyond), about: '', queries }
}
