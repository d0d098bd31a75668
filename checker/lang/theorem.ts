/**
 * Theorems: claims about plain functions that hold for all inputs. In: domains of the inputs and functions of them. The
 * functions are those that a program uses; they may lie in other files.
 */
import { fieldsOf, requireFunction, requireName, requireOneOf, requireOptions } from './argument.ts'
import { eq } from './body.ts'
import { brand, brandOf } from './brand.ts'
import { DefinitionError } from './definitionError.ts'
import type { Fields, RecordOf } from './domain.ts'

type Body = (inputs: never) => unknown

/**
 * - holds: `body` is true of all inputs
 * - equivalent: `left` and `right` have the same value, by structure, for all inputs
 */
export type Claim =
  | { readonly kind: 'holds'; readonly body: Body }
  | { readonly kind: 'equivalent'; readonly left: Body; readonly right: Body }

/** A claim about the same inputs that is false: the proof would be worth little if it went through as well. */
export interface Twin {
  readonly name: string
  readonly claim: Claim
}
/** How numbers are written for a solver: as bits, or as the integers that it adds and compares without regard to their size. */
export type NumberEncoding = 'bitvectors' | 'integers'
export interface Theorem {
  readonly name: string
  /** the claim in words; null where the author gives none */
  readonly about: string | null
  readonly inputs: Fields
  readonly claim: Claim
  readonly twins: readonly Twin[]
  readonly encoding: NumberEncoding
}
export interface Theorems {
  readonly theorems: readonly Theorem[]
}

export interface TheoremParts<B> {
  /** the claim in words, and no more than is shown */
  readonly about?: string
  /** weakened twins by name, each of which must be false for some inputs */
  readonly twins?: Readonly<Record<string, B>>
  /** integers pay where many large numbers are only added and compared; operators of bits are hard in them (bitvectors) */
  readonly encoding?: NumberEncoding
}

/**
 * Claims that `body` is true for all inputs.
 *
 *     export default theorem('minBelow', { a: word(32), b: word(32) }, ({ a, b }) => Math.min(a, b) <= a)
 *
 * @param inputs a domain for each input; all of them together may have any number of values
 * @param body an ordinary function; what it assumes is the premise of an `implies`
 */
export function theorem<const F extends Fields>(
  name: string,
  inputs: F,
  body: (inputs: RecordOf<F>) => boolean,
  parts: TheoremParts<(inputs: RecordOf<F>) => boolean> = {},
): Theorem {
  return made(name, inputs, { kind: 'holds', body }, parts, twin => ({ kind: 'holds', body: twin }))
}

/**
 * Claims that two functions have the same value, by structure, for all inputs; that neither of them fails, too. A twin
 * takes the place of the first function.
 */
export function equivalent<const F extends Fields, T>(
  name: string,
  inputs: F,
  left: (inputs: RecordOf<F>) => T,
  right: (inputs: RecordOf<F>) => NoInfer<T>,
  parts: TheoremParts<(inputs: RecordOf<F>) => NoInfer<T>> = {},
): Theorem {
  const claim = (first: Body): Claim => ({ kind: 'equivalent', left: first, right })
  return made(name, inputs, claim(left), parts, claim)
}

/** Several theorems of one module. */
export function theorems(...all: readonly Theorem[]): Theorems {
  const names = all.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw unnamed(`two theorems are called '${twice}'`)
  if (all.length === 0) throw unnamed('theorems() has no theorems')
  return brand({ theorems: all }, 'theorems')
}

function made<B extends Body>(
  name: string,
  inputs: Fields,
  claim: Claim,
  parts: TheoremParts<B>,
  claimOf: (twin: B) => Claim,
): Theorem {
  requireName(name, 'a theorem')
  fieldsOf(inputs, `the inputs of '${name}'`, 'theorem(name, { input: Domain }, ({ input }) => ...)')
  requireOptions(parts, ['about', 'twins', 'encoding'], `theorem '${name}'`)
  const { about, twins = {}, encoding = 'bitvectors' } = parts
  requireOneOf(encoding, ['bitvectors', 'integers'], `the encoding of '${name}'`)
  for (const body of [...bodiesOf(claim), ...Object.values(twins)])
    requireFunction(body, `what is claimed in '${name}'`, 'write it as a function of the inputs: ({ a, b }) => ...')
  if (Object.keys(inputs).length === 0) throw unnamed(`theorem '${name}' has no inputs`)
  const named = Object.entries(twins).map(([twin, body]) => ({ name: twin, claim: claimOf(body) }))
  return brand({ name, about: about ?? null, inputs, claim, twins: named, encoding }, 'theorem')
}
const bodiesOf = (claim: Claim) => (claim.kind === 'holds' ? [claim.body] : [claim.left, claim.right])
const unnamed = (message: string) =>
  new DefinitionError('VON3024', message, 'give each theorem a name of its own and at least one input')

/** The theorems that a module exports as its default, made by this or another copy of the package; else undefined. */
export function theoremsOf(value: unknown): readonly Theorem[] | undefined {
  if (brandOf(value, 'theorem') === true) return [value as Theorem]
  return brandOf(value, 'theorems') === true ? (value as Theorems).theorems : undefined
}

/** Whether the claim is true of these inputs, by running its functions. */
export const isTrueOf = (claim: Claim, inputs: unknown): unknown =>
  claim.kind === 'holds' ? claim.body(inputs as never) : eq(claim.left(inputs as never), claim.right(inputs as never))
