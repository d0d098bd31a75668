/**
 * The instances of a spec that differ only in how many identities there are, as one set of formulas.
 *
 * A spec is a program that makes an instance for each size; no formula is its meaning for every size. What can be seen
 * is that it makes the same formulas for instances of several sizes, each of which is exactly that instance. They are
 * chosen so that a number which depends on one of the sizes, in whichever way, shows.
 */
import type { Model } from '../../../ir/model.ts'
import type { EnumType, Type } from '../../../ir/type.ts'
import type { Span } from '../../../source/span.ts'
import { Domains } from './domains.ts'
import type { Sort, Term } from './firstOrder.ts'
import { type Claim, type Obligations, obligationsOf } from './obligations.ts'
import { Misfit, Protocol, type SymbolicAction } from './protocol.ts'
import { identitiesIn } from './rolling.ts'
import type { SymbolicValue } from './symbolicValue.ts'

/** How many identities each domain has, by the constant that says so. */
export type InstanceSizes = Readonly<Record<string, number>>
/** Builds the instance in which these constants are set, and the others as the user wants them. */
export type InstanceBuilder = (sizes: InstanceSizes) => Model

/** From `first` on, none and all are far enough apart: see `amount.ts`. Domains of different sizes are told apart by them. */
export const SAMPLE = { first: 5, apart: 2 }

export interface Family {
  readonly build: InstanceBuilder
  /** of each constant that stands for any number, the position of its domain among those that are interchangeable */
  readonly sized: ReadonlyMap<string, number>
  readonly protocol: Protocol
  readonly obligations: Obligations
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
 * @throws Misfit where the states or actions are not alike; claims that are not are marked as such
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
  const { protocol } = first as Formulas
  requireNameless(protocol)
  for (const other of others) requireAlike(first as Formulas, other)
  return { build, sized, protocol, obligations: comparable(first as Formulas, others) }
}

interface Formulas {
  readonly sizes: InstanceSizes
  readonly protocol: Protocol
  readonly obligations: Obligations
}
function formulasOf(build: InstanceBuilder, sized: ReadonlyMap<string, number>, sizes: InstanceSizes): Formulas {
  const model = build(sizes)
  const protocol = new Protocol(model, domainsOf(model, sized))
  return { sizes, protocol, obligations: obligationsOf(protocol) }
}
export const domainsOf = (model: Model, sized: ReadonlyMap<string, number>): Domains =>
  new Domains(new Map([...sized].map(([name, i]): [Sort, EnumType] => [name, model.interchangeable[i] as EnumType])))

const NAMED = 'say with every and some what is true of all of them'
const named = (what: string, [identity]: readonly Term[], span: Span) =>
  new Misfit(`${what} tells ${identity?.symbol} from the other ${identity?.sort}`, NAMED, span)

/** @throws Misfit where an action names an identity */
function requireNameless({ initial, actions, model, domains }: Protocol): void {
  for (const { action, steps, next } of [initial, ...actions]) {
    for (const { kind, condition, span } of steps) {
      const found = identitiesIn(condition)
      if (found.length > 0) throw named(`a ${kind} of ${action.name}`, found, span)
    }
    for (const [i, { name, type }] of model.variables.entries()) {
      const found = domains.tabulated(type, next[i] as SymbolicValue).flatMap(identitiesIn)
      if (found.length > 0) throw named(`what ${action.name} does to ${name}`, found, action.span)
    }
  }
}

/** @throws Misfit where states or actions depend on how many identities there are */
function requireAlike(a: Formulas, b: Formulas): void {
  const require = (isAlike: boolean, what: string, span: Span) => {
    if (!isAlike) throw unlike(what, a, b, span)
  }
  const { model } = a.protocol
  const { span } = model.initial
  const typed = ({ protocol }: Formulas) => protocol.typing(protocol.variables)
  require(isSame(typed(a), typed(b)), 'the range of a variable', span)
  const actions = ({ protocol }: Formulas) => [protocol.initial, ...protocol.actions]
  require(actions(a).length === actions(b).length, 'the number of actions', span)
  for (const [i, x] of actions(a).entries()) {
    const y = actions(b)[i] as SymbolicAction
    const { name } = x.action
    require(y.action.name === name && y.steps.length === x.steps.length, name, x.action.span)
    require(isSame(a.protocol.typing(x.choices), b.protocol.typing(y.choices)), `what ${name} chooses from`, x.action
      .span)
    for (const [j, { kind, condition, span: place }] of x.steps.entries())
      require(condition === y.steps[j]?.condition, `a ${kind} of ${name}`, place)
    for (const [j, { name: variable, type }] of model.variables.entries()) {
      const [mine, theirs] = [x.next[j] as SymbolicValue, y.next[j] as SymbolicValue]
      const other = b.protocol.model.variables[j]?.type as Type
      const isAlike = isSame(a.protocol.domains.tabulated(type, mine), b.protocol.domains.tabulated(other, theirs))
      require(isAlike, `what ${name} does to ${variable}`, x.action.span)
    }
  }
}
const isSame = (a: readonly Term[], b: readonly Term[]) => a.length === b.length && a.every((t, i) => t === b[i])
const unlike = (what: string, a: Formulas, b: Formulas, span: Span) => {
  const text = ({ sizes }: Formulas) =>
    Object.entries(sizes)
      .map(([name, size]) => `${name}=${size}`)
      .join(' ')
  const help = 'say with every and some what is meant, or leave that constant fixed'
  return new Misfit(`${what} is not the same for ${text(a)} and ${text(b)}`, help, span)
}

/** The obligations, with those claims marked that are not alike in all instances. */
function comparable(first: Formulas, others: readonly Formulas[]): Obligations {
  const misfitOf = ({ name, property, misfit, said }: Claim): Misfit | null => {
    if (misfit !== null) return misfit
    const span = property?.span ?? first.protocol.model.initial.span
    const found = said.flatMap(identitiesIn)
    if (found.length > 0) return named(name, found, span)
    const other = others.find(({ obligations }) => {
      const theirs = obligations.claims.find(each => each.name === name)
      return theirs === undefined || !isSame(said, theirs.said)
    })
    return other === undefined ? null : unlike(name, first, other, span)
  }
  const claims = first.obligations.claims.map((claim): Claim => {
    const misfit = misfitOf(claim)
    return misfit === null ? claim : { ...claim, holds: null, misfit }
  })
  const misfits = new Set(claims.flatMap(({ name, misfit }) => (misfit === null ? [] : [name])))
  return { claims, all: first.obligations.all.filter(({ claim }) => !misfits.has(claim)) }
}
