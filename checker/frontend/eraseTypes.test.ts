/** What is left of TypeScript is what Node's own eraser leaves of it, as JavaScript is understood. */
import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { parse } from 'acorn'
import { expect, it } from 'vitest'
import { eraseTypes } from './eraseTypes.ts'

const root = path.join(import.meta.dirname, '../..')
const parsed = (code: string) => parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true })

/** A tree without semicolons: what they do not part does not begin or end with them. */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(each => each?.type !== 'EmptyStatement').map(meaning)
  if (typeof value !== 'object' || value === null || !('type' in value)) return value
  const mayEndWithSemicolon = /(Statement|Declaration|Definition|SwitchCase|StaticBlock|Program)$/.test(
    String(value.type),
  )
  const entries = Object.entries(value).filter(([key]) => !(key === 'end' && mayEndWithSemicolon))
  return Object.fromEntries(entries.map(([key, part]) => [key, meaning(part)]))
}

function expectAsNode(text: string, erased: string): void {
  expect(erased).toHaveLength(text.length)
  expect(meaning(parsed(erased))).toEqual(meaning(parsed(stripTypeScriptTypes(text))))
}

it('leaves of every TypeScript file here what Node leaves', { timeout: 60_000 }, () => {
  const files = globSync('{spec,impl,proofs,bench,checker/{lang,frontend,report}}/**/*.ts', { cwd: root })
  let erasedFiles = 0
  for (const file of files) {
    const text = readFileSync(path.join(root, file), 'utf8')
    const erased = eraseTypes(text)
    if (erased === null) continue
    erasedFiles++
    expectAsNode(text, erased)
  }
  expect(files.length).toBeGreaterThan(150)
  expect(erasedFiles).toBeGreaterThan(files.length * 0.95)
})

it.each([
  ["import type { A } from 'a'; import { type B, c, type D } from 'b'; import e, { type F } from 'e'; c; e"],
  ["export type { A } from 'a'; export { type B, c } from 'b'; export type * from 'd'; export type E = 1"],
  ['export interface A { a: number }; interface B extends A {}; type C = B; export default interface D {}'],
  ['declare const a: number; declare function f(): void; declare class C {}; export declare let b: string'],
  ["declare global { interface A {} } declare module 'x' { const a: 1 } declare namespace N {} declare enum E { A }"],
  ['function f(a: number): void; function f(a: any) { return a } export default function g(): void; f'],
  ['function f<T>(this: Date, a?: T, b = 1 as const, ...c: T[]): asserts a is T { a!; b; c }'],
  [
    'const f = async <T,>({ a, b }: { a: T, b: T }, [c]: [T]): Promise<T> => (a! as T) ?? b satisfies T, g = (a): a is 1 => a',
  ],
  [
    'let a!: number, b: typeof import("x") | undefined; for (let i: number = 0, n: 1; i < n; i++) {} for (const c of b as []) c',
  ],
  [
    'f<T>(a); new F<T>(a); a?.<T>(b); a?.b!.c; a?.(b)![c]!(d); tag<T>`x`; const g = f<T>; (a as any).b = 1; [a as any] = []',
  ],
  [
    'class A<T> extends B<T> implements C, D<T> { private static readonly x?: number = 1; declare y: string; #z!: T; static {} }',
  ],
  [
    'class A extends B { m?(): void {} get q(): T { return 1 } [k: string]: any; override async *n<U>(a: U): any {} m(): void; m(a?: 1) {} }',
  ],
  [
    'abstract class A { abstract m(): void; abstract x: number; protected constructor() {} } export abstract class B extends A {}',
  ],
  [
    'class A { readonly = 1; declare = 2; static = 3; public; get; set; async; type = 4; abstract() {} override() {} private() {} }',
  ],
  ['class A extends B { public ["a"] = 1; readonly [b]?: T; static override [c](): T { return 1 } }'],
  ['try {} catch (e: unknown) { throw e as Error }'],
  ['const type = 1, declare = 2, abstract = 3, as = type as any, readonly = as'],
  ['#!/usr/bin/env node\nlet a: number'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is TypeScript
  ['let a: `x${number}`, b: "é日本😀" = "é日本😀" as any, c: /* ] */ 1 // : d\n'],
])('erases %s', text => {
  const erased = eraseTypes(text)
  if (erased === null) throw new Error('it is not sure')
  expectAsNode(text, erased)
})

it.each([
  ['a declaration', 'const a = b\ntype C = 1\n(d)'],
  ['an assertion', 'const a = b as C\n(d)'],
  ['an assertion behind parentheses', 'const a = (b /* ) */) satisfies C\n[d]'],
  ['a mark', 'a!\n`b`'],
  ['the type of a variable', 'let a: B\n[c].d'],
  ['what an arrow gives', 'const f = () => a as B\n/c/g'],
  ['the type of an exported variable', 'export let a: B\n(c)'],
  ['what is thrown', 'function f() { throw a as B\n+c }'],
  ['what a branch does', 'if (a) b as C\nelse d!\n;[e]'],
  ['a member', 'class A { a = 1\n private ["b"] = 2\n readonly c = 3\n public *d() {} }'],
  ['the type of a member', 'class A { get: B\n c() {}\n static: D\n e() {} }'],
  ['the value of a member', 'class A { a = b as C\n ["d"]() {} }'],
  ['a member for the compiler', 'class A { a = 1;\n [key: string]: any\n ["b"]() {} }'],
])('keeps a line break an end behind %s', (_, text) => {
  expectAsNode(text, eraseTypes(text) as string)
})

it.each([
  ['enums', 'enum A { B }'],
  ['namespaces', 'namespace A { export const b = 1 }'],
  ['parameter properties', 'class A { constructor(private a: 1) {} }'],
  ['assertions in angle brackets', 'const a = <B>c'],
  ['decorators', '@a class B {}'],
  ['imports by assignment', 'import a = require("a")'],
  ['exports by assignment', 'export = 1'],
  ['types of arrows that go over lines', 'const f = (): {\n} => 1; function g() { return <T,\n>(a: T) => a }'],
  ['what is no TypeScript', 'let a: = 1'],
])('leaves %s to Node', (_, text) => {
  expect(eraseTypes(text)).toBe(null)
})
