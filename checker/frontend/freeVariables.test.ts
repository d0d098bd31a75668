import { expect, it } from 'vitest'
import { SourceFile } from '../source/sourceFile.ts'
import { freeVariables } from './freeVariables.ts'
import { parseModule } from './parse.ts'
import { type FunctionNode, isFunction, walk } from './walk.ts'

/** The free variables of the outermost function of a module. */
function freeOf(code: string): readonly string[] {
  const functions: FunctionNode[] = []
  walk(parseModule(new SourceFile('/f.js', code)).program, node => {
    if (isFunction(node)) functions.push(node)
  })
  const outermost = functions.at(-1)
  if (outermost === undefined) throw new Error('no function')
  return freeVariables(outermost)
}

it.each([
  ['names in order of first use, once', '() => b + a + b', ['b', 'a']],
  ['globals', '() => Math.max(undefined)', ['Math', 'undefined']],
  ['assigned variables', '() => { x = 1; y++; [z, o.p] = [] }', ['x', 'y', 'z', 'o']],
  ['not parameters', '(a, { b, c: d, ...e }, [f, , g = 1], ...h) => [a, b, d, e, f, g, h, c]', ['c']],
  ['defaults and computed keys in patterns', '({ [k]: a = x }, b = a, c = y) => a', ['k', 'x', 'y']],
  ['defaults do not see the body', '(a = x) => { var x; let y; return y }', ['x']],
  [
    'not let, const, class and function of the block',
    '() => { f(); let a; const b = a; class C {} function f() { C } }',
    [],
  ],
  [
    'what a block declares stays in it',
    '() => { { let a } { const f = 1 } for (const i of x) {} a; f; i }',
    ['x', 'a', 'f', 'i'],
  ],
  [
    'var of any block, not of inner functions',
    '() => { if (p) { var a; for (var b of q) {} } a; b; () => { var c }; c }',
    ['p', 'q', 'c'],
  ],
  ['function declarations are local to their block', '() => { { function g() {} } g }', ['g']],
  ['destructured declarations', '() => { const { a, b: [c] } = d; return a + b + c }', ['d', 'b']],
  [
    'loop variables',
    '() => { for (let i = 0, j = k; i < j; i++) i; for (const [a] of b) a; for (const c in d) c }',
    ['k', 'b', 'd'],
  ],
  ['catch parameters', '() => { try { e } catch ({ message }) { message } finally { message } }', ['e', 'message']],
  ['what cases share', '() => { switch (x) { case a: let x = 1; break; default: x } }', ['x', 'a']],
  ['not labels', '() => { loop: for (;;) { break loop; continue loop } }', []],
  ['not property names', '() => ({ a: b.c, d, [e]: f?.g[h], i() { return j } })', ['b', 'd', 'e', 'f', 'h', 'j']],
  ['not the own name of a function expression', '(function f(n) { return f(n - 1) })', []],
  ['the own name of a declaration', 'function f(n) { return f(n - 1) }', ['f']],
  ['not arguments', 'function f() { return arguments.length + (() => arguments)() }', []],
  ['arguments of an arrow are none', '() => arguments', []],
  [
    'classes',
    '() => class A extends B { static #p = A; [k] = v; m(a) { return this.#p + a + s } static { let t; t; u } }',
    ['B', 'k', 'v', 's', 'u'],
  ],
  ['var of a static block stays in it', '() => { class A { static { var x; x } } x }', ['x']],
  ['templates, tags and spread', '() => t`$' + '{a}` + `$' + '{b}` + f(...c)', ['t', 'a', 'b', 'f', 'c']],
  ['not meta properties', 'function f() { return [new.target, import.meta.url, import(x)] }', ['x']],
  ['shadowed names only inside', '() => { const f = a => a; return a }', ['a']],
])('%s', (_, code, names) => {
  expect(freeOf(code)).toEqual(names)
})
