/**
 * What a command takes from the command line: options and arguments, each with what help says of it, and how the texts
 * that were given for it are read.
 */
import { UsageError } from './usageError.ts'

interface Described<T> {
  readonly name: string
  readonly description: string
  /**
   * @param texts what was given, in order; empty if nothing was
   * @throws UsageError where this is not what the command takes
   */
  read(texts: readonly string[]): T
}
/** `--name VALUE`; or a switch, `--name` or `--no-name`. */
export interface Option<T> extends Described<T> {
  readonly kind: 'option'
  /** how help names the value; null for a switch, which needs none */
  readonly metavar: string | null
}
/** What stands by itself. */
export interface Argument<T> extends Described<T> {
  readonly kind: 'argument'
  readonly isOptional: boolean
}
export type Input = Option<unknown> | Argument<unknown>
export type Inputs = Readonly<Record<string, Input>>
/** What a command is called with. */
export type Request<I extends Inputs> = { readonly [K in keyof I]: ReturnType<I[K]['read']> }

/** How the value of a switch can be written, should it be. */
const switchValues: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on', '1', 'y'].map(text => [text, true] as const),
  ...['false', 'no', 'off', '0', 'n'].map(text => [text, false] as const),
])
export const isSwitchValue = (text: string): boolean => switchValues.has(text)

export function toggle(name: string, description: string): Option<boolean> {
  const parse = (text: string) => switchValues.get(text)
  const read = (texts: readonly string[]) => single(name, texts, parse, () => 'it is true or false') ?? false
  return { kind: 'option', name, metavar: null, description, read }
}

/**
 * An option with a value of any kind.
 * @param parse gives undefined for a text that is no such value
 * @param refusal says of that text why it is none
 */
export const value = <T>(
  name: string,
  metavar: string,
  description: string,
  parse: (text: string) => T | undefined,
  refusal: (text: string) => string,
): Option<T | undefined> => ({
  kind: 'option',
  name,
  metavar,
  description,
  read: texts => single(name, texts, parse, refusal),
})

export const text = (name: string, metavar: string, description: string): Option<string | undefined> =>
  value(
    name,
    metavar,
    description,
    given => given,
    () => '',
  )

/** An option that may be given several times. */
export const texts = (name: string, metavar: string, description: string): Option<readonly string[]> => ({
  kind: 'option',
  name,
  metavar,
  description,
  read: given => given.map(each => required(name, each)),
})

export const choice = <const C extends string>(
  name: string,
  metavar: string,
  description: string,
  choices: readonly C[],
): Option<C | undefined> =>
  value(
    name,
    metavar,
    `${description} (choices: ${choices.join(', ')})`,
    given => choices.find(each => each === given),
    () => `it is one of ${choices.join(', ')}`,
  )

export const natural = (name: string, description: string): Option<number | undefined> => integer(name, description, 0)
export const positive = (name: string, description: string): Option<number | undefined> => integer(name, description, 1)

function integer(name: string, description: string, least: 0 | 1): Option<number | undefined> {
  const parse = (given: string) => (isInteger(given) && Number(given) >= least ? Number(given) : undefined)
  return value(name, 'N', description, parse, given =>
    isInteger(given) ? `${Number(given)} is ${least === 0 ? 'below 0' : 'not above 0'}` : 'expected an integer',
  )
}
const isInteger = (text: string) => /^[-+]?\d+(e\d+)?$/i.test(text) && Number.isSafeInteger(Number(text))

/** The option, with what it means not to give it. */
export const withDefault = <T>(option: Option<T | undefined>, otherwise: NoInfer<T>): Option<T> => ({
  ...option,
  read: given => option.read(given) ?? otherwise,
})

export const argument = (name: string, description: string): Argument<string> => ({
  kind: 'argument',
  name,
  description,
  isOptional: false,
  read([given]) {
    if (given === undefined) throw new UsageError({ message: `missing required argument: ${name}` })
    return given
  },
})
export const optionalArgument = (name: string, description: string): Argument<string | undefined> => ({
  ...argument(name, description),
  isOptional: true,
  read: ([given]) => given,
})

function single<T>(
  name: string,
  [given, ...more]: readonly string[],
  parse: (text: string) => T | undefined,
  refusal: (text: string) => string,
): T | undefined {
  if (given === undefined) return undefined
  if (more.length > 0) throw new UsageError({ message: `--${name} is given ${more.length + 1} times` })
  const parsed = parse(required(name, given))
  if (parsed === undefined) throw new UsageError({ message: `--${name} cannot be '${given}': ${refusal(given)}` })
  return parsed
}

function required(name: string, given: string): string {
  if (given === '') throw new UsageError({ message: `--${name} needs a value` })
  return given
}
