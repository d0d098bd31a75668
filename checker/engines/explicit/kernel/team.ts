/**
 * Threads that expand a level together. In: the kernel's compiled module and its memory, which all share. Each thread
 * has regions of its own for what it gathers and counts; the table, the states and their parents are common.
 *
 * While the threads work, the main one only waits. It is woken when a thread has filled a list, which it reads at once;
 * when all have stopped, because the table must grow, which they then help with; and at the end of the level. In between
 * its event loop is free.
 *
 * Threads take ids by the chunk, and leave some of their last chunks unused. At the end of a level the states with the
 * highest ids move there: so ids are dense again, as if one thread had given them.
 */
import type { HostGlobal } from '../../../codegen/wasm/host.ts'
import type { ControlWord } from './control.ts'
import { controlAddress, ID_CHUNK, type Layout, OVERFLOW_SLOTS } from './layout.ts'
import { type SlotRange, stagesOf } from './spread.ts'
import type { Memories, Range, Reply, Thread, ThreadLists } from './thread.ts'
import { CROWDED, LISTS } from './work.ts'

/** The main thread's instance of the module, while all others are quiet. */
export interface Foreman {
  /** how many states are stored */
  readonly size: HostGlobal<number>
  readonly slots: HostGlobal<number>
  /** how many slots there have to be for so many new states; the present ones, if these suffice or there cannot be more */
  slotsFor(count: number): number
  /** grows the table alone; all but the first `unread` slots were dealt with */
  grow(slots: number, unread: number): void
  /** @returns how many states there may be after an attempt to make room for so many new ones */
  makeRoom(count: number): number
  /** gives the state of one id another */
  move(from: number, to: number): void
}

export interface LevelTask extends Range {
  readonly inspectMask: number
  readonly attentionMask: number
  /** reads the lists of a thread that has stopped */
  readonly readLists: (lists: ThreadLists) => void
  /** makes all stop; what they have taken and not expanded is part of the rest */
  readonly signal: AbortSignal | undefined
}

export interface LevelResult {
  /** states that were not expanded: because of the signal, or because there may be no room for what they lead to */
  readonly rest: readonly Range[]
  /** new states that were moved: their ids as they were on the lists, and as they are now */
  readonly moved: ReadonlyMap<number, number>
}

/** States that a thread takes at a time, at most; and how many parts there should be for each thread, so that all end together. */
const SEGMENT_STATES = 1024
const PARTS = 8

export class Team {
  private readonly layout: Layout
  private readonly foreman: Foreman
  private readonly words: Int32Array
  /** all slots */
  private readonly table: BigUint64Array
  private readonly threads: readonly Thread[]

  /** @param threads that have no instance yet */
  constructor(layout: Layout, module: object, memories: Memories, threads: readonly Thread[], foreman: Foreman) {
    this.layout = layout
    this.threads = threads
    this.foreman = foreman
    this.words = new Int32Array(memories.memory.buffer)
    const { address, bytes } = layout.table
    this.table = new BigUint64Array(memories.states.buffer, address, bytes / 8)
    for (const [i, thread] of threads.entries()) thread.link(module, { ...memories, base: (i + 1) * layout.ownBytes })
  }

  /**
   * Expands the states of a level, each once, in no particular order.
   * @throws Error when a thread ends unexpectedly; then some states may be expanded in part
   */
  async expand(task: LevelTask): Promise<LevelResult> {
    const { threads, foreman, layout } = this
    const { from, to, signal } = task
    const part = Math.ceil((to - from) / threads.length / PARTS)
    this.set({ next: from, end: to, nextId: foreman.size.value, reserved: foreman.size.value })
    this.set({ segment: Math.min(part, SEGMENT_STATES), idChunk: Math.min(part, ID_CHUNK) })
    const stop = () => this.set({ stop: 1 })
    signal?.addEventListener('abort', stop)
    try {
      let globals = { from: 0, to: 0, size: 0, idsEnd: 0 } as object
      let replies: Reply[] = []
      // What every thread can do at least, before it may find that there is no room.
      const batches = threads.length * layout.entries
      do {
        const limit = Math.min(await this.makeRoom(batches), layout.capacity)
        if (limit - foreman.size.value < batches) break
        this.set({ limit, stop: signal?.aborted === true ? 1 : 0 })
        const message = { ...globals, slots: foreman.slots.value }
        replies = await Promise.all(threads.map((_, i) => this.work(i, message, task)))
        foreman.size.value = this.word('reserved')
        globals = {}
      } while (replies.some(({ why }) => why === CROWDED) && signal?.aborted !== true)
      const rest = [...replies, { from: this.word('next'), to }].filter(range => range.from < range.to)
      return { rest, moved: this.closeGaps(replies) }
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  /** What has become of the level so far, about: states stored, and states that a thread has taken. */
  progress(): { readonly stored: number; readonly taken: number } {
    return { stored: this.word('nextId'), taken: Math.min(this.word('next'), this.word('end')) }
  }

  async stop(): Promise<void> {
    await Promise.all(this.threads.map(thread => thread.stop()))
  }

  /** @returns how many states there may be after an attempt to make room for so many new ones */
  private async makeRoom(count: number): Promise<number> {
    const { foreman } = this
    for (let slots = foreman.slotsFor(count); slots !== foreman.slots.value; slots = foreman.slotsFor(count))
      await this.grow(slots)
    return foreman.makeRoom(count)
  }
  private async grow(slots: number): Promise<void> {
    const { foreman, layout, table } = this
    let unread = foreman.slots.value + OVERFLOW_SLOTS
    for (const stage of stagesOf(table, foreman.slots.value, slots, layout.sharedSlots)) {
      await this.spread(stage, slots)
      unread = stage.from
    }
    foreman.grow(slots, unread)
  }
  /** Moves the states of a stage, an equal part by each thread. */
  private async spread({ from, to }: SlotRange, slots: number): Promise<void> {
    const { threads } = this
    const border = (i: number) => from + Math.floor(((to - from) * i) / threads.length)
    await Promise.all(threads.map((thread, i) => thread.run('spread', [border(i), border(i + 1), slots])))
  }

  /** Lets a thread work until there is a reason for all to stop. */
  private async work(index: number, globals: object, task: LevelTask): Promise<Reply> {
    const thread = this.threads[index] as Thread
    const { inspectMask, attentionMask, readLists } = task
    const masks = [inspectMask, attentionMask]
    let reply = await thread.run('work', masks, globals)
    for (;;) {
      readLists({ thread: index + 1, ...reply })
      if (reply.why !== LISTS) return reply
      reply = await thread.run('work', masks)
    }
  }

  /** Moves the states with the highest ids to the ids that were taken and not used. */
  private closeGaps(replies: readonly Reply[]): Map<number, number> {
    const size = this.foreman.size.value
    const unused = replies.flatMap(({ size: from, idsEnd }) =>
      Array.from({ length: idsEnd - from }, (_, i) => from + i),
    )
    const isUnused = new Set(unused)
    const targets = unused.filter(id => id < size)
    const moved = new Map<number, number>()
    for (let id = size, end = this.word('nextId'); id < end; id++) {
      if (isUnused.has(id)) continue
      const target = targets.pop() as number
      this.foreman.move(id, target)
      moved.set(id, target)
    }
    return moved
  }

  private word(name: ControlWord): number {
    return Atomics.load(this.words, controlAddress(this.layout, name) / 4) >>> 0
  }
  private set(values: Partial<Record<ControlWord, number>>): void {
    for (const [name, value] of Object.entries(values)) {
      Atomics.store(this.words, controlAddress(this.layout, name as ControlWord) / 4, value)
    }
  }
}
