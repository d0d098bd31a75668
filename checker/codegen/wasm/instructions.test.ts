import { describe, expect, it } from 'vitest'
import type { Code } from './bytes.ts'
import { Instance, Memory, Module } from './host.ts'
import {
  accessTo,
  atomic,
  block,
  br,
  brIf,
  drop,
  get,
  globalGet,
  globalSet,
  i32,
  i64,
  ifElse,
  ifValue,
  type Local,
  loop,
  memory,
  ret,
  select,
  set,
  tee,
  unreachable,
  type ValueType,
} from './instructions.ts'
import { ModuleBuilder } from './module.ts'

type Run = (...args: (number | bigint)[]) => number | bigint | undefined

/** Compiles a function of one module with a memory of one to three pages. */
function compile(
  params: readonly ValueType[],
  results: readonly ValueType[],
  body: (params: readonly Local[], local: (type: ValueType) => Local, module: ModuleBuilder) => Code,
): Run {
  const module = new ModuleBuilder()
  module.importMemory('test', 'memory', { initialPages: 1, maximumPages: 3 })
  const f = module.declare('f', params, results)
  module.define(
    f,
    body(f.params, type => f.local(type), module),
  )
  module.export('f', f)
  const imports = { test: { memory: new Memory({ initial: 1, maximum: 3 }) } }
  return new Instance(new Module(module.toBytes()), imports).exports.f as Run
}

const SMALL = [0, 1, -1, 2, 7, 31, 33, -8, 255, 0x7fffffff, -0x80000000, 0x12345678, -0x12345678]
const LARGE = [
  0n,
  1n,
  -1n,
  2n,
  7n,
  63n,
  65n,
  -8n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  0x123456789abcdefn,
  -0x123456789abcdefn,
]

/** What a binary instruction means for integers of `bits` bits, given signed; undefined where it traps. */
const MEANING: Record<string, (a: bigint, b: bigint, bits: bigint) => bigint | boolean | undefined> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  divS: (a, b, bits) => (b === 0n || (b === -1n && a === -(1n << (bits - 1n))) ? undefined : a / b),
  divU: (a, b, bits) => (b === 0n ? undefined : u(a, bits) / u(b, bits)),
  remS: (a, b) => (b === 0n ? undefined : a % b),
  remU: (a, b, bits) => (b === 0n ? undefined : u(a, bits) % u(b, bits)),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  shl: (a, b, bits) => a << (u(b, bits) % bits),
  shrS: (a, b, bits) => a >> (u(b, bits) % bits),
  shrU: (a, b, bits) => u(a, bits) >> (u(b, bits) % bits),
  rotl: (a, b, bits) => {
    const by = u(b, bits) % bits
    return (u(a, bits) << by) | (u(a, bits) >> (bits - by))
  },
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  ltS: (a, b) => a < b,
  ltU: (a, b, bits) => u(a, bits) < u(b, bits),
  gtS: (a, b) => a > b,
  gtU: (a, b, bits) => u(a, bits) > u(b, bits),
  leS: (a, b) => a <= b,
  leU: (a, b, bits) => u(a, bits) <= u(b, bits),
  geS: (a, b) => a >= b,
  geU: (a, b, bits) => u(a, bits) >= u(b, bits),
}
const u = (value: bigint, bits: bigint) => BigInt.asUintN(Number(bits), value)
const digits = (value: bigint, bits: bigint) => u(value, bits).toString(2).padStart(Number(bits), '0')
const UNARY: Record<string, (a: bigint, bits: bigint) => bigint | boolean> = {
  eqz: a => a === 0n,
  clz: (a, bits) => BigInt(`${digits(a, bits)}1`.indexOf('1')),
  ctz: (a, bits) => BigInt([...digits(a, bits)].reverse().concat('1').indexOf('1')),
  popcnt: (a, bits) => BigInt(digits(a, bits).replaceAll('0', '').length),
}
const comparisons = new Set(['eqz', 'eq', 'ne', 'ltS', 'ltU', 'gtS', 'gtU', 'leS', 'leU', 'geS', 'geU'])

function orUndefined(run: () => number | bigint | undefined): number | bigint | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

describe.each([
  { type: 'i32', builders: i32, values: SMALL, bits: 32n },
  { type: 'i64', builders: i64, values: LARGE, bits: 64n },
] as const)('$type', ({ type, builders, values, bits }) => {
  const asResult = (name: string, value: bigint | boolean | undefined) => {
    if (typeof value !== 'bigint') return value === undefined ? undefined : Number(value)
    const wrapped = BigInt.asIntN(Number(bits), value)
    return type === 'i32' || comparisons.has(name) ? Number(wrapped) : wrapped
  }
  const resultOf = (name: string): ValueType => (comparisons.has(name) ? 'i32' : type)

  it.each(Object.keys(MEANING))('%s means what it does in JavaScript', name => {
    const builder = builders[name as 'add']
    const run = compile([type, type], [resultOf(name)], ([a, b]) => builder(get(a as Local), get(b as Local)))
    for (const a of values) {
      for (const b of values) {
        const expected = asResult(name, MEANING[name]?.(BigInt(a), BigInt(b), bits))
        expect({ a, b, result: orUndefined(() => run(a, b)) }).toEqual({ a, b, result: expected })
      }
    }
  })

  it.each(Object.keys(UNARY))('%s means what it does in JavaScript', name => {
    const builder = builders[name as 'clz']
    const run = compile([type], [resultOf(name)], ([a]) => builder(get(a as Local)))
    for (const a of values) {
      expect({ a, result: run(a) }).toEqual({ a, result: asResult(name, UNARY[name]?.(BigInt(a), bits)) })
    }
  })

  it('loads what it stored, at an address and an offset', () => {
    const run = compile([type], [type], ([a]) => [
      builders.store(i32.const(8), get(a as Local), 1000),
      builders.load(i32.const(1000), 8),
    ])
    for (const a of values) expect(run(a)).toBe(a)
  })
})

it('constants have their value, also as unsigned numbers', () => {
  for (const n of [...SMALL, 2 ** 31, 2 ** 32 - 1]) expect(compile([], ['i32'], () => i32.const(n))()).toBe(n | 0)
  for (const n of [...LARGE, 2n ** 63n, 2n ** 64n - 1n]) {
    expect(compile([], ['i64'], () => i64.const(n))()).toBe(BigInt.asIntN(64, n))
  }
})

it('narrow loads and stores touch the lowest bits only', () => {
  const stored = (store: Code) =>
    compile([], ['i64'], () => [i64.store(i32.const(0), i64.const(-1n)), store, i64.load(i32.const(0))])()
  expect(stored(i32.store8(i32.const(0), i32.const(0x1234), 2))).toBe(BigInt.asIntN(64, 0xffffffffff34ffffn))
  expect(stored(i32.store16(i32.const(1), i32.const(0x123456), 1))).toBe(BigInt.asIntN(64, 0xffffffff3456ffffn))
  const loaded = (load: Code) => compile([], ['i32'], () => [i32.store(i32.const(4), i32.const(0xfedcba98)), load])()
  expect(loaded(i32.load8U(i32.const(4), 1))).toBe(0xba)
  expect(loaded(i32.load16U(i32.const(5), 1))).toBe(0xfedc)
})

it('conversions keep the low bits and the sign', () => {
  const wrap = compile(['i64'], ['i32'], ([a]) => i32.wrap(get(a as Local)))
  expect(wrap(0x1_ffff_fffen)).toBe(-2)
  expect(compile(['i32'], ['i64'], ([a]) => i64.extendU(get(a as Local)))(-2)).toBe(0xffff_fffen)
  expect(compile(['i32'], ['i64'], ([a]) => i64.extendS(get(a as Local)))(-2)).toBe(-2n)
})

it('variables and globals keep values', () => {
  const run = compile(['i64'], ['i64'], ([a], local, module) => {
    const [x, y, g] = [local('i64'), local('i64'), module.global('i64', 5n)]
    const constant = module.global('i64', -(2n ** 40n), { mutable: false })
    return [
      set(x, i64.add(tee(y, get(a as Local)), globalGet(g))),
      globalSet(g, i64.mul(get(x), get(y))),
      i64.add(globalGet(g), globalGet(constant)),
    ]
  })
  expect(run(3n)).toBe(24n - 2n ** 40n)
})

it('branches, loops and selections run the right code', () => {
  const sign = compile(['i32'], ['i32'], ([a]) => [
    ifElse(i32.ltS(get(a as Local), i32.const(0)), ret(i32.const(-1))),
    ifElse(i32.eqz(get(a as Local)), ret(i32.const(0)), ret(i32.const(1))),
    unreachable(),
  ])
  expect([-5, 0, 5].map(a => sign(a))).toEqual([-1, 0, 1])

  const sum = compile(['i32'], ['i32'], ([n], local) => {
    const [i, total] = [local('i32'), local('i32')]
    return [
      block(
        loop(
          brIf(1, i32.geU(get(i), get(n as Local))),
          set(i, i32.add(get(i), i32.const(1))),
          set(total, i32.add(get(total), get(i))),
          br(0),
        ),
      ),
      get(total),
    ]
  })
  expect(sum(100)).toBe(5050)

  // Division by zero shows which operands were computed.
  const trap = i32.divU(i32.const(1), i32.const(0))
  const pick = compile(['i32'], ['i32'], ([c]) => ifValue('i32', get(c as Local), i32.const(7), trap))
  expect(pick(2)).toBe(7)
  expect(() => pick(0)).toThrow()
  const eager = compile(['i32'], ['i32'], ([c]) => select(i32.const(7), i32.const(8), get(c as Local)))
  expect([eager(2), eager(0)]).toEqual([7, 8])
  expect(compile([], [], () => drop(i32.const(1)))()).toBeUndefined()
  expect(() => compile([], [], () => unreachable())()).toThrow()
})

it('memory is filled, copied and grown', () => {
  const run = compile([], ['i64'], () => [
    memory.fill(i32.const(10), i32.const(0x1ab), i32.const(4)),
    memory.copy(i32.const(12), i32.const(11), i32.const(4)),
    i64.load(i32.const(9)),
  ])
  expect(run()).toBe(0x00_ababababab_00n)
  const grow = compile(['i32'], ['i32'], ([pages]) => [
    i32.add(i32.mul(memory.grow(get(pages as Local)), i32.const(100)), memory.size()),
  ])
  expect(grow(2)).toBe(103)
  expect(grow(1)).toBe(-100 + 3)
})

it('atomic accesses give what was there before, and leave what they say', () => {
  const states = accessTo(0)
  const steps = [
    atomic.store32(i32.const(8), i32.const(40), 8),
    i64.extendU(atomic.add32(i32.const(16), i32.const(5))),
    i64.extendU(atomic.sub32(i32.const(8), i32.const(3), 8)),
    i64.extendU(atomic.load32(i32.const(16))),
    states.compareExchange64(i32.const(16), i64.const(7n), i64.const(-1n), 8),
    states.compareExchange64(i32.const(16), i64.const(0n), i64.const(-1n), 8),
    states.compareExchange64(i32.const(16), i64.const(0n), i64.const(9n), 8),
    states.atomicLoad64(i32.const(24)),
  ]
  expect(compile([], Array(7).fill('i64'), () => steps)()).toEqual([40n, 45n, 42n, 0n, 0n, -1n, -1n])
  // Not on a multiple of the width.
  expect(() => compile([], ['i32'], () => atomic.load32(i32.const(2)))()).toThrow(/unaligned/)
})
