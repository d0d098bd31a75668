/**
 * Several threads against the plain search of `commitReference.fixture.ts`: the same states, levels and counts, whatever
 * the threads do. Tables are small at first, so that they grow while threads work, and threads share all of it.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { get, i64, ifElse, unreachable } from '../../../codegen/wasm/instructions.ts'
import { NO_PARENT } from '../store.ts'
import { COMMIT_ACTIONS, type CommitOptions, commitKernel, SOME_ABORTED, SOME_COMMITTED } from './commit.fixture.ts'
import { referenceSearch } from './commitReference.fixture.ts'
import type { FlagSink, Kernel } from './kernel.ts'

const open: Kernel[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(kernel => kernel.close()))
})

/** Set VON_MANAGERS for more than some thousand states. */
const MANAGERS = Number(process.env.VON_MANAGERS ?? 5)

const ignored: FlagSink = { seeState() {}, seeSteps() {}, seeEnd() {} }

function start(n: number, workers: number, options: CommitOptions = {}): Kernel {
  const kernel = commitKernel(n, { firstSlots: 64, sharedSlots: 1, ...options, threads: workers + 1 })
  open.push(kernel)
  kernel.insert(Uint32Array.of(0, 0), NO_PARENT)
  return kernel
}

/** Expands level by level, by turns together and alone as `isShared` says. @returns the first id of every level */
async function explore(kernel: Kernel, isShared: (level: number) => boolean = () => true): Promise<number[]> {
  const starts = [0]
  for (let from = 0; from < kernel.size; from = starts.at(-1) as number) {
    const to = kernel.size
    if (isShared(starts.length)) {
      const { rest } = await kernel.runTogether({ from, to }, ignored, undefined)
      expect(rest).toEqual([])
    } else {
      for (let next = from; next < to; ) next = kernel.run(next, to)
    }
    starts.push(to)
  }
  return starts
}

function stateOf(kernel: Kernel, id: number): bigint {
  const words = new Uint32Array(kernel.layout.stateBytes / 4)
  kernel.read(id, words)
  const pairs = Array.from({ length: words.length / 2 }, (_, i) => words.slice(2 * i, 2 * i + 2).join())
  // Every word of the fixture's states is the same.
  expect(new Set(pairs).size).toBe(1)
  return BigInt(words[0] as number) | (BigInt(words[1] as number) << 32n)
}

/** The states of each level, and the level of each state. */
function levelsOf(states: readonly bigint[], parents: readonly number[]): Map<bigint, number> {
  const depths: number[] = []
  for (const [id, parent] of parents.entries()) depths[id] = parent < 0 ? 0 : (depths[parent] as number) + 1
  return new Map(states.map((state, id) => [state, depths[id] as number]))
}

const perAction = <T>(of: (action: number) => T) => Array.from({ length: COMMIT_ACTIONS }, (_, i) => of(i))
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

/** All that must not depend on how many threads there are, and that no id is missing. */
function expectComplete(kernel: Kernel, n: number): void {
  const reference = referenceSearch(n)
  const states = Array.from({ length: kernel.size }, (_, id) => stateOf(kernel, id))
  const parents = states.map((_, id) => kernel.parentOf(id) | 0)
  const [found, expected] = [levelsOf(states, parents), levelsOf(reference.states, reference.parents)]
  expect([found.size, states.length]).toEqual([expected.size, expected.size])
  for (const [state, level] of expected) {
    if (found.get(state) !== level) throw new Error(`${state} is at depth ${found.get(state)} instead of ${level}`)
  }
  expect(kernel.generated).toBe(reference.generated)
  expect(perAction(i => kernel.count(i))).toEqual(reference.fired)
  expect(sum(perAction(i => kernel.freshOf(i)))).toBe(kernel.size - 1)
}

const shapes = [
  { title: 'one word, known by its hash', options: {} },
  { title: 'one word of 64 bits, compared', options: { bits: 64 } },
  { title: 'three words', options: { padding: 2 } },
  { title: 'one word, in a memory of their own', options: { isWide: true } },
  { title: 'three words, in a memory of their own', options: { isWide: true, padding: 2 } },
]

describe.each(shapes)('states of $title', ({ options }) => {
  it.each([1, 2, 4])('are found by %i workers as by plain search, while the table grows', async workers => {
    const kernel = start(MANAGERS, workers, options)
    await explore(kernel)
    expectComplete(kernel, MANAGERS)
  })

  it('are found when levels are expanded together and alone by turns', async () => {
    const kernel = start(5, 2, options)
    await explore(kernel, level => level % 2 === 0)
    expectComplete(kernel, 5)
  })

  it('keep their parents at the level before', async () => {
    const kernel = start(5, 3, options)
    const starts = await explore(kernel)
    for (let level = 1; level < starts.length; level++) {
      const [before, from, to] = [
        starts[level - 1] as number,
        starts[level] as number,
        starts[level + 1] ?? kernel.size,
      ]
      for (let id = from; id < to; id++) {
        expect(kernel.parentOf(id)).toBeGreaterThanOrEqual(before)
        expect(kernel.parentOf(id)).toBeLessThan(from)
      }
    }
  })

  it('fill the memory to the last row, together as far as there is room for all', async () => {
    const maxStates = 20_000
    const kernel = start(6, 2, { ...options, maxStates })
    let expanded = 0
    let rest: readonly { from: number; to: number }[] = []
    while (rest.length === 0) {
      const level = { from: expanded, to: kernel.size }
      rest = (await kernel.runTogether(level, ignored, undefined)).rest
      expanded = level.to
    }
    expect(kernel.size).toBeLessThanOrEqual(maxStates)
    expect(maxStates - kernel.size).toBeLessThan(2 * kernel.layout.entries)
    const left = sum(rest.map(({ from, to }) => to - from))
    for (const { from, to } of rest) {
      let next = from
      while (next < to && !kernel.isFull) next = kernel.run(next, to)
      if (kernel.isFull) break
    }
    expect(kernel.isFull).toBe(true)
    expect(left).toBeGreaterThan(0)
    const states = new Set(Array.from({ length: kernel.size }, (_, id) => stateOf(kernel, id)))
    expect(states.size).toBe(kernel.size)
  })
})

it('the lists hold every flagged state, under the id that it has in the end', async () => {
  const mask = SOME_COMMITTED | SOME_ABORTED
  const kernel = start(5, 3)
  kernel.inspectMask = mask
  const flags = new Map<number, number>()
  while (kernel.size < 4 ** 5 + 6 ** 5 + 2 ** 5) {
    const seen: [number, number][] = []
    const from = flags.get(-1) ?? 0
    const to = kernel.size
    flags.set(-1, to)
    const sink = { ...ignored, seeState: (id: number, bits: number) => void seen.push([id, bits]) }
    const { moved } = await kernel.runTogether({ from, to }, sink, undefined)
    for (const [id, bits] of seen) flags.set(moved.get(id) ?? id, bits)
  }
  flags.delete(-1)
  let flagged = 0
  for (let id = 0; id < kernel.size; id++) {
    const state = Number(stateOf(kernel, id) & 0x3ffn)
    const managers = Array.from({ length: 5 }, (_, i) => (state >>> (2 * i)) & 3)
    const bits = (managers.includes(2) ? SOME_COMMITTED : 0) | (managers.includes(3) ? SOME_ABORTED : 0)
    if (bits !== 0) flagged++
    if ((flags.get(id) ?? 0) !== bits) throw new Error(`state ${id} has flags ${bits}, not ${flags.get(id)}`)
  }
  expect(flags.size).toBe(flagged)
})

it('stops on a signal, and leaves exactly what it has not expanded', async () => {
  const kernel = start(6, 2)
  const controller = new AbortController()
  let expanded = 0
  let rest: readonly { from: number; to: number }[] = []
  for (let level = 0; rest.length === 0; level++) {
    if (level === 12) setImmediate(() => controller.abort())
    const range = { from: expanded, to: kernel.size }
    rest = (await kernel.runTogether(range, ignored, level < 12 ? undefined : controller.signal)).rest
    expanded = range.to
  }
  // Going on alone with the rest of the level completes it.
  for (const { from, to } of rest) for (let next = from; next < to; ) next = kernel.run(next, to)
  for (let from = expanded; from < kernel.size; ) {
    const to = kernel.size
    for (let next = from; next < to; ) next = kernel.run(next, to)
    from = to
  }
  expectComplete(kernel, 6)
})

it('a thread that fails is an error, not a wrong answer', async () => {
  const kernel = start(4, 2, { extra: state => ifElse(i64.ne(i64.load(get(state)), i64.const(0n)), unreachable()) })
  await kernel.runTogether({ from: 0, to: 1 }, ignored, undefined)
  const level = { from: 1, to: kernel.size }
  await expect(kernel.runTogether(level, ignored, undefined)).rejects.toThrow('unreachable')
  // It stays one.
  await expect(kernel.runTogether(level, ignored, undefined)).rejects.toThrow('unreachable')
})
