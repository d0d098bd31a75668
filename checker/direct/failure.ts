/** What an error thrown by a body means: the kinds of failure are those of the model's checks. */
import type { FailureKind } from '../ir/model.ts'
import { failureKind } from '../lang/place.ts'

export interface FailureCause {
  readonly failure: FailureKind
  readonly message: string
}

/** The failure that `error` stands for; whatever the language itself does not raise is the author's own `throw`. */
export function failureOf(error: unknown): FailureCause {
  const message = error instanceof Error ? error.message : String(error)
  return { failure: failureKind(error) ?? (isNullRead(error, message) ? 'null' : 'throw'), message }
}

/**
 * A read through `null`, or through `undefined` behind the end of a queue. Only the words of V8's message tell; what a
 * spec goes through is a collection unless it is null.
 */
const isNullRead = (error: unknown, message: string) =>
  error instanceof TypeError && /\b(of|as it is) (null|undefined)\b|is not iterable$/.test(message)
