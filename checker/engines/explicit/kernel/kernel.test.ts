import { describe, expect, it } from 'vitest'
import { get, globalSet, i32, i64, ifElse, ret } from '../../../codegen/wasm/instructions.ts'
import { FULL, KNOWN, NO_PARENT } from '../store.ts'
import {
  COMMIT_ACTIONS,
  type CommitOptions,
  commitBits,
  commitKernel,
  SOME_ABORTED,
  SOME_COMMITTED,
} from './commit.fixture.ts'
import { type Reference, referenceSearch } from './commitReference.fixture.ts'
import type { Kernel } from './kernel.ts'

/** Runs to the end, or until the kernel is full. @returns how many states were expanded */
function runAll(kernel: Kernel, step = 8192): number {
  let next = 0
  while (next < kernel.size && !kernel.isFull) next = kernel.run(next, Math.min(next + step, kernel.size))
  return next
}

function explored(n: number, options: CommitOptions = {}): Kernel {
  const kernel = commitKernel(n, options)
  expect(kernel.insert(Uint32Array.of(0, 0), NO_PARENT)).toBe(0)
  runAll(kernel)
  return kernel
}

const toWords = (state: bigint, words = 2) =>
  Uint32Array.from({ length: words }, (_, i) => Number((state >> BigInt(32 * i)) & 0xffffffffn))

/** What a kernel has found, in the form of the reference. */
function foundBy(kernel: Kernel, expanded: number): Reference {
  const words = new Uint32Array(2)
  const states: bigint[] = []
  for (let id = 0; id < kernel.size; id++) {
    kernel.read(id, words)
    states.push(BigInt(words[0] as number) | (BigInt(words[1] as number) << 32n))
  }
  const actions = Array.from({ length: COMMIT_ACTIONS }, (_, i) => i)
  return {
    states,
    parents: states.map((_, id) => kernel.parentOf(id) | 0),
    fired: actions.map(i => kernel.count(i)),
    fresh: actions.map(i => kernel.freshOf(i)),
    generated: kernel.generated,
    expanded,
  }
}

const shapes = [
  { title: 'one word, known by its hash', options: {} },
  { title: 'one word of 64 bits, compared', options: { bits: 64 } },
  { title: 'two words', options: { padding: 1 } },
  { title: 'five words', options: { padding: 4 } },
  { title: 'one word, in a memory of their own', options: { isWide: true } },
  { title: 'three words, in a memory of their own', options: { isWide: true, padding: 2 } },
]
/** Windows of the least size: there are frames for one batch, and two more. */
const paged = [
  { title: 'one word, known by its hash, on disk', options: { windowBytes: 0 } },
  { title: 'two words, on disk', options: { padding: 1, windowBytes: 0 } },
  { title: 'three words, on disk and in a memory of their own', options: { isWide: true, padding: 2, windowBytes: 0 } },
]

describe.each([...shapes, ...paged])('states of $title', ({ options }) => {
  it.each([1, 2, 3, 4, 5])('are found by a kernel as by plain search: ids, parents, counters (%i managers)', n => {
    const kernel = explored(n, options)
    expect(foundBy(kernel, kernel.size)).toEqual(referenceSearch(n))
  })

  it('are counted by their closed form when the table has grown', () => {
    const kernel = explored(6, options)
    expect(kernel.size).toBe(4 ** 6 + 6 ** 6 + 2 ** 6)
    expect(kernel.size).toBeGreaterThan((kernel.layout.firstSlots * 5) / 8)
  })

  it('are stored many at a time as one by one, and known then', () => {
    const { states, parents } = referenceSearch(4)
    const words = commitKernel(4, options).layout.stateBytes / 4
    const records = Uint32Array.from(
      states.flatMap((state, id) => {
        const pair = toWords(state)
        return [...Array.from({ length: words }, (_, i) => pair[i & 1] as number), parents[id] as number]
      }),
    )
    const kernel = commitKernel(4, options)
    expect(kernel.insertAll(records, words)).toBe(states.length - 1)
    const { states: stored, parents: kept, generated } = foundBy(kernel, 0)
    expect([stored, kept, generated]).toEqual([states, parents, 0])
    expect(kernel.insertAll(records, words)).toBe(KNOWN)
    expect(kernel.size).toBe(states.length)

    const small = commitKernel(4, { ...options, maxStates: 1000 })
    expect([small.insertAll(records, words), small.size]).toEqual([FULL, 1000])
    expect(small.insertAll(records.subarray(0, 10 * (words + 1)), words)).toBe(KNOWN)
  })

  it('are never stored beyond the limit, and stopping there leaves whole expansions', () => {
    const total = 4 ** 4 + 6 ** 4 + 2 ** 4
    for (const maxStates of [1, 2, 3, 40, 1000, total - 1]) {
      const kernel = commitKernel(4, { ...options, maxStates })
      kernel.insert(Uint32Array.of(0, 0), NO_PARENT)
      const expanded = runAll(kernel)
      expect(kernel.isFull).toBe(true)
      expect(foundBy(kernel, expanded)).toEqual(referenceSearch(4, expanded))

      // Going on one state at a time fills the store in the order of plain search.
      const { states, parents } = referenceSearch(4)
      // Every word of the fixture's states is the same.
      const rowOf = (id: number) =>
        Uint32Array.from(
          { length: kernel.layout.stateBytes / 4 },
          (_, i) => toWords(states[id] as bigint)[i & 1] as number,
        )
      for (let id = kernel.size; id < maxStates; id++) {
        expect(kernel.insert(rowOf(id), parents[id] as number)).toBe(id)
      }
      // More than once: a refused state must not count as seen.
      expect([kernel.insert(rowOf(maxStates), 0), kernel.insert(rowOf(maxStates), 0)]).toEqual([FULL, FULL])
      for (let id = 0; id < maxStates; id++) expect(kernel.insert(rowOf(id), 0)).toBe(KNOWN)
      expect(kernel.size).toBe(maxStates)
    }
    const kernel = explored(4, { ...options, maxStates: total })
    expect([kernel.isFull, kernel.size]).toEqual([false, total])
  })
})

describe('the table', () => {
  it.each([...shapes, ...paged])('keeps all states through every growth (states of $title)', ({ options }) => {
    const count = 100_000
    // Little more than it takes, so that growth is first fast, then sparing.
    const memoryBytes = count * (commitKernel(1, options).layout.stateBytes + 4 + 10)
    const kernel = commitKernel(1, { ...options, memoryBytes, firstSlots: 8 })
    let random = 1
    const states = Array.from({ length: count }, (_, i) => {
      random = Math.imul(random, 1_664_525) + 1_013_904_223
      return Uint32Array.of(i % 3 === 0 ? i : random, i)
    })
    for (const [i, state] of states.entries()) {
      if (kernel.insert(state, NO_PARENT) !== i) throw new Error(`state ${i} is not new`)
      // All of them, whenever the table may just have grown.
      if ((i & (i + 1)) === 0 || i % 9973 === 0) {
        for (const earlier of states.slice(0, i + 1)) {
          if (kernel.insert(earlier, NO_PARENT) !== KNOWN) throw new Error(`a state is lost after ${i}`)
        }
      }
    }
    expect(kernel.size).toBe(states.length)
    expect(kernel.bytes / count).toBeLessThan(kernel.layout.stateBytes + 4 + 13.4)
  })

  it.each([64, 128, 192])('knows no state of %i bits beforehand, whatever its bits', bits => {
    const words = bits / 32
    const all = (1n << BigInt(bits)) - 1n
    // Among them those that fill the filter at first, and one whose hash is zero.
    const states = [0n, 1n, 0xa43f6a8885a308d3n, all, all - 1n, all - 2n, all - 0xffff_ffff_ffff_ffffn]
    for (const first of states) {
      const kernel = commitKernel(1, { bits, padding: 0 })
      expect(kernel.insert(toWords(first, words), NO_PARENT)).toBe(0)
      expect(kernel.insert(toWords(first, words), NO_PARENT)).toBe(KNOWN)
      expect(kernel.insert(toWords(first ^ 4n, words), NO_PARENT)).toBe(1)
    }
  })
})

describe('memory', () => {
  it('may be too small for any state', () => {
    const kernel = commitKernel(2, { memoryBytes: 0 })
    expect(kernel.insert(Uint32Array.of(0), NO_PARENT)).toBe(FULL)
    expect(kernel.size).toBe(0)
  })

  it.each([500, 5000, 50_000, 700_000])('of %i bytes is kept to, and mostly used', memoryBytes => {
    for (const { options } of shapes) {
      const kernel = explored(6, { ...options, memoryBytes })
      expect(kernel.isFull).toBe(true)
      expect(kernel.bytes).toBeLessThanOrEqual(memoryBytes)
      const rows = kernel.layout.capacity * (kernel.layout.stateBytes + 4)
      expect(rows + 8 * kernel.layout.maxSlots).toBeGreaterThan(memoryBytes * 0.6)
    }
  })
})

describe('lists', () => {
  it('hold the states that have a wanted flag, run by run, in order of id', () => {
    const masks = [SOME_COMMITTED, SOME_ABORTED, 4, SOME_COMMITTED | SOME_ABORTED]
    for (const [i, mask] of masks.entries()) {
      // The last one has levels with more matches than the list holds.
      const n = i < masks.length - 1 ? 4 : 8
      const kernel = commitKernel(n)
      kernel.insert(Uint32Array.of(0), NO_PARENT)
      kernel.inspectMask = mask
      const matching: number[] = []
      for (let next = 0; next < kernel.size; ) {
        const end = kernel.size
        while (next < end) {
          next = kernel.run(next, end)
          expect(kernel.matching.byteLength).toBeLessThanOrEqual(kernel.layout.matching.bytes)
          matching.push(...kernel.matching)
        }
      }
      expect(kernel.size).toBe(4 ** n + 6 ** n + 2 ** n)
      const expected: number[] = []
      const words = new Uint32Array(2)
      for (let id = 0; id < kernel.size; id++) {
        kernel.read(id, words)
        const managers = Array.from({ length: n }, (_, i) => ((words[0] as number) >>> (2 * i)) & 3)
        const flags = (managers.includes(2) ? SOME_COMMITTED : 0) | (managers.includes(3) ? SOME_ABORTED : 0)
        if ((flags & mask) !== 0) expected.push(id)
      }
      // Not by toEqual, which takes seconds for a million numbers.
      expect(matching.join() === expected.join()).toBe(true)
    }
  })

  it('hold the states without a step', () => {
    const kernel = commitKernel(2, {
      // Only the initial state, which is zero, has steps.
      extra: state => ifElse(i64.ne(i64.load(get(state)), i64.const(0n)), ret()),
    })
    kernel.insert(Uint32Array.of(0), NO_PARENT)
    const ends: number[] = []
    for (let next = 0; next < kernel.size; ) {
      next = kernel.run(next, kernel.size)
      ends.push(...kernel.ends)
    }
    expect(ends).toEqual(Array.from({ length: kernel.size - 1 }, (_, i) => i + 1))
    expect(ends).not.toHaveLength(0)
  })

  it('end a run early rather than overflow', () => {
    const count = 200_000
    const all = Array.from({ length: count }, (_, i) => i)
    for (const attention of [0, 1]) {
      const kernel = commitKernel(1, { extra: (_, k) => [globalSet(k.globals.attention, i32.const(attention)), ret()] })
      for (const i of all) kernel.insert(Uint32Array.of(i), NO_PARENT)
      const [ends, attentive]: number[][] = [[], []]
      let runs = 0
      for (let next = 0; next < count; runs++) {
        next = kernel.run(next, count)
        expect(kernel.ends.byteLength).toBeLessThanOrEqual(kernel.layout.ends.bytes)
        expect(kernel.attentive.byteLength).toBeLessThanOrEqual(kernel.layout.attention.bytes)
        ends?.push(...kernel.ends)
        attentive?.push(...kernel.attentive)
      }
      expect(runs).toBe(4)
      expect(attention === 0 ? ends : attentive).toEqual(all)
      expect(attention === 0 ? attentive : ends).toEqual([])
    }
  })

  it('leave out flags that are not in the mask', () => {
    const kernel = commitKernel(1, { extra: (_, k) => [globalSet(k.globals.attention, i32.const(2)), ret()] })
    kernel.insert(Uint32Array.of(0), NO_PARENT)
    const lengths = (mask: number) => {
      kernel.attentionMask = mask
      kernel.run(0, 1)
      return [kernel.attentive.length, kernel.ends.length]
    }
    expect([lengths(2), lengths(1), lengths(3)]).toEqual([
      [1, 0],
      [0, 0],
      [1, 0],
    ])
  })
})

it('a state with more successors than announced is an error, not a wrong answer', () => {
  const kernel = commitKernel(6, { maxSuccessors: 1 })
  kernel.insert(Uint32Array.of(0), NO_PARENT)
  expect(() => runAll(kernel)).toThrow(/unreachable/)
})

it('a run does not depend on how it is cut', () => {
  const [whole, cut] = [7, 8192].map(step => {
    const kernel = commitKernel(5)
    kernel.insert(Uint32Array.of(0), NO_PARENT)
    return foundBy(kernel, runAll(kernel, step))
  })
  expect(cut).toEqual(whole)
})

it('packs two-phase commit into one word', () => {
  expect(commitKernel(9).layout.stateBytes).toBe(8)
  expect(commitBits(9)).toBe(40)
})
