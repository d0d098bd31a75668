import { expect, it } from 'vitest'
import von from './vite.ts'

const plugin = von()
const code = 'export const f = (a: number) => a'

it('instruments user modules, with or without a version in their id', () => {
  for (const id of ['/u/spec.ts', '/u/spec.ts?v=12ab', '/u/spec.ts?t=5']) {
    expect(plugin.transform(code, id)?.code).toContain('$von(')
  }
})

it.each([
  '/u/node_modules/p/i.js',
  '\0virtual:a.ts',
  '/u/a.css',
  '/u/a.ts?raw',
  '/u/a.ts?worker&inline',
  '/u/a.ts?url',
])('leaves %j alone', id => {
  expect(plugin.transform(code, id)).toBeUndefined()
})

it('leaves to Vite what it cannot parse', () => {
  expect(plugin.transform('export enum A { B }', '/u/enum.ts')).toBeUndefined()
  expect(plugin.transform('export const = 1', '/u/error.ts')).toBeUndefined()
})

it("keeps Vitest's cache on disk from storing what it instrumented", () => {
  plugin.configureVitest({
    defineCacheKeyGenerator(callback) {
      expect(callback({ id: '/u/spec.ts' })).toBe(false)
      expect(callback({ id: '/u/node_modules/p/i.js' })).toBeUndefined()
    },
  })
  expect.assertions(2)
})
