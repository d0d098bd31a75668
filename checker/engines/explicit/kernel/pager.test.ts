import { ftruncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { SpecError } from '../../../source/diagnostic.ts'
import { FULL, NO_PARENT } from '../store.ts'
import { commitKernel } from './commit.fixture.ts'
import { referenceSearch } from './commitReference.fixture.ts'
import type { Kernel } from './kernel.ts'
import { PageFile } from './pageFile.ts'

const managers = 6
const total = 4 ** managers + 6 ** managers + 2 ** managers
const shapes = [{ padding: 0 }, { padding: 2 }]

/** A kernel with the initial state, of which little is in memory at a time. */
function begun(options: object = {}): Kernel {
  const kernel = commitKernel(managers, { windowBytes: 0, ...options })
  kernel.insert(Uint32Array.of(0, 0), NO_PARENT)
  return kernel
}
/** @returns how many states were expanded */
function runAll(kernel: Kernel): number {
  let next = 0
  while (next < kernel.size && !kernel.isFull) next = kernel.run(next, Math.min(next + 4096, kernel.size))
  return next
}
const fileOf = ({ file }: Kernel) => file as PageFile

describe('states on disk', () => {
  it.each(shapes)('are found all, while few are in memory (%o)', options => {
    const kernel = begun(options)
    expect([runAll(kernel), kernel.size]).toEqual([total, total])
    const { rowBytes, parentBytes, diskBytes } = kernel.memoryUse
    expect(rowBytes + parentBytes).toBeLessThan((diskBytes as number) / 30)
    // All but the last pages, which may still be written to.
    expect(diskBytes).toBeGreaterThan(total * (kernel.layout.stateBytes + 4) * 0.95)
    fileOf(kernel).close()
  })

  it.each(shapes)('can be read in any order (%o)', options => {
    const kernel = begun(options)
    runAll(kernel)
    const { states, parents } = referenceSearch(managers)
    const row = new Uint32Array(2)
    for (let i = 0, id = 0; i < 20_000; i++, id = (id * 5 + 77_777) % total) {
      kernel.read(id, row)
      expect(BigInt(row[0] as number) | (BigInt(row[1] as number) << 32n)).toBe(states[id])
      expect(kernel.parentOf(id) | 0).toBe(parents[id])
    }
    fileOf(kernel).close()
  })

  it.each(shapes)(
    'end a run between two states when the disk is full, which can go on when it has room (%o)',
    options => {
      const kernel = begun(options)
      const file = fileOf(kernel)
      const { write } = PageFile.prototype
      const takes = 20
      file.write = (page, content) => {
        if (page < takes) return write.call(file, page, content)
        file.trouble = 'no space left on device'
        return false
      }
      const expanded = runAll(kernel)
      expect([kernel.isFull, expanded < total]).toEqual([true, true])
      const found = referenceSearch(managers, expanded)
      expect([kernel.size, kernel.generated]).toEqual([found.states.length, found.generated])
      expect(kernel.insert(Uint32Array.of(0xffff_ffff, 0xffff), 0)).toBe(FULL)

      file.write = (page, content) => write.call(file, page, content)
      let next = expanded
      while (next < kernel.size) next = kernel.run(next, kernel.size)
      expect([next, kernel.size, kernel.generated]).toEqual([total, total, referenceSearch(managers).generated])
      file.close()
    },
  )

  it('are an error when they cannot be read back, and no other states', () => {
    const kernel = begun()
    runAll(kernel)
    fileOf(kernel).close()
    expect(() => kernel.read(0, new Uint32Array(2))).toThrow(SpecError)
    expect(() => kernel.read(0, new Uint32Array(2))).toThrow(
      /cannot read back the states kept in .*: bad file descriptor/,
    )
  })
})

describe('a file of pages', () => {
  it('cannot be made where there is no folder', () => {
    expect(() => PageFile.open('/no/such/folder')).toThrow(
      'cannot keep states in /no/such/folder: no such file or directory',
    )
  })
  it('says when it has become shorter', () => {
    const file = PageFile.open(tmpdir())
    file.write(0, new Uint8Array(1000))
    ftruncateSync(Reflect.get(file, 'file'), 500)
    expect(() => file.read(0, new Uint8Array(1000))).toThrow('the file is shorter than it was')
    file.close()
  })
  it('gives back what was written, and leaves alone what was not', () => {
    const file = PageFile.open(tmpdir())
    const page = (content: number) => new Uint8Array(1000).fill(content)
    for (const i of [0, 1, 2]) expect(file.write(i, page(i + 1))).toBe(true)
    const into = page(9)
    file.read(3, into)
    expect(into).toEqual(page(9))
    file.read(1, into)
    expect(into).toEqual(page(2))
    expect(file.bytes).toBe(3000)
    file.close()
  })
})
