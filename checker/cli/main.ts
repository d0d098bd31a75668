/** The `von` command: reads the command line, runs what it asks for, and leaves the answer in the exit code. */
import * as NodeServices from '@effect/platform-node/NodeServices'
import * as Cause from 'effect/Cause'
import * as CliConfig from 'effect/cli/CliConfig'
import * as CliError from 'effect/cli/CliError'
import * as CliOutput from 'effect/cli/CliOutput'
import * as Command from 'effect/cli/Command'
import * as GlobalFlag from 'effect/cli/GlobalFlag'
import * as Effect from 'effect/Effect'
import * as Exit from 'effect/Exit'
import * as Layer from 'effect/Layer'
import * as Option from 'effect/Option'
import manifest from '../../package.json' with { type: 'json' }
import type { UserFault } from './attempt.ts'
import { type ColorChoice, colorChoices } from './color.ts'
import { von } from './command.ts'
import { showFault, showInternalFault } from './fault.ts'
import { presenter } from './help.ts'
import { processShell, Shell } from './shell.ts'

const args = process.argv.slice(2)
/** `--json`, in each form that the command line takes for it. */
const asksJson = /^--json(=(true|yes|on|y|1))?$/
const shell = processShell(
  args.some(arg => asksJson.test(arg)),
  askedColor(args),
)
// Node itself would end with 1 here, which means that something is violated.
process.on('uncaughtException', defect => {
  showInternalFault(shell, defect)
  process.exit()
})
const surroundings = Layer.mergeAll(
  NodeServices.layer,
  Layer.succeed(Shell, shell),
  CliOutput.layerPresenter(presenter(shell)),
  CliConfig.layer({ builtIns: [GlobalFlag.Help, GlobalFlag.Version] }),
)
const exit = await Effect.runPromiseExit(
  Command.runWith(von, { version: manifest.version })(args).pipe(Effect.provide(surroundings)),
)
if (Exit.isFailure(exit)) showFailure(exit.cause)

function showFailure(cause: Cause.Cause<UserFault | CliError.CliError>): void {
  const fault = Option.getOrUndefined(Cause.findErrorOption(cause))
  if (fault === undefined) showInternalFault(shell, Cause.squash(cause))
  // The presenter has shown it already.
  else if (!CliError.isCliError(fault)) showFault(shell, fault)
}

/** `--color`, needed before the command line is parsed, as errors in it are coloured too. */
function askedColor(args: readonly string[]): ColorChoice {
  const at = args.findIndex(arg => arg === '--color' || arg.startsWith('--color='))
  const asked = args[at]?.includes('=') ? args[at].slice('--color='.length) : args[at + 1]
  return colorChoices.find(choice => at >= 0 && choice === asked) ?? 'auto'
}
