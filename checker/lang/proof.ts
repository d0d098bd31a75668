/**
 * A proof as a file: what is claimed, of which instance, on what assumptions and by what means; and a twin, a little weaker
 * or a little wrong, of which the same means must not show it. The twin tells that the proof depends on what it says.
 */
import { brand, brandOf } from './brand.ts'
import { DefinitionError } from './definitionError.ts'
import type { ConstantDeclarations, Constants, Spec } from './spec.ts'
import type { NumberEncoding } from './theorem.ts'

/**
 * - exploration: of every reachable state
 * - bmc: of all behaviours of at most `depth` steps, by a solver
 * - induction: of all reachable states, from the lemmas of the spec; `steps` it may look back
 * - invention: the same, from lemmas that the checker finds, and none of the spec's own
 * - unbounded: of any number of the identities that the constants in `sizes` count, from the lemmas of the spec
 * - optimum: the largest or smallest value of a measure is `is`; looked for by exploration, or to `depth` by a solver, and
 *   then by induction that there is none beyond
 *
 * Integers instead of bit-vectors pay where numbers are large and are only added and compared.
 */
export type Means =
  | { readonly engine: 'exploration' | 'invention' }
  | { readonly engine: 'bmc'; readonly depth: number }
  | { readonly engine: 'induction'; readonly steps?: number; readonly encoding?: NumberEncoding }
  | { readonly engine: 'unbounded'; readonly sizes: readonly string[] }
  | {
      readonly engine: 'optimum'
      readonly largest?: string
      readonly smallest?: string
      readonly is: number
      readonly depth?: number
      readonly encoding?: NumberEncoding
    }

/** What the means are applied to. */
export interface Subject<C> {
  readonly constants?: Partial<Constants<C>>
  /** names of properties; none for an optimum, which is about a measure */
  readonly properties?: readonly string[]
  /** names of lemmas that are not to be relied on */
  readonly without?: readonly string[]
  readonly by: Means
}

/**
 * How a twin fails:
 * - violated: with a counterexample
 * - unprovable: by induction, with a step that the rest of the claims cannot exclude
 * - bounded: it is true as far as was looked, and not known beyond
 */
export type TwinOutcome = 'violated' | 'unprovable' | 'bounded'

export interface ProofParts<C> extends Subject<C> {
  /** in words, and no more than is shown */
  readonly claim: string
  /** where the claim comes from */
  readonly source?: string
  /** what is taken for granted, beside the abstractions of the spec */
  readonly assumes: readonly string[]
  /** what a reader might think is shown, and is not */
  readonly leavesOpen: readonly string[]
  readonly spec: Spec<C>
  /** what it does not say is as in the proof itself */
  readonly twin: Partial<Subject<C>> & {
    /** what is weaker or wrong about it */
    readonly about: string
    readonly fails: TwinOutcome
  }
}
export type Proof = ProofParts<ConstantDeclarations>

/** The default export of a file of proofs. */
export function proof<const C extends ConstantDeclarations>(parts: ProofParts<C>): ProofParts<C> {
  const { claim, leavesOpen, twin, by, properties = [] } = parts
  if (claim.trim() === '' || leavesOpen.length === 0 || twin.about.trim() === '') {
    throw new DefinitionError(
      'VON3025',
      'a proof says what it claims, what it leaves open, and what is wrong with its twin',
      'fill in claim, leavesOpen and twin.about',
    )
  }
  if (by.engine === 'optimum' ? (by.largest === undefined) === (by.smallest === undefined) : properties.length === 0) {
    throw new DefinitionError(
      'VON3026',
      'a proof is about properties, or about one end of a measure',
      "write properties: ['lagBound'], or by: { engine: 'optimum', largest: 'lag', is: 4 }",
    )
  }
  const { about: _, fails: _fails, ...changes } = twin
  if (Object.keys(changes).length === 0) {
    throw new DefinitionError(
      'VON3027',
      'the twin of this proof is the proof itself',
      'change its constants, its properties, the lemmas it may rely on, or the means',
    )
  }
  return brand({ ...parts }, 'proof')
}

/** Whether `value` is a proof, made by this or another copy of the package. */
export const isProof = (value: unknown): value is Proof => brandOf(value, 'proof') === true
