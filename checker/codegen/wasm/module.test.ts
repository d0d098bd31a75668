import { expect, it } from 'vitest'
import { Instance, Memory, Module } from './host.ts'
import { call, get, globalGet, i32, i64, ifValue, type Local } from './instructions.ts'
import { ModuleBuilder } from './module.ts'

type Run = (...args: number[]) => number

const instantiate = (module: ModuleBuilder, imports = {}) =>
  new Instance(new Module(module.toBytes()), imports).exports as Record<string, Run>

it('functions call each other before they are defined', () => {
  const module = new ModuleBuilder()
  const [isEven, isOdd] = ['isEven', 'isOdd'].map(name => module.declare(name, ['i32'], ['i32']))
  if (isEven === undefined || isOdd === undefined) throw new Error('no functions')
  const define = (f: typeof isEven, ofZero: number, other: typeof isEven) => {
    const [n] = f.params as [Local]
    module.define(f, ifValue('i32', get(n), call(other, i32.sub(get(n), i32.const(1))), i32.const(ofZero)))
    module.export(f.name, f)
  }
  define(isOdd, 0, isEven)
  define(isEven, 1, isOdd)
  const exports = instantiate(module)
  expect([exports.isEven?.(10), exports.isOdd?.(10), exports.isOdd?.(7)]).toEqual([1, 0, 1])
})

it('imported functions are called with their arguments, and come first', () => {
  const module = new ModuleBuilder()
  const minus = module.importFunction('host', 'minus', ['i32', 'i32'], ['i32'])
  const f = module.declare('f', ['i32'], ['i32'])
  module.define(f, call(minus, i32.const(100), get(f.params[0] as Local)))
  module.export('f', f)
  expect(instantiate(module, { host: { minus: (a: number, b: number) => a - b } }).f?.(1)).toBe(99)
  expect(() => module.importFunction('host', 'late', [], [])).toThrow('late')
})

it('exported globals are seen outside, and a shared memory is linked', () => {
  const module = new ModuleBuilder()
  module.importMemory('host', 'memory', { initialPages: 1, maximumPages: 2, shared: true })
  const count = module.global('i32', 41)
  module.export('count', count)
  const f = module.declare('f', [], ['i32'])
  module.define(f, i32.add(globalGet(count), i32.load(i32.const(0))))
  module.export('f', f)
  const memory = new Memory({ initial: 1, maximum: 2, shared: true })
  const exports = instantiate(module, { host: { memory } })
  new Uint32Array(memory.buffer)[0] = 100
  const global = exports.count as unknown as { value: number }
  global.value++
  expect(exports.f?.()).toBe(142)
})

it('imported constants come before all other globals', () => {
  const module = new ModuleBuilder()
  const base = module.importGlobal('host', 'base', 'i32')
  const own = module.global('i32', 7)
  const f = module.declare('f', [], ['i32'])
  module.define(f, i32.sub(globalGet(base), globalGet(own)))
  module.export('f', f)
  expect(instantiate(module, { host: { base: 100 } }).f?.()).toBe(93)
  expect(() => module.importGlobal('host', 'late', 'i32')).toThrow('late')
})

it('a function defined twice, elsewhere or never is refused', () => {
  const module = new ModuleBuilder()
  const f = module.declare('f', [], [])
  expect(() => module.toBytes()).toThrow('f is declared but not defined')
  module.define(f, [])
  expect(() => module.define(f, [])).toThrow('f is defined twice')
  expect(() => new ModuleBuilder().define(f, [])).toThrow('f is not declared here')
})

it('modules may have many functions, types and locals, and long bodies', () => {
  const module = new ModuleBuilder()
  const functions = Array.from({ length: 500 }, (_, i) => {
    const f = module.declare(`f${i}`, Array(i % 50).fill('i64'), ['i32'])
    const locals = Array.from({ length: 300 }, () => f.local(i % 2 === 0 ? 'i32' : 'i64'))
    const last = get(locals.at(-1) as Local)
    let sum = i % 2 === 0 ? last : i32.wrap(last)
    for (let k = 0; k < 1000; k++) sum = i32.add(sum, i32.const(i))
    module.define(f, sum)
    return f
  })
  const total = module.declare('total', [], ['i32'])
  const calls = functions.map(f =>
    call(
      f,
      f.params.map(() => i64.const(1n)),
    ),
  )
  module.define(
    total,
    calls.reduce((a, b) => i32.add(a, b)),
  )
  module.export('total', total)
  expect(module.toBytes().length).toBeGreaterThan(1_000_000)
  expect(instantiate(module).total?.()).toBe((499 * 500 * 1000) / 2)
})
