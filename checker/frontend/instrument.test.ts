import { SourceMap } from 'node:module'
import { describe, expect, it } from 'vitest'
import { SourceFile } from '../source/sourceFile.ts'
import { sourceOf } from './captured.ts'
import { instrument } from './instrument.ts'

/** Instruments and evaluates a module. */
// biome-ignore lint/suspicious/noExplicitAny: nothing is known of an evaluated module
async function run(text: string): Promise<Record<string, any>> {
  const result = instrument(new SourceFile('/i.ts', text))
  if (result === undefined) throw new Error('no module')
  return await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(result.code)}`)
}

/** The source of a function, as written. */
function textOf(fn: unknown): string | undefined {
  if (typeof fn !== 'function') throw new Error(`not a function: ${fn}`)
  const source = sourceOf(fn)
  return source?.file.text.slice(source.node.start, source.node.end)
}

describe('every kind of function knows its source', () => {
  it.each([
    ['arrow', 'export const f = (a: number): number => a + 1', '(a: number): number => a + 1'],
    ['generic arrow', 'export const f = <T,>(a: T) => a as T', '(a: T) => a'],
    ['async generic arrow', 'export const f = async <T,>(a: T) => a', 'async <T,>(a: T) => a'],
    ['function expression', 'export const f = function () { return 1 }', 'function () { return 1 }'],
    ['named function expression', 'export const f = function g() { return g }', 'function g() { return g }'],
    ['generator', 'export const f = function* () {}', 'function* () {}'],
    ['function declaration', 'export function f<T>(a: T) { return a }', 'function f<T>(a: T) { return a }'],
    ['async generator declaration', 'export async function* f() {}', 'async function* f() {}'],
    ['inner function declaration', 'export const f = (() => { return g; function g() {} })()', 'function g() {}'],
    [
      'declaration after a directive',
      "export const f = (() => { 'use x'; function g() {} return g })()",
      'function g() {}',
    ],
    [
      'declaration in a case',
      'const one = 1\nexport let f: any\nswitch (one) { case 1: f = g; function g() {} }',
      'function g() {}',
    ],
    [
      'declaration in a static block',
      'export let f: any\nclass A { static { f = g; function g() {} } }',
      'function g() {}',
    ],
    ['object method', 'export const { f } = { f(a: number) { return a } }', '(a: number) { return a }'],
    ['method with a string name', "export const { 'f g': f } = { 'f g'() {} }", '() {}'],
    ['property', 'export const { f } = { f: () => 1 }', '() => 1'],
    ['computed property', "export const { f } = { ['f']: () => 1 }", '() => 1'],
    ['class method', 'class A { f(a: number) { return a } }\nexport const { f } = new A()', '(a: number) { return a }'],
    ['static method', 'class A { x = 1; static f() {} }\nexport const { f } = A', '() {}'],
    ['method of an anonymous class', 'export const { f } = class { static f() {} }', '() {}'],
    ['class field', 'class A { f = () => this }\nexport const { f } = new A()', '() => this'],
    ['default parameter', 'const g = (h = () => 1) => h\nexport const f = g()', '() => 1'],
    ['assigned function', 'let g\ng ??= () => 1\nexport const f = g', '() => 1'],
    ['returned function', 'const g = () => { return(a)=>a }\nexport const f = g()', '(a)=>a'],
    ['curried function', 'export const f = (a => b => c => [a, b, c])(1)', 'b => c => [a, b, c]'],
    ['argument', 'const id = <T,>(x: T) => x\nexport const f = id(() => { 1 })', '() => { 1 }'],
  ])('%s', async (_, text, source) => {
    expect(textOf((await run(text)).f)).toBe(source)
  })

  it.each([
    ['default arrow', 'export default () => 1', '() => 1'],
    ['default function', 'export default function () { return 1 }', 'function () { return 1 }'],
    ['default generic async generator', 'export default async function* <T>(a: T) {}', 'async function* <T>(a: T) {}'],
    ['named default function', 'export default function f() { return 1 }', 'function f() { return 1 }'],
  ])('%s', async (_, text, source) => {
    const fn = (await run(text)).default
    expect(textOf(fn)).toBe(source)
    expect(fn.name).toBe(text.includes(' f(') ? 'f' : 'default')
  })

  it('the same function through any number of re-exports', async () => {
    const module = await run('const f = () => 1\nexport { f as g, f as default }\nexport const all = [f]')
    for (const fn of [module.g, module.default, module.all[0]]) expect(textOf(fn)).toBe('() => 1')
  })

  it('none where another function may stand in its place', async () => {
    const { replaced, again, computed } = await run(
      `const other = { f: Math.max }, key = 'f'
       export const replaced = { f() {}, ...other }.f
       export const again = { f() {}, f: Math.max }.f
       export const computed = { f() {}, [key]: Math.max }.f`,
    )
    for (const fn of [replaced, again, computed]) expect(textOf(fn)).toBeUndefined()
  })

  it('the last of several methods of one name', async () => {
    const { f } = await run('class A { f() { return 1 } f() { return 2 } }\nexport const { f } = A.prototype')
    expect(textOf(f)).toBe('() { return 2 }')
  })
})

describe('behaviour stays the same', () => {
  it('every function keeps its name', async () => {
    const code = `
      const symbol = Symbol('s'), k = 'k'
      let assigned
      assigned = () => {}
      const { p = () => {} } = {}
      const q = (r = () => {}) => r
      class A { field = () => {}; #private = () => {}; get private() { return this.#private }; static 'st at' = function () {} }
      const object = { a: () => {}, 'b c': function () {}, 1: () => {}, [k]: () => {}, [symbol]: () => {}, [k + 2]: class {},
        __proto__: () => {}, m() {}, x: function own() {} }
      const a = new A()
      export const names = [assigned, p, q, q(), a.field, a.private, A['st at'], (() => {}), (0, () => {}), Object.getPrototypeOf(object),
        object[symbol], ...Object.values(object)].map(f => f.name)`
    const plain = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)
    expect((await run(code)).names).toEqual(plain.names)
    expect(plain.names).toContain('[s]')
  })

  it('declarations are hoisted, in functions and in modules', async () => {
    const { value } = await run(
      'export const value = f() + (() => { return g(); function g() { return 1 } })()\nfunction f() { return 1 }',
    )
    expect(value).toBe(2)
  })

  it('this, arguments, super and new.target mean what they meant', async () => {
    const { result } = await run(`
      class A { m() { return 'super' } }
      class B extends A { f = () => this; m() { return (() => super.m())() } static t() { return (() => new.target)() } }
      function g() { return (() => arguments[0])() }
      const object = { m() { return (() => this)() } }
      const b = new B()
      export const result = [b.f() === b, b.m(), B.t(), (g as any)(7), object.m() === object]`)
    expect(result).toEqual([true, 'super', undefined, 7, true])
  })

  it('variables named like globals and like the helper are not confused', async () => {
    const { f } = await run(`
      const Object = 1, Symbol = 2, WeakMap = 3, $von = 4
      const o = { m() { return [Object, Symbol, WeakMap, $von] } }
      export const f = o.m`)
    expect(f()).toEqual([1, 2, 3, 4])
    expect(sourceOf(f)?.capture('$von')).toBe(4)
  })

  it('no statement moves to another line', () => {
    const text = `#!/usr/bin/env node
import 'node:fs'
function f() {
  return { m() {}, a: () => 1 }
}
class A {
  m() { return () => 1 }
}
export { f, A }`
    const result = instrument(new SourceFile('/l.js', text))
    const map = new SourceMap(JSON.parse(String(result?.map)))
    text.split('\n').forEach((line, index) => {
      const code = result?.code.split('\n')[index] ?? ''
      expect(map.findEntry(index, code.length - 1), line).toMatchObject({ originalLine: index })
    })
  })

  it('functions evaluated before the end of a cycle are found too', async () => {
    // What an import cycle does: another module calls a hoisted function before this one has run.
    const { early } = await run('export const early = make()\nfunction make() { return () => late }\nconst late = 1')
    expect(textOf(early)).toBe('() => late')
    expect(sourceOf(early)?.capture('late')).toBe(1)
  })
})

it('the source map leads to the file as written', () => {
  const text = "export function f() {}\nexport const g = (a: number) => { throw new Error('x') }"
  const result = instrument(new SourceFile('/m.ts', text))
  const [first = '', second = ''] = result?.code.split('\n') ?? []
  const map = new SourceMap(JSON.parse(String(result?.map)))
  expect(map.findEntry(0, first.indexOf('function f'))).toMatchObject({ originalLine: 0, originalColumn: 7 })
  expect(map.findEntry(1, second.indexOf('new Error'))).toMatchObject({
    originalSource: '/m.ts',
    originalLine: 1,
    originalColumn: text.split('\n')[1]?.indexOf('new Error'),
  })
  expect(result?.map.sourcesContent).toEqual([text])
})

it('a file without imports and exports is no module', () => {
  expect(instrument(new SourceFile('/c.js', 'module.exports = () => 1'))).toBeUndefined()
})
