/** `von compile`, from the outside. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { instantiate } from '../../impl/wasm/instantiate.ts'
import { Playground } from './playground.ts'

const masks = `import { WIDTH } from './width.ts'
export function masked(words: Uint32Array, index: number, length: number): number {
  const shift = (WIDTH - length) >>> 0
  return length === 0 ? 0 : (((words[index] as number) >>> shift) << shift) >>> 0
}
export const isLong = (length: number): boolean => length > 24
`
const place = new Playground({
  'masks.ts': masks,
  'width.ts': 'export const WIDTH = 32\n',
  'sum.ts': 'export function sum(a: number, b: number): number {\n  return a + b\n}\n',
})
afterAll(() => place.remove())

it('writes a module that does what the file does, exit 0', () => {
  const { stdout, status } = place.von('compile masks.ts --out masks.wasm')
  expect(stdout.replace(/\d+ bytes/, 'N bytes')).toMatchInlineSnapshot(`
    "masks.ts
      masked(words: words, index: number, length: number): number
      isLong(length: number): boolean

    compiled: N bytes, written to masks.wasm"
  `)
  expect(status).toBe(0)
  const core = instantiate<{
    masked(words: Uint32Array, index: number, length: number): number
    isLong(n: number): boolean
  }>(new Uint8Array(readFileSync(path.join(place.folder, 'masks.wasm'))), { words: 100 })
  const { address } = core.place(Uint32Array.of(0, 0xc0a80123))
  expect(core.functions.masked(address, 1, 24)).toBe(0xc0a80100)
  expect(core.functions.masked(address, 1, 0)).toBe(0)
  expect([24, 25].map(core.functions.isLong)).toEqual([false, true])
})

it('says with --json what it compiled, and writes nothing that it is not told to', () => {
  const { stdout } = place.von('compile masks.ts --function isLong --json')
  expect(JSON.parse(stdout)).toEqual({
    format: 'von-compile',
    version: 1,
    file: 'masks.ts',
    out: null,
    sizeBytes: expect.any(Number),
    functions: [{ name: 'isLong', parameters: [{ name: 'length', kind: 'number' }], result: 'boolean' }],
  })
})

it('shows what would not be the same, exit 2', () => {
  const { stderr, status } = place.von('compile sum.ts --out sum.wasm')
  expect(stderr).toMatchInlineSnapshot(`
    "error[VON5009]: 'sum' returns from 0 to 8589934590
     --> sum.ts:1:8
    1 | export function sum(a: number, b: number): number { …
      |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    note: numbers go in and out of a module as 32 bits, unsigned
    help: close what it returns by >>> 0"
  `)
  expect(status).toBe(2)
})

it('tells which functions there are, where one is not, exit 2', () => {
  const { stderr, status } = place.von('compile masks.ts --function mask')
  expect([stderr.split('\n')[0], stderr.trimEnd().split('\n').at(-1), status]).toEqual([
    "error[VON5001]: this file exports no function 'mask'",
    'help: it exports masked, isLong',
    2,
  ])
})

it('says that it cannot write, exit 2', () => {
  expect(place.von('compile masks.ts --out nowhere/masks.wasm')).toMatchObject({
    stdout: '',
    stderr: expect.stringContaining('cannot write nowhere/masks.wasm'),
    status: 2,
  })
})
