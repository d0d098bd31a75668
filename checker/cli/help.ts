/** How the command line explains itself: help that opens with examples. */
import { table } from '../report/layout.ts'
import type { Palette } from '../source/palette.ts'
import { exitCodes } from '../verdict/verdict.ts'
import { type Command, instead, optionsOf, type Program } from './commandLine.ts'
import type { Input } from './inputs.ts'

/** @param command null for the program as a whole */
export function helpText(program: Program, command: Command | null, palette: Palette): string {
  const { description, examples } = command ?? program
  const section = (title: string, rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : ['', palette.bold(title), ...table(rows, '  ')]
  const given = Object.values(command?.inputs ?? {}).filter(input => input.kind === 'argument')
  const lines = [
    `${description}.`,
    ...section(
      'Examples',
      examples.map(each => [each.command, ...(each.description === undefined ? [] : [`# ${each.description}`])]),
    ),
    ...section(
      'Usage',
      [
        [
          program.name,
          ...(command === null ? ['<subcommand> [flags]'] : [command.name, '[flags]']),
          ...given.map(({ name, isOptional }) => (isOptional ? `[<${name}>]` : `<${name}>`)),
        ].join(' '),
      ].map(usage => [usage]),
    ),
    ...section('Commands', command === null ? program.commands.map(each => [each.name, each.description]) : []),
    ...section(
      'Arguments',
      given.map(each => [each.name, each.description]),
    ),
    ...section('Options', [
      ...optionsOf(command).map(optionRow),
      ...instead.map(each => [each.names.join(', '), each.description]),
      ...program.options.map(optionRow),
    ]),
    ...section(
      'Exit codes',
      command === null ? exitCodeMeanings.map(([code, meaning]) => [String(code), meaning]) : [],
    ),
  ]
  return `${lines.join('\n')}\n`
}

const optionRow = ({ name, metavar, description }: Input & { kind: 'option' }) => [
  metavar === null ? `--${name}` : `--${name} ${metavar}`,
  description,
]

const exitCodeMeanings = [
  [exitCodes.yes, 'everything that was asked holds'],
  [exitCodes.violated, 'something is violated'],
  [exitCodes.usage, 'the command line or the spec is wrong'],
  [exitCodes.inconclusive, 'inconclusive: bounded, vacuous or unknown'],
  [exitCodes.internal, 'a fault of von itself'],
  [exitCodes.interrupted, 'interrupted; what was found so far is printed'],
] as const
