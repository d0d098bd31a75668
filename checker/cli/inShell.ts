/** Runs what a command does, an ordinary asynchronous function, in the surroundings of this process. */
import * as Effect from 'effect/Effect'
import { attempt } from './attempt.ts'
import { Shell, type ShellShape } from './shell.ts'

/** Hands the shell to the function. */
export const inShell = (run: (shell: ShellShape) => Promise<void>) =>
  Effect.flatMap(Shell, shell => attempt(() => run(shell)))
