/**
 * Non-interference by induction over pairs of runs. Each run keeps the invariants that were proved of single runs; beside
 * these it is tried which parts of the state are the same in both, and whether that is enough for an observer to see the same.
 * In: a claim, and what is proved. Out: whether it is proved, and with what, or why not.
 */

import { constant, type Expr, read } from '../../../ir/expr.ts'
import type { Model, NonInterference, Property } from '../../../ir/model.ts'
import { ALIKE, ofBoth, type SelfComposition, sameInBoth } from '../../../ir/selfComposition.ts'
import { at, field } from '../../../ir/structure.ts'
import { cardinality, type Type } from '../../../ir/type.ts'
import { formatValue, valuesOf } from '../../../ir/value.ts'
import type { Verdict } from '../../../verdict/verdict.ts'
import { whyNotWritten } from '../systemOf.ts'
import { TransitionSystem } from '../transitionSystem.ts'
import { type Claim, whyNotClaimed } from './claims.ts'
import { type InductionOptions, PlainInduction } from './plainInduction.ts'

/** A map with more entries is the same as a whole, or not. */
const ENTRIES_MAX = 64

/** A model of pairs for a solver, in which the claim is the first property; the others say of parts that they are alike. */
export interface PairSystem {
  readonly system: TransitionSystem
  readonly properties: readonly Property[]
}

/** @returns a text where the pairs cannot be written for a solver: why */
export function pairSystem(
  model: Model,
  { span }: NonInterference,
  { model: pairs }: SelfComposition,
): PairSystem | string {
  const alike = pairs.properties.find(({ name }) => name === ALIKE) as Property
  const wholes = model.variables.map(variable => ({ name: variable.name, part: read(variable) }))
  const parts = model.variables.flatMap(variable => partsOf(read(variable), variable.name))
  const same = [...parts, ...wholes.filter(({ name }) => !parts.some(part => part.name === name))].map(
    ({ name, part }): Property => ({
      kind: 'lemma',
      name: `${name} alike`,
      checks: [],
      body: sameInBoth(model, part),
      span,
      origins: new Map(),
    }),
  )
  const properties = [alike, ...same]
  try {
    const system = TransitionSystem.of({ ...pairs, properties })
    const [claim] = claimsFor(properties)
    return whyNotClaimed(system, claim as Claim) ?? { system, properties }
  } catch (error) {
    const reason = whyNotWritten(error)
    if (reason === null) throw error
    return reason
  }
}
const claimsFor = (properties: readonly Property[]) =>
  properties.map((property): Claim => ({ name: property.name, kind: 'lemma', property }))

/**
 * @param known what was proved of all reachable states of single runs
 * @returns the verdict, and how many queries it took
 */
export async function provePairs(
  model: Model,
  claim: NonInterference,
  { system, properties }: PairSystem,
  known: readonly Property[],
  options: InductionOptions,
): Promise<{ readonly verdict: Verdict; readonly queries: number }> {
  const claims = claimsFor(properties)
  const facts = known.flatMap(property => ofBoth(model, property))
  const induction = await PlainInduction.begin(system, claims, facts, options)
  try {
    await induction.run(options)
    const { queries } = induction
    return { verdict: verdictBy(induction, claims, claim, known), queries }
  } finally {
    await induction.close()
  }
}

function verdictBy(
  { proved, unproved }: PlainInduction,
  [alike, ...same]: readonly Claim[],
  { span }: NonInterference,
  known: readonly Property[],
): Verdict {
  const proof = proved.get(alike as Claim)
  if (proof !== undefined) {
    // two runs that are always in the same state never had anything to be told apart by
    if (same.every(claim => proved.has(claim)))
      return { kind: 'vacuous', premises: [{ text: 'a high step changes anything', span }] }
    return {
      kind: 'proved',
      proof: { ...proof, needs: [...known.map(({ name }) => name), ...proof.needs] },
    }
  }
  const fault = unproved.get(alike as Claim)
  if (fault === undefined) return { kind: 'unknown', reason: 'interrupted' }
  if (fault.kind === 'unknown') return { kind: 'unknown', reason: fault.reason }
  if (fault.kind === 'initial') return { kind: 'unknown', reason: 'the runs can be told apart from the beginning' }
  const { trace } = fault.counterexample
  const action = trace.steps.at(-1)?.action
  return { kind: 'unknown', reason: `not inductive: ${action} tells apart two runs in states that may be unreachable` }
}

interface Part {
  readonly name: string
  readonly part: Expr
}
/** The parts of a value of which each can be the same in two runs: entries of maps and fields of records. */
function partsOf(part: Expr, name: string): Part[] {
  const { type } = part as { readonly type: Type }
  if (type.kind === 'record') return type.fields.flatMap(f => partsOf(field(part, f.name), `${name}.${f.name}`))
  if (type.kind === 'map' && cardinality(type.from) <= ENTRIES_MAX) {
    return valuesOf(type.from).flatMap(key =>
      partsOf(at(part, constant(type.from, key)), `${name}[${formatValue(type.from, key)}]`),
    )
  }
  return [{ name, part }]
}
