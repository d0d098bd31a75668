/** Options and arguments that several commands have, and the kinds of values that options take. */
import * as Argument from 'effect/cli/Argument'
import * as Flag from 'effect/cli/Flag'
import * as Option from 'effect/Option'
import { parseMemorySize } from './memorySize.ts'
import { parseTimeSpan } from './timeSpan.ts'

export const optional = <A>(flag: Flag.Flag<A>): Flag.Flag<A | undefined> =>
  Flag.map(Flag.optional(flag), Option.getOrUndefined)
/** @param refusal why a number cannot be taken; null if it can */
const integer = (name: string, description: string, refusal: (n: number) => string | null) =>
  Flag.Int(name).pipe(
    Flag.filter(
      n => refusal(n) === null,
      n => refusal(n) ?? '',
    ),
    Flag.withMetavar('N'),
    Flag.withDescription(description),
    optional,
  )
const notPositive = (n: number) => (n > 0 ? null : `${n} is not above 0`)
export const positive = (name: string, description: string) => integer(name, description, notPositive)
export const natural = (name: string, description: string) =>
  integer(name, description, n => (n >= 0 ? null : `${n} is below 0`))
/** More than any machine is faster with: each worker has memory of its own. */
const WORKERS_MAX = 256
export const workers = (description: string) =>
  integer('workers', description, n => (n > WORKERS_MAX ? `at most ${WORKERS_MAX} can be had` : notPositive(n)))
/** In bytes. */
export const memorySize = (name: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar('SIZE'),
    Flag.withDescription(description),
    Flag.filterMap(
      text => Option.fromUndefinedOr(parseMemorySize(text)),
      text => `'${text}' is no size; write 512M or 2G`,
    ),
    optional,
  )
/** In milliseconds. */
export const timeSpan = (name: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar('TIME'),
    Flag.withDescription(description),
    Flag.filterMap(
      text => Option.fromUndefinedOr(parseTimeSpan(text)),
      text => `'${text}' is no span of time up to 336h; write 30s or 10m`,
    ),
    optional,
  )

export const spec = Argument.String('SPEC').pipe(Argument.withDescription('file whose default export is the spec'))
const constants = Flag.String('const').pipe(
  Flag.withMetavar('NAME=VALUE'),
  Flag.withDescription('set a constant of the spec; may be given several times'),
  Flag.atLeast(0),
)
const instance = Flag.String('instance').pipe(
  Flag.withMetavar('NAME'),
  Flag.withDescription('constants of a named instance'),
  optional,
)
const mutant = Flag.String('mutant').pipe(
  Flag.withMetavar('ID'),
  Flag.withDescription('constants of a broken twin'),
  optional,
)
export const selection = { constants, instance, mutant }
export const properties = Flag.String('property').pipe(
  Flag.withMetavar('NAME'),
  Flag.withDescription('check only this property; may be given several times'),
  Flag.atLeast(0),
)
