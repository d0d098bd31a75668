/**
 * Functions of JavaScript itself that a body may call. They run while the IR is built, on arguments that do not depend
 * on the state, and are on this list because they are deterministic and change nothing.
 */
const pureStatics: readonly (readonly [object, readonly string[]])[] = [
  [Math, Object.getOwnPropertyNames(Math).filter(name => name !== 'random')],
  [Object, ['keys', 'values', 'entries', 'fromEntries', 'hasOwn', 'is', 'freeze']],
  [Array, ['from', 'isArray', 'of']],
  [Number, ['isInteger', 'isSafeInteger', 'isFinite', 'isNaN', 'parseInt', 'parseFloat']],
  [String, ['fromCharCode']],
  [JSON, ['stringify']],
]
const pureMethods: readonly (readonly [object, readonly string[]])[] = [
  [
    Array.prototype,
    [
      'at',
      'concat',
      'entries',
      'flat',
      'includes',
      'indexOf',
      'join',
      'keys',
      'lastIndexOf',
      'slice',
      'values',
      'toReversed',
    ],
  ],
  [String.prototype, Object.getOwnPropertyNames(String.prototype).filter(name => name !== 'constructor')],
  [Number.prototype, ['toString', 'toFixed']],
  [Map.prototype, ['get', 'has', 'keys', 'values', 'entries']],
  [Set.prototype, ['has', 'keys', 'values', 'entries']],
]

const allowed = new Set<unknown>([Number, String, Boolean, parseInt, parseFloat])
for (const [holder, names] of [...pureStatics, ...pureMethods]) {
  for (const name of names) allowed.add((holder as Record<string, unknown>)[name])
}

const nondeterministic = new Set<unknown>([Math.random, Date.now, performance.now, Date, crypto.randomUUID])

export const isAllowedNative = (f: unknown): boolean => allowed.has(f)
const logging = new Set<unknown>(Object.values(console))

/** Whether it writes to a stream: for an author it is there to see what happens. */
export const isLogging = (f: unknown): boolean => logging.has(f)
export const isNondeterministic = (f: unknown): boolean => nondeterministic.has(f)
