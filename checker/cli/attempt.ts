/** Runs code that throws, and sorts what it throws: the user's faults are failures, everything else is a defect. */
import { Effect } from 'effect'
import { SpecError } from '../source/diagnostic.ts'
import { UsageError } from './usageError.ts'

export type UserFault = SpecError | UsageError

const isUserFault = (error: unknown): error is UserFault => error instanceof SpecError || error instanceof UsageError

export const attempt = <A>(run: () => A | Promise<A>): Effect.Effect<A, UserFault> =>
  Effect.tryPromise({ try: async () => run(), catch: (error: unknown) => error }).pipe(
    Effect.catch(error => (isUserFault(error) ? Effect.fail(error) : Effect.die(error))),
  )
