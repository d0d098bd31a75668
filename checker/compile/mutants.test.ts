import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patched } from '../../impl/patched.fixture.ts'
import { SpecError } from '../source/diagnostic.ts'
import { compile } from './compile.ts'
import { mutants } from './compiler.mutants.fixture.ts'
import { type Argument, compileText, loaded, outcomeInJavaScript, type Run, runText } from './module.fixture.ts'
import { edges, packetPath } from './packetPath.arbitrary.ts'

/** Functions in which a compiler that is wrong does something else, or which it must not compile. */
const telling = [
  // Of what is random, what is larger than a word is rarely compared.
  'export function f(words: Uint32Array, a: number, b: number): boolean { const sum = a + b; return sum < words[0] + 7 }',
  'export function f(words: Uint32Array, a: number, b: number): boolean { const x = a + b\nreturn x + 1 < words[0] + 7 }',
  'export function f(words: Uint32Array, a: number, b: number): boolean { return (a | b) < (a ^ 1) }',
  'export function f(words: Uint32Array, a: number, b: number): boolean { return (a & b) < 0 }',
  'export function f(words: Uint32Array, a: number, b: number): number { return ((a - b) >> 3) + 0x80000000 >>> 0 }',
  'export function f(words: Uint32Array, a: number): number { let n = 0\nwhile (n < a - 5 && n < 9) n++\nreturn n }',
  'export function f(words: Uint32Array, a: number): number { let i = a & 3\nlet x = words[i]\ni += 6\nreturn (x + words[i]) >>> 0 }',
  'export function f(words: Uint32Array, a: number): number { if (a > 5) words[9] = 1\nreturn words[9] }',
  'export function f(words: Uint32Array, a: number): number { words[a + 3] = 1\nreturn words[a + 5] }',
  'export function f(words: Uint32Array, a: number): number { const i = a & 3\nwords[i + 2] = 1\nreturn words[i - 1] }',
  'export function f(words: Uint32Array, a: number, b: number): number { return a + b }',
  'export function f(words: Uint32Array, a: number, b: number): number { return a - b }',
  'export function f(words: Uint32Array, a: number, b: number): number { return (a * b) >>> 0 }',
  'export function f(words: Uint32Array, a: number, b: number): number { return ((a - b) * 3 + 2 ** 40) >>> 0 }',
  'export function f(words: Uint32Array, a: number): number { let n = 0xfffffff0\nfor (let i = 0; i < (a & 15); i++) n += 9\nreturn n > 0xffffffff ? 1 : 0 }',
]
const words = Uint32Array.of(...edges.slice(3, 11))
const samples: readonly Argument[][] = [
  [0, 0],
  [1, 0],
  [4, 9],
  [7, 2],
  [0x80000000, 1],
  [0xffffffff, 0xfffffffe],
  [5, 0xffffffff],
].map(([a, b]) => [words, a as number, b as number])

/** What a compiler makes of a text: all results, or that it is refused. */
function resultsOf(text: string, by: typeof compile): unknown {
  try {
    const module = compileText(text, by)
    const inWebAssembly = loaded(module, samples.length * module.functions.length)
    return module.functions.map(({ name }) => samples.map(args => inWebAssembly(name, args)))
  } catch (error) {
    // A mutant has a class of its own.
    if (error instanceof SpecError || (error as Error).name === 'SpecError') return 'refused'
    return String(error)
  }
}

const texts = [...telling, ...fc.sample(packetPath, { numRuns: 40, seed: 4 })]
const expected = texts.map(text => resultsOf(text, compile))

it('what tells mutants apart is right without them', () => {
  for (const [i, text] of texts.entries()) {
    if (expected[i] === 'refused') continue
    const functions = Object.values(runText(text)) as Run[]
    expect(expected[i]).toEqual(functions.map(run => samples.map(args => outcomeInJavaScript(run, args))))
  }
  expect(expected.filter(result => result === 'refused').length).toBe(5)
})

describe.each(Object.entries(mutants))('a mistake in %s.ts is caught', (file, patches) => {
  it.each(patches)('$about', async patch => {
    const mutant = await patched(`../checker/compile/${file}.ts`, patch, '../checker/compile/compile.ts')
    const differs = texts.some((text, i) => {
      const result = resultsOf(text, mutant.compile as typeof compile)
      return JSON.stringify(result) !== JSON.stringify(expected[i])
    })
    expect(differs).toBe(true)
  })
})
