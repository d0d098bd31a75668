/** Holds the repository to its own rules; scripts/repository-rules.test.ts shows that each rule can fail. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { entryPoints, importNames } from '../scripts/entry-points.ts'
import { importGraph } from '../scripts/import-graph.ts'
import { arrowFaults, cycleFaults, nameFaults, reachFaults, sizeFaults } from '../scripts/repository-rules.ts'

const root = path.join(import.meta.dirname, '..')
const files = globSync('**/*.{ts,js,mjs}', {
  cwd: root,
  exclude: ['**/node_modules/**', 'dist/**', 'out/**'],
})
const tree = new Map(files.map(file => [file.replaceAll(path.sep, '/'), readFileSync(path.join(root, file), 'utf8')]))
const graph = importGraph(tree)

it('reads the source files, all entry points among them', () => {
  expect([...tree.keys()]).toEqual(expect.arrayContaining(Object.values(entryPoints)))
})

it('has imports along the listed arrows only', () => {
  expect(arrowFaults(graph)).toEqual([])
})

it('has no import cycle', () => {
  expect(cycleFaults(graph)).toEqual([])
})

it('has no file that nothing, or only a test, imports', () => {
  expect(reachFaults(graph, Object.values(entryPoints))).toEqual([])
})

it('has no vague file name, and no spec that looks like a test', () => {
  expect(nameFaults(tree)).toEqual([])
})

it('has no file over 500 lines that does not say why', () => {
  expect(sizeFaults(tree)).toEqual([])
})

it('names the same entry points to Node, to TypeScript and to its own scripts', () => {
  const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
  const { exports } = read('package.json')
  const { paths } = read('tsconfig.json').compilerOptions
  const { include } = read('tsconfig.build.json')
  expect(Object.keys(exports).map(name => path.posix.join('von', name))).toEqual([
    ...importNames.keys(),
    'von/core.wasm',
    'von/package.json',
  ])
  expect(paths).toEqual(Object.fromEntries(Array.from(importNames, ([name, source]) => [name, [`./${source}`]])))
  expect(include).toEqual([...importNames.values()])
})
