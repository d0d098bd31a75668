/**
 * Random well-typed specs over the whole language: what their TypeScript does, run directly, is what their model does.
 *
 *     VON_RANDOM_SPECS=5000 VON_RANDOM_SEED=7 npx vitest run test/randomSpecs.test.ts
 */
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatDifference } from '../checker/engines/doctor/difference.ts'
import { compareRandomSpec } from './randomSpecs/comparison.ts'
import { specText } from './randomSpecs/specText.ts'

const specs = Number(process.env.VON_RANDOM_SPECS ?? 300)
const seed = Number(process.env.VON_RANDOM_SEED ?? 20_260_103)

/** What decides a spec; the elements are not biased towards small numbers, which would make for small specs. */
const choices = fc.noBias(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 900, maxLength: 900, size: 'max' }))

/** Every construct that specs can be made of; the generator must have used each of them. */
const constructs = [
  ...['int', 'enum', 'record', 'variant', 'option', 'map', 'set', 'bag', 'queue'].map(kind => `domain ${kind}`),
  ...['const', 'let', 'destructuring', 'name for a part of the state', 'closure', 'call', 'default parameter'],
  ...['function: arrow', 'function: arrow with a body', 'function: declaration', 'callback with a body'],
  ...['call with a part of the state', 'numeric constant', 'property with a body'],
  ...[
    'if',
    'else',
    'if that narrows',
    'return',
    'return that narrows',
    'switch',
    'default',
    'throw',
    'assert',
    'guard',
  ],
  ...['for', 'for-of domain', 'for-of set', 'for-of bag', 'for-of queue', 'break', 'continue'],
  ...['pick', 'pick in a loop', 'pick in init'],
  ...['=', '+=', '-=', '*=', '++', '--', 'unchecked'].map(way => `assignment ${way}`),
  ...['bool', 'enum', 'record', 'variant', 'option', 'map', 'set', 'bag', 'queue'].map(kind => `assignment of ${kind}`),
  ...['assignment to let', 'assignment to a part that may be missing'],
  ...['part of an option', 'part of a queue entry', 'field of some cases', 'entry of a computed key'],
  ...['null check', 'case test', '=== null', 'kind ===', '===', '!==', 'names ===', 'names !==', '<', '<=', '>', '>='],
  ...['&&', '||', '!', 'implies', '?:', '?: of integers', '?: of booleans', '??', '?? of integers'],
  ...['&& that narrows', '|| that narrows', '?: that narrows'],
  ...[
    '+',
    '-',
    '*',
    '&',
    '|',
    '^',
    '>>',
    '>>>',
    '<<',
    '~',
    'unary minus',
    'div',
    'mod',
    'Math.min',
    'Math.max',
    'Math.abs',
    'Math.floor',
  ],
  ...['record', 'variant', 'option', 'map', 'set', 'bag', 'queue'].map(kind => `eq of ${kind}`),
  ...['object literal', 'variant literal', 'map literal', 'fill', 'set literal', 'bag literal', 'array literal'],
  ...['record spread', 'map spread', 'union', 'intersection', 'difference', 'set isSubsetOf'],
  ...['every', 'some', 'count', 'sum', 'filter', 'has'].map(method => `domain ${method}`),
  ...['every', 'some', 'count', 'sum', 'filter', 'has', 'size', 'add', 'delete', 'clear'].map(
    method => `set ${method}`,
  ),
  ...['every', 'some', 'count', 'has', 'copies', 'size', 'add', 'delete', 'clear'].map(method => `bag ${method}`),
  ...['every', 'some', 'filter', 'reduce', 'includes', 'length'].map(method => `queue ${method}`),
  ...['set delete in a condition', 'bag delete in a condition', 'push', 'push of two', 'shift', 'guarded shift'],
  ...['invariant', 'step', 'witness', 'constraint', 'mayEnd'],
]
const failures = ['range', 'overflow', 'null', 'variant', 'index', 'empty', 'division', 'assert', 'throw'] as const

it(`direct run and model agree on ${specs} random specs, with every construct and every kind of failure`, {
  timeout: 1000 * specs,
}, async () => {
  const tally = new Map<string, number>()
  const outcomes = new Map<string, number>()
  let refused = 0
  const count = (name: string, n: number) => outcomes.set(name, (outcomes.get(name) ?? 0) + n)
  const result = await fc.check(
    fc.asyncProperty(choices, async bytes => {
      // until the event loop turns, all that was made for earlier specs is kept alive
      await setImmediate()
      const { report } = compareRandomSpec(bytes, tally)
      if (report === null) {
        refused++
        return
      }
      count('next', report.outcomes.next)
      count('disabled', report.outcomes.disabled)
      for (const kind of failures) count(kind, report.outcomes.failures[kind] ?? 0)
      expect(report.differences.map(formatDifference)).toEqual([])
    }),
    { seed, numRuns: specs },
  )
  if (result.failed) {
    const text = specText(result.counterexample?.[0] ?? [], new Map())
    const cause =
      result.errorInstance instanceof Error ? (result.errorInstance.stack ?? '') : String(result.errorInstance)
    expect.fail(`seed ${seed}, after ${result.numRuns} specs\n\n${text}\n${cause}`)
  }
  expect(constructs.filter(construct => !tally.has(construct))).toEqual([])
  expect([...tally.keys()].filter(construct => !constructs.includes(construct))).toEqual([])
  expect(['next', 'disabled', ...failures].filter(name => (outcomes.get(name) ?? 0) === 0)).toEqual([])
  expect(refused).toBeLessThan(specs / 10)
})
