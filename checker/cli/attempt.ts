/** Runs code that throws, and sorts what it throws: the user's faults are failures, everything else is a defect. */
import * as Effect from 'effect/Effect'
import { SetupError } from '../solver/setupError.ts'
import { SpecError } from '../source/diagnostic.ts'
import { UsageError } from './usageError.ts'

export type UserFault = SpecError | UsageError

const isUserFault = (error: unknown): error is UserFault => error instanceof SpecError || error instanceof UsageError

/** A solver that is not there was asked for on the command line. */
const asUserFault = (error: unknown): unknown =>
  error instanceof SetupError ? new UsageError({ message: error.message, help: error.help }) : error

export const attempt = <A>(run: () => A | Promise<A>): Effect.Effect<A, UserFault> =>
  Effect.tryPromise({ try: async () => run(), catch: asUserFault }).pipe(
    Effect.catch(error => (isUserFault(error) ? Effect.fail(error) : Effect.die(error))),
  )
