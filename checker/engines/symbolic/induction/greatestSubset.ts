/**
 * The largest set of claims that carry each other. Each claim has obligations, which may rely on the other claims; a claim
 * that cannot keep one of its obligations falls, and what relied on it has to be shown again without it. What is left
 * stands, whoever fell. In: claims with their obligations, and somebody to ask. Out: what stands and by what, and why the
 * others fell.
 *
 * Source: C. Flanagan and K. R. M. Leino, "Houdini, an Annotation Assistant for ESC/Java", FME 2001. What an answer needs is
 * an unsatisfiable core, so that little is asked twice.
 */

/** The answer to an obligation, given the claims that were assumed. */
export type Answer<C, F> =
  /** it is kept; `needs`: the assumed claims that it takes */
  | { readonly kind: 'kept'; readonly needs: ReadonlySet<C> }
  /** it is not, for a reason that breaks each of these claims */
  | { readonly kind: 'broken'; readonly faults: ReadonlyMap<C, F> }
  /** nobody knows; then the claim cannot stand either */
  | { readonly kind: 'open'; readonly fault: F }

/** Something that has to be shown of a claim. */
export interface Due<C, O> {
  readonly claim: C
  readonly obligation: O
}
export interface Questions<C, O, F> {
  readonly claims: readonly C[]
  /** in the order in which they are best asked */
  readonly due: readonly Due<C, O>[]
  /** @param worker which of the workers asks: each asks one thing at a time, mostly in order */
  ask(due: Due<C, O>, assumed: readonly C[], worker: number): Promise<Answer<C, F>>
  /** how many are asked at the same time */
  readonly workers: number
  readonly signal?: AbortSignal | undefined
  onProgress?(progress: { readonly kept: number; readonly due: number; readonly fallen: number }): void
}

export interface Outcome<C, O, F> {
  /** of each claim that stands, what each of its obligations needs, itself included where it does */
  readonly stands: ReadonlyMap<C, ReadonlyMap<O, ReadonlySet<C>>>
  readonly fallen: ReadonlyMap<C, F>
}

/**
 * When it is aborted, claims stand as far as all that they need was answered before; the others are in neither map.
 *
 * Cost: each claim falls once at most, and an obligation is asked again only when something that it needs has fallen.
 */
export async function greatestSubset<C, O, F>(questions: Questions<C, O, F>): Promise<Outcome<C, O, F>> {
  const { claims, due, workers } = questions
  const standing = new Set(claims)
  const fallen = new Map<C, F>()
  const known = new Map<O, ReadonlySet<C>>()
  const asking = new Set<O>()
  const isAborted = () => questions.signal?.aborted === true

  const isKept = ({ obligation }: Due<C, O>): boolean => {
    const needs = known.get(obligation)
    return needs !== undefined && [...needs].every(claim => standing.has(claim))
  }
  const isOpen = (each: Due<C, O>) => standing.has(each.claim) && !isKept(each) && !asking.has(each.obligation)
  const work = async (worker: number): Promise<void> => {
    let at = Math.floor((worker * due.length) / workers)
    while (!isAborted()) {
      const next = [...due.keys()].map(i => (at + i) % due.length).find(i => isOpen(due[i] as Due<C, O>))
      if (next === undefined) return
      at = next
      const each = due[at] as Due<C, O>
      asking.add(each.obligation)
      const answer = await questions.ask(each, [...standing], worker)
      asking.delete(each.obligation)
      if (isAborted()) return
      if (answer.kind === 'kept') known.set(each.obligation, answer.needs)
      const faults =
        answer.kind === 'broken' ? answer.faults : answer.kind === 'open' ? [[each.claim, answer.fault] as const] : []
      for (const [claim, fault] of faults) if (standing.delete(claim)) fallen.set(claim, fault)
      questions.onProgress?.({ kept: due.filter(isKept).length, due: due.length, fallen: fallen.size })
    }
  }
  // who finds nothing to ask is wanted again when an answer to another makes claims fall
  while (!isAborted() && due.some(isOpen)) {
    await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)))
  }
  return { stands: closed(questions, standing, known), fallen }
}

/** The claims all of whose obligations are kept by claims of the same kind. */
function closed<C, O, F>(
  { due }: Questions<C, O, F>,
  standing: ReadonlySet<C>,
  known: ReadonlyMap<O, ReadonlySet<C>>,
): Map<C, ReadonlyMap<O, ReadonlySet<C>>> {
  const left = new Set(standing)
  for (let size = -1; size !== left.size; ) {
    size = left.size
    for (const { claim, obligation } of due) {
      const needs = known.get(obligation)
      if (needs === undefined || ![...needs].every(each => left.has(each))) left.delete(claim)
    }
  }
  return new Map(
    [...left].map(claim => [
      claim,
      new Map(
        due
          .filter(each => each.claim === claim)
          .map(({ obligation }) => [obligation, known.get(obligation) ?? new Set()]),
      ),
    ]),
  )
}
