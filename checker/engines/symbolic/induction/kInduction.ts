/**
 * Induction over several steps: a claim that is true in all of k states on the way is true in the next one. The states of the
 * way are all different, as a shortest way to a broken state passes no state twice. In: a model as a transition system,
 * claims that are not broken within the first steps, and facts. Out: those that are proved.
 *
 * Source: M. Sheeran, S. Singh and G. Stalmarck, "Checking Safety Properties Using Induction and a SAT-Solver", FMCAD 2000.
 */
import type { Predicate } from '../../../ir/predicate.ts'
import type { Session } from '../../../solver/session.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import { brokenAt, type Claim, isAboutSteps, surroundings } from './claims.ts'
import { type Answer, greatestSubset } from './greatestSubset.ts'
import { smallCore } from './smallCore.ts'

/** One query for each claim; this stands for it. */
type Query = { readonly claim: Claim }

/**
 * @param k how many states before the one of which a claim is shown; no claim is broken in the first k states of any
 * behaviour, nor on the steps from them
 * @param known what is true of all reachable states
 * @returns for each claim that is proved, the others that its proof relies on; facts are not told apart
 */
export async function kInduction(
  system: TransitionSystem,
  claims: readonly Claim[],
  known: readonly Predicate[],
  k: number,
  session: Session,
  signal: AbortSignal | undefined,
): Promise<{ readonly proved: ReadonlyMap<Claim, readonly string[]>; readonly queries: number }> {
  const frames = Array.from({ length: k + 1 }, (_, frame) => frame)
  session.tell(frames.map(frame => system.state(frame)).join('\n'))
  for (const frame of frames) {
    for (const [i, fact] of known.entries()) {
      session.tell(`${system.predicate(`known ${i}@${frame}`, fact, frame)}\n(assert |known ${i}@${frame}|)`)
    }
    if (frame < k) session.tell(`${system.step(frame, frame + 1)}\n(assert |step@${frame}|)`)
    for (let earlier = 0; earlier < frame; earlier++) session.tell(different(system, earlier, frame))
  }
  session.tell(surroundings(system, claims, k))
  if (claims.some(isAboutSteps)) session.tell(`${system.state(k + 1)}\n${system.step(k, k + 1)}`)
  for (const [i, claim] of claims.entries()) session.tell(commandsFor(system, claim, i, k))

  let queries = 0
  const check = (literals: readonly string[]) => {
    queries++
    return session.check(literals)
  }
  const ask = async ({ claim }: Query, standing: readonly Claim[]): Promise<Answer<Claim, null>> => {
    const claimOf = new Map(standing.map(each => [`|assume ${claims.indexOf(each)}|`, each]))
    const literals = [`|deny ${claims.indexOf(claim)}|`, ...claimOf.keys()]
    const answer = await check(literals)
    if (answer.kind === 'unknown') return { kind: 'open', fault: null }
    if (answer.kind === 'sat') return { kind: 'broken', faults: new Map([[claim, null]]) }
    const needed = await smallCore(session, new Set(claimOf.keys()), claim.name)
    queries += needed.queries
    return { kind: 'kept', needs: new Set(needed.core.flatMap(name => claimOf.get(name) ?? [])) }
  }
  const due = claims.map(claim => ({ claim, obligation: claim }))
  const { stands } = await greatestSubset<Claim, Claim, null>({ claims, due, ask, workers: 1, signal })
  const proved = new Map(
    [...stands].map(([claim, obligations]) => {
      const needs = [...obligations.values()].flatMap(each => [...each])
      return [claim, needs.filter(each => each !== claim).map(({ name }) => name)]
    }),
  )
  return { proved, queries }
}

/** `assume i`: the claim is true on the way; `deny i`: it is broken at its end. */
function commandsFor(system: TransitionSystem, claim: Claim, i: number, k: number): string {
  const { property } = claim
  const isOfSteps = isAboutSteps(claim)
  const holding = Array.from({ length: property === null ? 0 : k }, (_, frame) => `holds ${i}@${frame}`)
  const assumed = `(and true ${holding.map(name => `|${name}|`).join(' ')})`
  const last = isOfSteps ? `|step@${k}|` : 'true'
  return [
    ...holding.map((name, frame) =>
      property === null ? '' : system.predicate(name, property, frame, isOfSteps ? frame + 1 : frame),
    ),
    brokenAt(system, claim, `broken ${i}`, k, isOfSteps || property === null ? k + 1 : k),
    `(declare-const |assume ${i}| Bool)\n(assert (or (not |assume ${i}|) ${assumed}))`,
    `(declare-const |deny ${i}| Bool)\n(assert (or (not |deny ${i}|) (and ${last} |broken ${i}|)))`,
  ].join('\n')
}

const different = (system: TransitionSystem, a: number, b: number): string =>
  `(assert (or false ${system.cells.map((_, i) => `(not (= ${system.cell(a, i)} ${system.cell(b, i)}))`).join(' ')}))`
