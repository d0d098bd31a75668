/** How the command line explains itself: help that opens with examples, the version, and what is wrong with a call. */
import type * as CliError from 'effect/cli/CliError'
import type * as CliOutput from 'effect/cli/CliOutput'
import type * as HelpDoc from 'effect/cli/HelpDoc'
import * as Effect from 'effect/Effect'
import * as Option from 'effect/Option'
import { table } from '../report/layout.ts'
import type { Palette } from '../source/palette.ts'
import { exitCodes } from '../verdict/verdict.ts'
import { showFault } from './fault.ts'
import type { ShellShape } from './shell.ts'
import { suggestion, UsageError } from './usageError.ts'

export const presenter = (shell: ShellShape): CliOutput.Presenter => ({
  present: event =>
    Effect.sync(() => {
      switch (event._tag) {
        case 'Version':
          return shell.print(`${event.name} ${event.version}\n`)
        case 'Help':
          if (event.reason === 'Requested') return shell.print(helpText(event.helpDoc, shell.stdout.palette))
          shell.exitWith(exitCodes.usage)
          return shell.note(helpText(event.helpDoc, shell.stderr.palette))
        case 'InvalidInvocation':
          return showFault(shell, usageError(event))
      }
    }),
})

function helpText(doc: HelpDoc.HelpDoc, palette: Palette): string {
  const examples = doc.examples ?? []
  const commands = (doc.subcommands ?? []).flatMap(group => group.commands)
  const flags = [...doc.flags, ...(doc.globalFlags ?? [])]
  const section = (title: string, rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : ['', palette.bold(title), ...table(rows, '  ')]
  const lines = [
    `${doc.description}.`,
    ...section(
      'Examples',
      examples.map(example => [
        example.command,
        ...(example.description === undefined ? [] : [`# ${example.description}`]),
      ]),
    ),
    ...section('Usage', [[doc.usage]]),
    ...section(
      'Commands',
      commands.map(command => [command.name, command.description]),
    ),
    ...section(
      'Arguments',
      (doc.args ?? []).map(argument => [argument.name, Option.getOrElse(argument.description, () => '')]),
    ),
    ...section(
      'Options',
      flags.map(flag => [flagName(flag), Option.getOrElse(flag.description, () => '')]),
    ),
    ...section(
      'Exit codes',
      commands.length === 0 ? [] : exitCodeMeanings.map(([code, meaning]) => [String(code), meaning]),
    ),
  ]
  return `${lines.join('\n')}\n`
}

const flagName = ({ name, aliases, type }: HelpDoc.FlagDoc) =>
  [`--${name}`, ...aliases].join(', ') + (type === 'boolean' ? '' : ` ${type}`)

const exitCodeMeanings = [
  [exitCodes.yes, 'everything that was asked holds'],
  [exitCodes.violated, 'something is violated'],
  [exitCodes.usage, 'the command line or the spec is wrong'],
  [exitCodes.inconclusive, 'inconclusive: bounded, vacuous or unknown'],
  [exitCodes.internal, 'a fault of von itself'],
  [exitCodes.interrupted, 'interrupted; what was found so far is printed'],
] as const

/** The first thing that is wrong with a command line; the rest mostly follows from it. */
function usageError({ errors, helpDoc, commandPath }: CliOutput.Presenter.InvalidInvocation): UsageError {
  const [error] = errors
  const command = commandPath.join(' ')
  const seeHelp = `see ${command} --help`
  switch (error?._tag) {
    case 'UnrecognizedOption': {
      const known = [...helpDoc.flags, ...(helpDoc.globalFlags ?? [])].map(flag => `--${flag.name}`)
      return new UsageError({
        message: `${command} has no option ${error.option}`,
        help: suggestion('option', error.option, known),
      })
    }
    case 'UnknownSubcommand': {
      const known = (helpDoc.subcommands ?? []).flatMap(group => group.commands.map(each => each.name))
      return new UsageError({
        message: `there is no command '${error.subcommand}'`,
        help: suggestion('command', error.subcommand, known),
      })
    }
    case 'InvalidValue':
      return new UsageError({ message: invalidValue(error), help: seeHelp })
    default:
      return new UsageError({ message: error === undefined ? 'wrong call' : lowerFirst(error.message), help: seeHelp })
  }
}

function invalidValue({ kind, option, value, expected }: CliError.InvalidValue): string {
  const name = kind === 'flag' ? `--${option}` : option
  return value === '' ? `${name} needs a value` : `${name} cannot be '${value}': ${lowerFirst(expected)}`
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
