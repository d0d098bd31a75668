/**
 * What a spec author calls inside the bodies of actions and properties. Run directly these functions do what they say;
 * lowered to the IR they are recognised by their brand and become guards, choices and checks.
 */
import { brand, brandOf } from './brand.ts'
import { comparable } from './convert.ts'
import type { Domain } from './domain.ts'
import { Failure } from './place.ts'

const intrinsic = <F extends (...args: never[]) => unknown>(name: string, f: F): F => brand(f, 'intrinsic', name)
/** The name under which the front end knows this function; undefined for ordinary functions. */
export const intrinsicName = (f: unknown): string | undefined => brandOf(f, 'intrinsic') as string | undefined

/** Thrown by `guard` to leave a body whose action is not enabled. */
class GuardRefused extends Error {}
const refused = brand(new GuardRefused('the action is not enabled'), 'guardRefused')
export const isGuardRefusal = (error: unknown): boolean => brandOf(error, 'guardRefused') === true

/** Who answers `pick`: set by whoever runs a body, shared by all copies of this package. */
const choices = globalThis as unknown as Record<symbol, ((domain: Domain<unknown>) => unknown) | undefined>
const chooser = Symbol.for('von.chooser')

/** Runs `body` with `choose` answering every `pick` in it. */
export function withChoices<T>(choose: (domain: Domain<unknown>) => unknown, body: () => T): T {
  const outer = choices[chooser]
  choices[chooser] = choose
  try {
    return body()
  } finally {
    choices[chooser] = outer
  }
}

function guardBody(condition: boolean): asserts condition {
  if (!condition) throw refused
}
/** The action is enabled only if `condition` holds; a false guard undoes the whole action. */
export const guard: (condition: boolean) => asserts condition = intrinsic('guard', guardBody)

function assertBody(condition: boolean, message = 'assertion failed'): asserts condition {
  if (!condition) throw new Failure('assert', message)
}
/** Reaching this with a false condition is a failure of the protocol, reported with a trace. */
export const assert: (condition: boolean, message?: string) => asserts condition = intrinsic('assert', assertBody)

/** Any value of the domain: exploration tries them all. */
export const pick: <T>(domain: Domain<T>) => T = intrinsic('pick', <T>(domain: Domain<T>): T => {
  const choose = choices[chooser]
  if (choose === undefined) throw new TypeError('pick() has a meaning only while an action or init runs')
  return choose(domain) as T
})

/** Equality by structure, for records, variants, maps, sets, bags and queues. */
export const eq: <T>(a: T, b: NoInfer<T>) => boolean = intrinsic(
  'eq',
  <T>(a: T, b: NoInfer<T>) => JSON.stringify(comparable(a)) === JSON.stringify(comparable(b)),
)

/** `!premise || conclusion`. A property whose premise is never true is reported as vacuous. */
export const implies: (premise: boolean, conclusion: boolean) => boolean = intrinsic(
  'implies',
  (premise: boolean, conclusion: boolean) => !premise || conclusion,
)

/** The map with `value(key)` for every key. */
export const fill: <K extends string | number, V>(keys: Domain<K>, value: (key: K) => V) => { [P in K]: V } = intrinsic(
  'fill',
  <K extends string | number, V>(keys: Domain<K>, value: (key: K) => V) =>
    Object.fromEntries(keys.map(key => [key, value(key)])) as { [P in K]: V },
)

/** The predicate of a `mayEnd` that is given none. */
export const always: () => boolean = intrinsic('always', () => true)

/** Quotient rounded down; a zero divisor is a failure. */
export const div: (a: number, b: number) => number = intrinsic('div', (a: number, b: number) => {
  if (b === 0) throw new Failure('division', 'division by zero')
  return Math.floor(a / b)
})

/** Remainder with the sign of the divisor, so 0 to b - 1 for positive b; a zero divisor is a failure. */
export const mod: (a: number, b: number) => number = intrinsic('mod', (a: number, b: number) => {
  if (b === 0) throw new Failure('division', 'division by zero')
  return a - b * Math.floor(a / b)
})
