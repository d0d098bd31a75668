/** Random integer expressions, with the interval of their values, so that most assignments stay within their domain. */
import { type BitOperator, bitInterval } from '../../checker/ir/bits.ts'
import { type IntType, intType, type Type } from '../../checker/ir/type.ts'
import { callback, calls } from './alternatives.ts'
import { type Collection, collections } from './collections.ts'
import { narrowing, partialReads, paths } from './paths.ts'
import { type Integer, type Scope, value } from './scope.ts'

/** An expression within the interval. */
export function integerIn(scope: Scope, { low, high }: IntType, depth: number): string {
  const { writer } = scope
  if (depth <= 0 && writer.chance(50)) return number(writer.between(low, high))
  const e = scope.integer(depth)
  if (e.low >= low && e.high <= high) return e.text
  if (low === high) return number(low)
  const fit = writer.oneOf(['clamp', 'mod', 'raise'] as const)
  if (fit === 'clamp') return `Math.max(${number(low)}, Math.min(${number(high)}, ${e.text}))`
  if (fit === 'mod') return sumText(`mod(${e.text}, ${high - low + 1})`, low)
  return `(${e.text} > ${number(high)} || ${e.text} < ${number(low)} ? ${number(low)} : ${e.text})`
}
const number = (n: number) => (n < 0 ? `(${n})` : `${n}`)
const sumText = (text: string, n: number) => (n === 0 ? text : `(${text} + ${number(n)})`)

const LARGEST = 40

/** Any integer expression. */
export function integer(scope: Scope, depth: number): Integer {
  const { writer } = scope
  const alternatives = [() => constant(scope), ...reads(scope, depth)]
  if (depth > 0) alternatives.push(...arithmetic(scope, depth), ...reads(scope, depth), ...sizes(scope, depth))
  const chosen = writer.oneOf(alternatives)()
  if (chosen.low >= -LARGEST && chosen.high <= LARGEST) return chosen
  return { text: `mod(${chosen.text}, 5)`, low: 0, high: 4 }
}

function constant(scope: Scope): Integer {
  const { writer } = scope
  const named = [...scope.numbers]
  const found = writer.chance(20) && named.length > 0 ? writer.oneOf(named) : undefined
  if (found !== undefined) writer.use('numeric constant')
  const [text, n] = found ?? [null, writer.between(0, 3)]
  return { text: text ?? number(n), low: n, high: n }
}

function reads(scope: Scope, depth: number): (() => Integer)[] {
  const isInt = (type: Type) => type.kind === 'int'
  return paths(scope, isInt, depth).map(({ type, write }) => () => {
    const { low, high } = type as IntType
    return { text: write(), low, high }
  })
}

type Build = (a: Integer, b: Integer) => Integer
const operators: Readonly<Record<string, Build>> = {
  '+': (a, b) => ({ text: `(${a.text} + ${b.text})`, low: a.low + b.low, high: a.high + b.high }),
  '-': (a, b) => ({ text: `(${a.text} - ${b.text})`, low: a.low - b.high, high: a.high - b.low }),
  '*': (a, b) => {
    const corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
    return { text: `(${a.text} * ${b.text})`, low: Math.min(...corners), high: Math.max(...corners) }
  },
  'Math.min': (a, b) => ({
    text: `Math.min(${a.text}, ${b.text})`,
    low: Math.min(a.low, b.low),
    high: Math.min(a.high, b.high),
  }),
  'Math.max': (a, b) => ({
    text: `Math.max(${a.text}, ${b.text})`,
    low: Math.max(a.low, b.low),
    high: Math.max(a.high, b.high),
  }),
  div: (a, b) => ({ text: `div(${a.text}, ${b.text})`, ...symmetric(a) }),
  mod: (a, b) => ({ text: `mod(${a.text}, ${b.text})`, low: Math.min(0, b.low), high: Math.max(0, b.high) }),
}
const bitOperators: Readonly<Record<string, BitOperator>> = {
  '&': 'bitAnd',
  '|': 'bitOr',
  '^': 'bitXor',
  '>>': 'shiftRight',
  '>>>': 'shiftRightUnsigned',
  '<<': 'shiftLeft',
}
const symmetric = ({ low, high }: Integer) => {
  const most = Math.max(Math.abs(low), Math.abs(high))
  return { low: -most, high: most }
}

function arithmetic(scope: Scope, depth: number): (() => Integer)[] {
  const { writer } = scope
  const operand = () => scope.integer(depth - 1)
  const used = (construct: string, build: () => Integer) => () => {
    writer.use(construct)
    return build()
  }
  const joined = (text: (a: string, b: string) => string, a: Integer, b: Integer): Integer => ({
    text: text(a.text, b.text),
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
  })
  return [
    ...Object.entries(operators).map(([name, build]) => used(name, () => build(operand(), operand()))),
    used('unary minus', () => {
      const a = operand()
      return { text: `(-${a.text})`, low: -a.high, high: -a.low }
    }),
    () => {
      const [symbol, operator] = writer.oneOf([...Object.entries(bitOperators), ['~', null] as const])
      writer.use(symbol)
      const a = operand()
      if (operator === null) return { text: `(~${a.text})`, low: -a.high - 1, high: -a.low - 1 }
      const b = operand()
      return { text: `(${a.text} ${symbol} ${b.text})`, ...bitInterval(operator, a, b) }
    },
    used('Math.abs', () => {
      const a = operand()
      return { text: `Math.abs(${a.text})`, low: 0, high: symmetric(a).high }
    }),
    used('Math.floor', () => {
      const a = operand()
      return { text: `Math.floor(${a.text} / ${writer.oneOf(['2', '3', '-2'])})`, ...symmetric(a) }
    }),
    used('?: of integers', () =>
      joined((a, b) => `(${scope.condition(depth - 1)} ? ${a} : ${b})`, operand(), operand()),
    ),
    () => {
      const found = narrowing(scope, depth - 1)
      if (found === null) return operand()
      const then = scope.withVariables(...found.added).integer(depth - 1)
      return joined((a, b) => `(${found.condition} ? ${a} : ${b})`, then, operand())
    },
    ...calls(scope, type => type.kind === 'int', depth).map(call => () => ({
      text: call(),
      low: -LARGEST,
      high: LARGEST,
    })),
    ...partialReads(scope, type => type.kind === 'int', depth).map(read => () => ({
      text: read(),
      low: -LARGEST,
      high: LARGEST,
    })),
    ...paths(scope, isOptionalInt, depth).map(({ type, write }) =>
      used('?? of integers', () => {
        const { item } = type as { item: IntType }
        const item0 = type.kind === 'queue' ? `${write()}[0]` : write()
        return joined((a, b) => `(${a} ?? ${b})`, { ...item, text: item0 }, operand())
      }),
    ),
  ]
}
const isOptionalInt = (type: Type) => (type.kind === 'option' || type.kind === 'queue') && type.item.kind === 'int'

function sizes(scope: Scope, depth: number): (() => Integer)[] {
  return collections(scope, depth).flatMap(collection => sizesOf(scope, collection, depth))
}
function sizesOf(scope: Scope, collection: Collection, depth: number): (() => Integer)[] {
  const { writer } = scope
  const { kind, item, most, write } = collection
  const used = (construct: string, build: () => Integer) => () => {
    writer.use(`${kind} ${construct}`)
    return build()
  }
  const results: (() => Integer)[] = []
  if (kind !== 'domain') {
    const size = kind === 'queue' ? 'length' : 'size'
    results.push(used(size, () => ({ text: `${write()}.${size}`, low: 0, high: most })))
  }
  if (kind === 'bag') {
    const copies = () => `${write()}.copies(${scope.expression(item, depth - 1)})`
    results.push(used('copies', () => ({ text: copies(), low: 0, high: 2 })))
  }
  if (kind === 'domain' || kind === 'set') results.push(used('sum', () => sum(scope, collection, depth)))
  if (kind === 'queue') results.push(used('reduce', () => reduce(scope, collection, depth)))
  else {
    const test = () => callback(scope, item, inner => inner.condition(depth - 1))
    results.push(used('count', () => ({ text: `${write()}.count(${test()})`, low: 0, high: most })))
  }
  return results
}
function sum(scope: Scope, { item, most, write }: Collection, depth: number): Integer {
  let [low, high] = [0, 0]
  const term = callback(scope, item, inner => {
    const e = inner.integer(depth - 1)
    ;[low, high] = [Math.min(low, e.low * most), Math.max(high, e.high * most)]
    return e.text
  })
  return { text: `${write()}.sum(${term})`, low, high }
}
function reduce(scope: Scope, { item, most, write }: Collection, depth: number): Integer {
  const { writer } = scope
  const [total, x, i] = [writer.fresh('t'), writer.fresh('x'), writer.fresh('i')]
  const inner = scope.withVariables(value(x, item), value(i, intType(0, most - 1)))
  const term = inner.integer(depth - 1)
  const low = Math.min(0, term.low * most)
  const high = Math.max(0, term.high * most)
  return { text: `${write()}.reduce((${total}, ${x}, ${i}) => ${total} + ${term.text}, 0)`, low, high }
}
