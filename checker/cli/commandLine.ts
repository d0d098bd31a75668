/**
 * Reads a command line: `von [OPTION]... COMMAND [OPTION | ARGUMENT]...`. In: the words, and the commands that there are.
 * Out: what is asked for, ready to be run; the first thing that is wrong is thrown.
 */
import { type Inputs, isSwitchValue, type Option, type Request } from './inputs.ts'
import type { ShellShape } from './shell.ts'
import { suggestion, UsageError } from './usageError.ts'

export interface Command {
  readonly name: string
  readonly description: string
  readonly examples: readonly Example[]
  readonly inputs: Inputs
  readonly run: (shell: ShellShape, request: never) => Promise<void>
}
export interface Example {
  readonly command: string
  readonly description?: string
}

/** A command that is called with what its inputs read. */
export const command = <I extends Inputs>(
  parts: Omit<Command, 'inputs' | 'run'> & {
    readonly inputs: I
    readonly run: (shell: ShellShape, request: Request<I>) => Promise<void>
  },
): Command => parts

/** A program of several commands. */
export interface Program {
  readonly name: string
  readonly description: string
  readonly examples: readonly Example[]
  readonly commands: readonly Command[]
  /** what every command takes, besides --help and --version */
  readonly options: readonly Option<unknown>[]
}

export type Invocation =
  /** `command` is null where none is named */
  | { readonly kind: 'help'; readonly command: Command | null; readonly isAsked: boolean }
  | { readonly kind: 'version' }
  | { readonly kind: 'run'; readonly run: (shell: ShellShape) => Promise<void> }

/** Options that are asked for instead of a run, wherever they stand. */
export const instead = [
  { names: ['--help', '-h'], description: 'Show help information' },
  { names: ['--version', '-v'], description: 'Show version information' },
] as const

/** @throws UsageError */
export function readCommandLine(program: Program, words: readonly string[]): Invocation {
  const end = words.indexOf('--')
  const options = end < 0 ? words : words.slice(0, end)
  const [isHelp, isVersion] = instead.map(({ names }) => options.some(word => names.some(name => name === word)))
  if (isHelp) {
    const command = program.commands.find(({ name }) => name === options.find(word => isCommand(program, word)))
    return { kind: 'help', command: command ?? null, isAsked: true }
  }
  if (isVersion) return { kind: 'version' }
  const { command, given, others } = new Reading(program, words)
  if (command === null) return { kind: 'help', command: null, isAsked: false }
  const request = withHelp(`see ${program.name} ${command.name} --help`, () => {
    for (const option of program.options) option.read(given.get(option) ?? [])
    const read = Object.entries(command.inputs).map(([key, input]) => {
      const texts = input.kind === 'option' ? (given.get(input) ?? []) : others.splice(0, 1)
      return [key, input.read(texts)] as const
    })
    const [extra] = others
    if (extra !== undefined) throw new UsageError({ message: `unexpected positional argument: "${extra}"` })
    return Object.fromEntries(read)
  })
  return { kind: 'run', run: shell => command.run(shell, request as never) }
}

const isCommand = ({ commands }: Program, word: string) => commands.some(({ name }) => name === word)

/** The words of a command line, sorted: which command, what was given for each option, and what stands by itself. */
class Reading {
  command: Command | null = null
  readonly given = new Map<Option<unknown>, string[]>()
  readonly others: string[] = []

  constructor(program: Program, words: readonly string[]) {
    const rest = [...words]
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (word === '--') this.others.push(...rest.splice(0))
      else if (word.startsWith('-') && word !== '-') this.readOption(program, word, rest)
      else if (this.command === null) this.command = commandNamed(program, word)
      else this.others.push(word)
    }
  }

  /** @param rest words that follow; the value is taken from it */
  private readOption(program: Program, word: string, rest: string[]): void {
    const equals = word.indexOf('=')
    const asked = equals < 0 ? word : word.slice(0, equals)
    const known = [...optionsOf(this.command), ...program.options]
    const option = known.find(({ name }) => asked === `--${name}`)
    const negated = known.find(({ name, metavar }) => metavar === null && word === `--no-${name}`)
    if (option !== undefined) {
      const isGiven = equals < 0 && (option.metavar === null ? isSwitchValue : isValue)(rest[0] ?? '')
      const otherwise = option.metavar === null ? 'true' : ''
      this.give(option, equals < 0 ? ((isGiven ? rest.shift() : undefined) ?? otherwise) : word.slice(equals + 1))
    } else if (negated !== undefined) this.give(negated, 'false')
    else {
      const path = [program.name, ...(this.command === null ? [] : [this.command.name])].join(' ')
      const names = [...optionsOf(this.command).map(({ name }) => `--${name}`), ...instead.map(each => each.names[0])]
      const help = suggestion('option', asked, [...names, ...program.options.map(({ name }) => `--${name}`)])
      throw new UsageError({ message: `${path} has no option ${asked}`, help })
    }
  }

  private give(option: Option<unknown>, text: string): void {
    this.given.set(option, [...(this.given.get(option) ?? []), text])
  }
}

const isValue = (word: string) => word !== '' && !word.startsWith('--')

export const optionsOf = (command: Command | null): Option<unknown>[] =>
  Object.values(command?.inputs ?? {}).filter(input => input.kind === 'option')

function commandNamed({ commands }: Program, name: string): Command {
  const found = commands.find(each => each.name === name)
  if (found !== undefined) return found
  const known = commands.map(each => each.name)
  throw new UsageError({ message: `there is no command '${name}'`, help: suggestion('command', name, known) })
}

/** Says where to look for what is wrong with a value. */
function withHelp<T>(help: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof UsageError ? new UsageError({ message: error.message, help }) : error
  }
}
