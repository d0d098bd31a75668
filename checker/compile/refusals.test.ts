import { expect, it } from 'vitest'
import { codes } from '../source/codes.ts'
import { SpecError } from '../source/diagnostic.ts'
import { compileText } from './module.fixture.ts'

/** The first diagnostic of what is refused: its code, and the text that it points at. */
function refused(text: string): string {
  try {
    compileText(text)
    return 'compiled'
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    const [{ code, span } = { code: '', span: undefined }] = error.diagnostics
    return `${code}: ${text.slice(span?.start, span?.end)}`
  }
}
const returning = (expression: string) =>
  `export function f(words: Uint32Array, a: number, b: number): number { return ${expression} }`

it.each(Object.entries(codes).filter(([code]) => code.startsWith('VON5')))(
  '%s refuses its example, and compiles its remedy',
  (code, { example, remedy }) => {
    expect(refused(example)).toMatch(code)
    expect(refused(remedy)).toBe('compiled')
  },
)

it.each([
  ['a - b', 'VON5009'],
  ['a + b', 'VON5009'],
  ['~a', 'VON5009'],
  ['a & b', 'VON5009'],
  ['Math.imul(a, b)', 'VON5009'],
  ['a * b', 'VON5007'],
  ['(a * b) >>> 0', 'VON5007'],
  ['((a - b) * 2) >>> 0', 'VON5008'],
  ['((a - b) / 2) >>> 0', 'VON5008'],
  ['a / b', 'VON5002'],
  ['Math.floor(a / b)', 'VON5002'],
  ['a ?? b', 'VON5002'],
  ['a && b', 'VON5003'],
  ['a == b ? 1 : 0', 'VON5002'],
  ['words', 'VON5003'],
  ['words.length', 'VON5002'],
  ['0.5', 'VON5006'],
  ['-0', 'VON5006'],
  ['2 ** 53', 'VON5006'],
  ['undefined', 'VON5006'],
  ['(() => 1)()', 'VON5002'],
])('refuses to return %s', (expression, code) => {
  expect(refused(returning(expression))).toMatch(code)
})

it.each([
  ['let x: number; return 1', 'x'],
  ['for (const x of words) return x; return 1', 'for (const x of words) return x;'],
  ['a = 1; const c = 1; c = 2; return c', 'c'],
  ['words = words; return 1', 'words'],
  ['const other = words; return other[0]', 'words'],
  ['if (a < b) return 1', 'function f'],
  ['do { a = 1 } while (a < b); return a', 'do { a = 1 } while (a < b);'],
  ['let sum = 0; while (sum >= 0) sum += a; return 1', 'sum += a'],
])('refuses the body %s', (body, shown) => {
  const text = `export function f(words: Uint32Array, a: number, b: number): number { ${body} }`
  const [code, ...place] = refused(text).split(': ')
  expect(code).toMatch(/^VON500\d$/)
  expect(place.join(': ').startsWith(shown), place.join(': ')).toBe(true)
})

it('compiles what is closed where it has to be', () => {
  for (const expression of [
    '(a - b) >>> 0',
    '(a + b + a - b) >>> 0',
    '(~a) >>> 0',
    '((a & 0xffff) * (b & 0xffff)) >>> 0',
    'a % 8',
    '((a - b) & 7) % 3',
    'Math.min(a + b, 0xffffffff)',
    'a < b ? b - a - 1 >>> 0 : 0',
    'words[a + b - 1] as number',
  ])
    expect(refused(returning(expression)), expression).toBe('compiled')
})
