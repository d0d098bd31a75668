import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Argument, compileText, loaded, outcomeInJavaScript, type Run, runText } from './module.fixture.ts'
import { edges, packetPath, word } from './packetPath.arbitrary.ts'

const runs = Number(process.env.VON_RANDOM_PROGRAMS ?? 60)
const inputs = fc.tuple(fc.array(word, { minLength: 8, maxLength: 12 }), word, word)

/** Of each text, all functions on all samples. */
function expectSame(text: string, samples: readonly Argument[][]): void {
  const module = compileText(text)
  const functions = runText(text)
  const inWebAssembly = loaded(module, samples.length * module.functions.length)
  for (const { name } of module.functions) {
    for (const args of samples)
      expect({ name, args, ...inWebAssembly(name, args) }).toEqual({
        name,
        args,
        ...outcomeInJavaScript(functions[name] as Run, args),
      })
  }
}

it.each([
  ['indices that no memory has', 'words[0xffffffff] + words[0xffffffff]'],
  ['indices below 0', 'words[-1] + words[-1]'],
  ['sums of an index and much', 'words[(a & 3) + 0x7fffffff] + words[(a & 3) + 0x7fffffff]'],
  ['an index less something', 'words[(a & 7) - 3] + words[(a & 7) - 4]'],
  ['quotients by 0', '(a / (b & 1)) >>> 0'],
])('%s are the same, or trap', (_, expression) => {
  expectSame(
    `export function f(words: Uint32Array, a: number, b: number): number { return (${expression}) >>> 0 }`,
    edges.map((a, i) => [Uint32Array.of(...edges), a, edges[(i * 5) % edges.length] as number]),
  )
})

it('a remainder by 0 traps, where JavaScript has NaN', () => {
  const module = compileText('export function f(a: number, b: number): number { return a % b }')
  const inWebAssembly = loaded(module, 2)
  expect(inWebAssembly('f', [7, 4]).result).toBe(3)
  expect(inWebAssembly('f', [7, 0]).result).toBe('trap')
})

it('booleans are variables, parameters and results as numbers are', () => {
  expectSame(
    `function pick(c: boolean, x: number, y: number): number { return c ? x : y }
function either(c: boolean, d: boolean): boolean { if (c) return true
c = d
return c === true }
export function f(words: Uint32Array, a: number, b: number): boolean {
  let less = a < b
  const odd = (a & 1) === 1 || (b & 1) === 1
  if (!less && odd) less = either(less, a === 0xffffffff)
  while (less !== odd) { less = !less }
  return either(less, pick(odd, a, b) > 7 && less)
}`,
    edges.flatMap(a => edges.map(b => [new Uint32Array(1), a, b])),
  )
})

it('loops in loops take no time to be understood, however often they run', () => {
  const loops = [1, 2, 3, 4, 5].map(i => `for (let i${i} = 0; i${i} < 60; i${i}++) `).join('')
  const { functions } = compileText(
    `export function f(a: number): number { let n = a\n${loops}n = (n + 1) >>> 0\nreturn n }`,
  )
  expect(functions).toHaveLength(1)
})

describe('random functions', () => {
  it(`give the same as WebAssembly and as JavaScript: ${runs} of them`, { timeout: 20_000 + 400 * runs }, () => {
    const seen = { results: 0, traps: 0 }
    fc.assert(
      fc.property(packetPath, fc.array(inputs, { minLength: 4, maxLength: 4 }), (text, samples) => {
        const inWebAssembly = loaded(compileText(text), 2 * samples.length)
        const functions = runText(text)
        for (const [words, a, b] of samples) {
          for (const name of ['run', 'holds']) {
            const args = [Uint32Array.from(words), a, b]
            const expected = outcomeInJavaScript(functions[name] as Run, args)
            expect({ name, args, ...inWebAssembly(name, args) }).toEqual({ name, args, ...expected })
            seen[expected.result === 'trap' ? 'traps' : 'results']++
          }
        }
      }),
      { numRuns: runs, seed: Number(process.env.VON_RANDOM_SEED ?? 1) },
    )
    // Both have been seen.
    expect(Math.min(seen.results, 10 * seen.traps)).toBeGreaterThan(runs / 2)
  })
})
