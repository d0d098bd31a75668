/** A command line that cannot be carried out: not a fault of the spec, nor of the checker. */
import * as Data from 'effect/Data'
import { nearest } from '../source/nearest.ts'

export class UsageError extends Data.TaggedError('UsageError')<{
  /** The fact, in one line without a full stop. */
  readonly message: string
  /** What to write instead. */
  readonly help?: string
}> {}

/**
 * A name that means nothing here, with what was probably meant.
 *
 * @param what the kind of thing that is named: `property`
 * @param known the names that would have meant something
 */
export function unknownName(what: string, name: string, known: readonly string[]): UsageError {
  return new UsageError({ message: `there is no ${what} '${name}'`, help: suggestion(what, name, known) })
}

/** What was probably meant, else all that would have meant something. */
export function suggestion(what: string, name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  if (meant !== undefined) return `did you mean ${meant}?`
  return known.length === 0 ? `there is no ${what} here at all` : `known: ${known.join(', ')}`
}
