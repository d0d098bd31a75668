import { cardinality, type Type } from '../../ir/type.ts'
import { ENUMERABLE_MAX } from '../../ir/value.ts'

/** A construct that is not in the language. The interpreter turns it into a located diagnostic. */
export class Refusal extends Error {
  readonly code: string
  readonly help: string | undefined
  /**
   * @param code VON2xxx, in the catalogue of `source/codes/subset.ts`
   * @param message the fact, in the author's terms
   * @param help what to write instead
   */
  constructor(code: string, message: string, help?: string) {
    super(message)
    this.code = code
    this.help = help
  }
}

/** @throws Refusal where there are too many values to go through them one by one */
export function requireEnumerable(type: Type, use: string): void {
  const count = cardinality(type)
  if (count <= ENUMERABLE_MAX) return
  const many = count === Number.POSITIVE_INFINITY ? 'more than 2^53' : String(count)
  throw new Refusal(
    'VON3009',
    `${many} values are too many ${use} (at most ${ENUMERABLE_MAX})`,
    'make the domain smaller; a theorem is about all values of its inputs, however many',
  )
}
