/**
 * Random functions in the language of the packet path, as text, which the compiler takes: numbers of 32 bits everywhere, with
 * what may leave them closed at once, or left open where that cannot go beyond 2^53.
 */
import fc from 'fast-check'

/** Numbers at which the meaning of 32 bits changes. */
export const edges = [0, 1, 2, 3, 31, 32, 33, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff]
export const word = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 0, max: 0xffffffff }))

const VARIABLES = ['a', 'b', 'x', 'y', 'z']
const variable = fc.constantFrom(...VARIABLES)

const { number, condition } = fc.letrec<{ number: string; condition: string; small: string }>(tie => {
  const n = tie('number')
  const c = tie('condition')
  return {
    // Below 2^16, so that products and indices stay small.
    small: fc.oneof(
      n.map(x => `(${x} & 0xffff)`),
      n.map(x => `(${x} >>> 17)`),
      n.map(x => `Math.clz32(${x})`),
    ),
    number: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.oneof(variable, word.map(String), fc.constantFrom('LIMIT', 'HALF')),
      fc.tuple(n, fc.constantFrom('+', '-'), n).map(([l, o, r]) => `((${l} ${o} ${r}) >>> 0)`),
      fc.tuple(n, fc.constantFrom('&', '|', '^', '<<', '>>', '>>>'), n).map(([l, o, r]) => `((${l} ${o} ${r}) >>> 0)`),
      // What is open here is closed further out, or is compared, or used as an index.
      fc.tuple(n, fc.constantFrom('+', '-'), n, n).map(([l, o, r, m]) => `((${l} ${o} ${r} + ${m}) >>> 0)`),
      fc.tuple(tie('small'), tie('small')).map(([l, r]) => `(${l} * ${r})`),
      fc.tuple(n, n).map(([l, r]) => `(Math.imul(${l}, ${r}) >>> 0)`),
      fc.tuple(n, n).map(([l, r]) => `((${l} / ${r}) >>> 0)`),
      fc.tuple(n, tie('small')).map(([l, r]) => `(${l} % (${r} + 1))`),
      fc.tuple(fc.constantFrom('min', 'max'), n, n).map(([f, l, r]) => `Math.${f}(${l}, ${r})`),
      fc.tuple(c, n, n).map(([t, l, r]) => `(${t} ? ${l} : ${r})`),
      n.map(x => `((~${x}) >>> 0)`),
      n.map(x => `words[${x} & 7]`),
      fc.tuple(tie('small'), fc.integer({ min: 0, max: 9 })).map(([x, k]) => `words[(${x} & 3) + ${k}]`),
      fc.tuple(n, n).map(([l, r]) => `twice(${l}, ${r})`),
    ),
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.tuple(n, fc.constantFrom('<', '<=', '>', '>=', '===', '!=='), n).map(([l, o, r]) => `${l} ${o} ${r}`),
      // Signed, and of more than 32 bits.
      fc
        .tuple(n, n, fc.constantFrom('<', '>=', '==='), n, n)
        .map(([a, b, o, x, y]) => `(${a} | ${b}) ${o} ${x} - ${y}`),
      fc.tuple(n, n, fc.constantFrom('<', '>=', '==='), n, n).map(([a, b, o, x, y]) => `${a} + ${b} ${o} ${x} + ${y}`),
      fc.tuple(n, n, fc.constantFrom('<', '>')).map(([a, b, o]) => `(${a} >> 1) ${o} (${b} | 0)`),
      fc.tuple(c, fc.constantFrom('&&', '||'), c).map(([l, o, r]) => `((${l}) ${o} (${r}))`),
      c.map(x => `!(${x})`),
      fc.tuple(n, n).map(([l, r]) => `isNear(${l}, ${r})`),
      fc.tuple(c, c).map(([l, r]) => `(${l}) === (${r})`),
    ),
  }
})

const { statements } = fc.letrec<{ statement: string; statements: string }>(tie => ({
  statements: fc.array(tie('statement'), { maxLength: 4 }).map(list => list.join('\n')),
  statement: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.tuple(variable, number).map(([v, n]) => `${v} = ${n}`),
    fc.tuple(fc.constantFrom('x', 'y'), number).map(([v, n]) => `${v} = (${v} + ${n}) >>> 0`),
    fc
      .tuple(variable, fc.constantFrom('&=', '|=', '^=', '>>>='), number)
      .map(([v, o, n]) => `${v} ${o} ${n}\n${v} >>>= 0`),
    fc.tuple(number, number).map(([i, n]) => `words[${i} & 7] = ${n}`),
    fc.tuple(number, number, number).map(([i, n, m]) => `words[${i} & 7] += ${n} - ${m}`),
    fc.tuple(number, number).map(([i, n]) => `store(words, ${i} & 15, ${n})`),
    fc.tuple(condition, tie('statements')).map(([c, s]) => `if (${c}) {\n${s}\n}`),
    fc
      .tuple(condition, tie('statements'), tie('statements'))
      .map(([c, s, t]) => `if (${c}) {\n${s}\n} else {\n${t}\n}`),
    fc.tuple(condition, number).map(([c, n]) => `if (${c}) return ${n} // number`),
    fc
      .tuple(fc.integer({ min: 0, max: 5 }), condition, fc.constantFrom('break', 'continue'), tie('statements'))
      .map(([n, c, leave, s]) => `for (let i = 0; i < ${n}; i++) {\nif (${c}) ${leave}\nz = (z + i) >>> 0\n${s}\n}`),
    fc
      .tuple(number, condition, tie('statements'))
      .map(([n, c, s]) => `{\nlet left = ${n} & 7\nwhile (left > 0) {\nleft--\n${s}\nif (${c}) break\n}\n}`),
    // A sum that grows beyond 32 bits.
    fc
      .tuple(number, variable)
      .map(
        ([n, v]) =>
          `{\nlet sum = 0\nfor (let i = 0; i < 6; i++) sum += ${n} + i\n${v} = (sum >>> 0) ^ (sum > 0x1ffffffff ? 1 : 0)\n${v} >>>= 0\n}`,
      ),
  ),
}))

/** A module that exports `run(words, a, b)` and `holds(words, a, b)`. */
export const packetPath = fc.tuple(statements, number, statements, condition).map(
  ([body, result, other, truth]) => `const LIMIT = 2 ** 20 - 1
const HALF = 0x80000000
function twice(p: number, q: number): number {
  if (p < q) return (q - p) >>> 0
  let r = p
  r ^= q
  return r >>> 0
}
function isNear(p: number, q: number): boolean {
  const d = (p - q) >>> 0
  return d < LIMIT || d > 0xffff0000
}
function store(words: Uint32Array, i: number, n: number): void {
  if (i > 9) return
  words[i] = n + 1
}
export function run(words: Uint32Array, a: number, b: number): number {
let x = a, y = b, z = 0
${body}
return ${result}
}
export function holds(words: Uint32Array, a: number, b: number): boolean {
let x = b, y = 1, z = a
${other.replaceAll(/return (.*) \/\/ number/g, 'return HALF < $1')}
return ${truth}
}
`,
)
