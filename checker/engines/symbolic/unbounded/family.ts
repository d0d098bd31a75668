/**
 * The instances of a spec that differ only in how many identities there are, as one set of formulas.
 *
 * A spec is a program that makes an instance for each size; no formula is its meaning for every size. What can be seen
 * is that it makes the same formulas for instances of several sizes, each of which is exactly that instance. They are
 * chosen so that a number which depends on one of the sizes, in whichever way, shows.
 */
import type { Model } from '../../../ir/model.ts'
import type { EnumType } from '../../../ir/type.ts'
import type { Span } from '../../../source/span.ts'
import type { InstanceSizes } from '../../../verdict/anySize.ts'
import { Domains } from './domains.ts'
import type { Sort, Term } from './firstOrder.ts'
import { type Obligations, obligationsOf } from './obligations.ts'
import { Protocol } from './protocol.ts'
import { identitiesIn } from './rolling.ts'

/** Builds the instance in which these constants are set, and the others as the user wants them. */
export type InstanceBuilder = (sizes: InstanceSizes) => Model

/** From `first` on, none and all are far enough apart: see `amount.ts`. Domains of different sizes are told apart by them. */
const SAMPLE = { first: 6, apart: 3 }

export interface Family {
  readonly build: InstanceBuilder
  /** of each constant that stands for any number, the position of its domain among those that are interchangeable */
  readonly sized: ReadonlyMap<string, number>
  readonly protocol: Protocol
  readonly obligations: Obligations
}

/** Instances of different sizes are not alike. */
export class NotAlike extends Error {
  readonly span: Span
  constructor(message: string, span: Span) {
    super(message)
    this.span = span
  }
}

/** For each of the constants, the position of the domain that it sizes; constants that size none, or several, are absent. */
export function sizedBy(
  build: InstanceBuilder,
  constants: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
  const base = build({})
  const found = new Map<string, number>()
  for (const [name, value] of Object.entries(constants)) {
    const model = attempt(() => build({ [name]: value + 1 }))
    if (model === null || model.interchangeable.length !== base.interchangeable.length) continue
    const grown = base.interchangeable.flatMap(({ values }, i) =>
      (model.interchangeable[i] as EnumType).values.length === values.length ? [] : [i],
    )
    const isCount = grown.length === 1 && base.interchangeable[grown[0] as number]?.values.length === value
    if (isCount) found.set(name, grown[0] as number)
  }
  return found
}
function attempt<T>(run: () => T): T | null {
  try {
    return run()
  } catch {
    return null
  }
}

/**
 * @param sized of each constant that is to stand for any number, the position of its domain
 * @throws Misfit, NotAlike
 */
export function familyOf(build: InstanceBuilder, sized: ReadonlyMap<string, number>): Family {
  const constants = [...sized.keys()]
  const sizes = (more: (constant: string) => number) =>
    Object.fromEntries(constants.map((name, i) => [name, SAMPLE.first + SAMPLE.apart * i + more(name)]))
  const [first, ...others] = [
    sizes(() => 0),
    ...constants.map(grown => sizes(name => (name === grown ? 1 : 0))),
    sizes(() => 2),
  ].map(each => formulasOf(build, sized, each))
  for (const other of others) compare(first as Formulas, other)
  const { protocol, obligations } = first as Formulas
  return { build, sized, protocol, obligations }
}

interface Formulas {
  readonly sizes: InstanceSizes
  readonly protocol: Protocol
  readonly obligations: Obligations
}
function formulasOf(build: InstanceBuilder, sized: ReadonlyMap<string, number>, sizes: InstanceSizes): Formulas {
  const model = build(sizes)
  const protocol = new Protocol(model, domainsOf(model, sized))
  const obligations = obligationsOf(protocol)
  requireNameless(protocol, obligations)
  return { sizes, protocol, obligations }
}
/** @throws NotAlike where an identity is named */
function requireNameless(protocol: Protocol, { claims, all }: Obligations): void {
  const require = (term: Term | null, what: string, span: Span) => {
    const [named] = term === null ? [] : identitiesIn(term)
    if (named !== undefined) throw new NotAlike(`${what} tells ${named.symbol} from the other ${named.sort}`, span)
  }
  for (const { action, steps } of [protocol.initial, ...protocol.actions])
    for (const { kind, condition, check } of steps)
      require(condition, `a ${kind} of ${action.name}`, check?.span ?? action.span)
  for (const { name, holds, property } of claims) require(holds, name, property?.span ?? protocol.model.initial.span)
  for (const { claim, step, broken } of all)
    require(broken, `what ${step.action.name} does to ${claim}`, step.action.span)
}
export const domainsOf = (model: Model, sized: ReadonlyMap<string, number>): Domains =>
  new Domains(new Map([...sized].map(([name, i]): [Sort, EnumType] => [name, model.interchangeable[i] as EnumType])))

const isSame = (a: readonly Term[], b: readonly Term[]) => a.length === b.length && a.every((t, i) => t === b[i])

/** @throws NotAlike with the first place where they differ */
function compare(a: Formulas, b: Formulas): void {
  const differ = (what: string, span: Span): never => {
    const text = (sizes: InstanceSizes) =>
      Object.entries(sizes)
        .map(([name, size]) => `${name}=${size}`)
        .join(' ')
    throw new NotAlike(`${what} is not the same for ${text(a.sizes)} and ${text(b.sizes)}`, span)
  }
  if (!isSame(a.protocol.typing(a.protocol.variables), b.protocol.typing(b.protocol.variables)))
    differ('the range of a variable', a.protocol.model.initial.span)
  const pairs = [
    [a.protocol.initial, b.protocol.initial] as const,
    ...a.protocol.actions.map((action, i) => [action, b.protocol.actions[i]] as const),
  ]
  for (const [x, y] of pairs) {
    const { name, span } = x.action
    if (y === undefined || y.action.name !== name || y.steps.length !== x.steps.length) return differ(name, span)
    if (!isSame(a.protocol.typing(x.choices), b.protocol.typing(y.choices))) differ(`what ${name} chooses from`, span)
    for (const [i, step] of x.steps.entries())
      if (step.condition !== y.steps[i]?.condition) differ(`a ${step.kind} of ${name}`, x.action.span)
  }
  const claims: readonly (readonly [string, Term | null, Span])[] = a.obligations.claims.map(
    ({ name, holds, property }) => [name, holds, property?.span ?? a.protocol.model.initial.span],
  )
  for (const [i, [name, holds, span]] of claims.entries()) {
    const other = b.obligations.claims[i]
    if (other?.name !== name || other.holds !== holds) differ(name, span)
  }
  for (const [i, { claim, action, broken }] of a.obligations.all.entries()) {
    const other = b.obligations.all[i]
    if (other?.claim === claim && other.broken === broken) continue
    differ(
      `what ${action?.action.name ?? 'the initial state'} does to ${claim}`,
      (action ?? a.protocol.initial).action.span,
    )
  }
}
