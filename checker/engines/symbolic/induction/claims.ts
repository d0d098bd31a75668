/**
 * What induction can prove: claims about all reachable states, or about all steps from them. In: a model. Out: the claims,
 * and of each the commands that say where it is broken.
 */
import { TRUE } from '../../../ir/expr.ts'
import type { Model, Property } from '../../../ir/model.ts'
import type { Finding } from '../../../verdict/verdict.ts'
import { whyNotWritten } from '../systemOf.ts'
import type { Frame, TransitionSystem } from '../transitionSystem.ts'

export interface Claim {
  readonly name: string
  readonly kind: Finding['kind']
  /** null for `deadlock` and `failures` */
  readonly property: Property | null
}

/** What may be assumed of a state, when the next one is looked at. */
export const isInvariant = ({ kind }: Claim): boolean => kind === 'invariant' || kind === 'lemma'
/** What is about steps, and not about states alone. */
export const isAboutSteps = ({ kind }: Claim): boolean => kind === 'step' || kind === 'refinement'

/** All that a model claims and induction may prove, invariants first. Where any state may be the last, none is a deadlock. */
export function claimsOf({ properties }: Model): Claim[] {
  const claims = properties.flatMap((property): Claim[] => {
    const { kind, name } = property
    return kind === 'invariant' || kind === 'lemma' || kind === 'step' || kind === 'refinement'
      ? [{ name, kind, property }]
      : []
  })
  const mayAlwaysEnd = properties.some(p => p.kind === 'mayEnd' && p.body === TRUE && p.checks.length === 0)
  const deadlock: Claim = { name: 'deadlock', kind: 'deadlock', property: null }
  return [
    ...claims.filter(isInvariant),
    ...claims.filter(isAboutSteps),
    ...(mayAlwaysEnd ? [] : [deadlock]),
    { name: 'failures', kind: 'failures', property: null },
  ]
}

/** What `brokenAt` needs at a frame, for any of these claims. */
export const surroundings = (system: TransitionSystem, claims: readonly Claim[], frame: Frame): string =>
  claims
    .flatMap(({ kind }) =>
      kind === 'deadlock'
        ? [system.enabled(frame), system.mayEnd(frame), system.unconstrained(frame)]
        : kind === 'failures'
          ? [system.failure(frame)]
          : [],
    )
    .join('\n')

/**
 * Defines the Boolean `name`: the claim is broken in the state of a frame, or on the step from there to the next one. It may
 * be asserted, but not denied.
 */
export function brokenAt(system: TransitionSystem, claim: Claim, name: string, frame: Frame, next: Frame): string {
  const define = (condition: string) => `(define-fun |${name}| () Bool ${condition})`
  const { property } = claim
  if (property === null) {
    const isDeadlock = `(and |goesOn@${frame}| (not (or |enabled@${frame}| |mayEnd@${frame}|)))`
    return define(claim.kind === 'deadlock' ? isDeadlock : `|failure@${frame}|`)
  }
  const holds = `${name}, denied`
  return `${system.predicate(holds, property, frame, next)}\n${define(`(not |${holds}|)`)}`
}

/** The same for an initial state, of which a refinement claims something else than of a step. */
export function brokenInitially(system: TransitionSystem, claim: Claim, name: string, frame: Frame): string {
  const { property } = claim
  if (property === null) return `(define-fun |${name}| () Bool |initialFailure@${frame}|)`
  const body = property.refinement === undefined ? property.body : property.refinement.initial
  return brokenAt(system, { ...claim, property: { ...property, body } }, name, frame, frame)
}

/** Why a claim cannot be said to a solver; null where it can. */
export function whyNotClaimed(system: TransitionSystem, claim: Claim): string | null {
  try {
    surroundings(system, [claim], 0)
    brokenAt(system, claim, 'broken', 0, 1)
    brokenInitially(system, claim, 'broken first', 0)
    return null
  } catch (error) {
    const reason = whyNotWritten(error)
    if (reason === null) throw error
    return reason
  }
}
