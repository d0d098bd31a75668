/**
 * Where everything lies in the kernel's memory. In: the sizes of a model and a memory limit. Out: one region for each
 * purpose, with constant addresses. Nothing ever moves: room is reserved for the largest table and arena that the limit
 * allows, and the machine provides pages when they are first touched.
 */

import { CONTROL_WORDS, type ControlWord, control } from './control.ts'

/** Successors that are gathered before they are looked up. */
export const BATCH = 512
/** States that are expanded in one batch. */
export const PARENTS = 512
/** Ids that a list holds, at least. */
export const LIST_ENTRIES = 1 << 16
/** Of a candidate: u64 hash, u32 address of an entry, u32 of the sieve. */
export const CANDIDATE_BYTES = 16
export const ENTRY_OFFSET = 8
export const NAMED_OFFSET = 12
/** Bytes of the filter at most, so that it stays in a near cache. */
const FILTER_BYTES = 1 << 18
const FILTER_ENTRIES = 1 << 13
/** Ids that a thread takes at a time, at most. */
export const ID_CHUNK = 64
const FIRST_SLOTS = 1 << 16
/** Slots that threads move together, at least: fewer take less time than to wake them. */
const SHARED_SLOTS = 1 << 17
/** Slots behind the last place. At 7/8, the states that run over the end of random hashes are more than these once in e^290. */
export const OVERFLOW_SLOTS = 1 << 10
/** What 32-bit addresses reach. */
export const ADDRESS_SPACE = 2 ** 32
/** What machines give to a memory with addresses of 64 bits. */
export const WIDE_ADDRESS_SPACE = 2 ** 34
const PAGE = 1 << 16
/** Of a page of rows, at most: large enough for a disk, and small enough to be read for one row. */
const PAGE_BYTES = 1 << 16
const LEAST_PAGE_BYTES = 1 << 10
const LEAST_FRAMES = 16
/** Ids of states are below it, plus one as well. */
const IDS = 2 ** 32 - 1
/** Regions start on a cache line; address zero stays unused. */
const LINE = 64

export interface Region {
  /** a multiple of 64 */
  readonly address: number
  readonly bytes: number
}

export interface KernelShape {
  /** bits of a packed state */
  readonly bits: number
  readonly actions: number
  /** successors that any one state can have; self-loops, which are not appended, do not count */
  readonly maxSuccessors: number
  /** bytes for the counters of the generated code */
  readonly counterBytes: number
  /** bytes that stored states may take: the arena, the parents and the table; not negative */
  readonly memoryBytes: number
  /** states that may be stored */
  readonly maxStates?: number
  /** threads that share the memory; one unless given */
  readonly threads?: number
  /** whether states of more than 64 bits are told apart by their hashes alone */
  readonly compact?: boolean
  /** whether states get a memory of their own, with addresses of 64 bits; not unless given */
  readonly isWide?: boolean
  /** bytes of `memoryBytes` for pages of rows, where only some of them are in memory; not with several threads */
  readonly windowBytes?: number
}

/** Rows lie in pages, of which some are in frames and the others in a file: see `rowPlace.ts`. */
export interface Paging {
  /** a page has 2^rowBits rows, and their parents behind them */
  readonly rowBits: number
  readonly pageBytes: number
  /** pages that are in memory at a time, in the region `arena` */
  readonly frames: number
  /** of these, pages of new rows that wait to be written, at most */
  readonly waiting: number
  /** two u32 for each page */
  readonly pageTable: Region
}

export interface Layout {
  readonly bits: number
  /** whether the table, the arena and the parents lie in a second memory, with addresses of 64 bits */
  readonly isWide: boolean
  /** whether a state is known by a hash that another may have too */
  readonly isCompacted: boolean
  /** bytes of a packed state: whole words of 64 bits */
  readonly stateBytes: number
  /** bytes of a successor: a state, u32 index of the action, u32 id of the parent */
  readonly entryBytes: number
  /** successors that the buffer holds */
  readonly entries: number
  /** states that the arena holds */
  readonly capacity: number
  /** of the table, to begin with and at most */
  readonly firstSlots: number
  readonly maxSlots: number
  /** of the table, that are worth to be moved by several threads */
  readonly sharedSlots: number
  /** a power of two */
  readonly filterEntries: number
  readonly threads: number
  /** from the regions of one thread to those of the next; addresses are those of the first */
  readonly ownBytes: number

  // What each thread has for itself:
  /** the generated code's own, zero at first */
  readonly counters: Region
  /** u32 for each action: new states that it led to; one more for states that came from outside */
  readonly fresh: Region
  /** a copy of `counters` and `fresh` */
  readonly saved: Region
  readonly buffer: Region
  /** the successors that the filter let pass */
  readonly candidates: Region
  /** states seen lately */
  readonly filter: Region
  /** lists of u32 ids */
  readonly matching: Region
  readonly attention: Region
  readonly ends: Region
  /** u32 for each id in `matching` and `attention`: the flags that put it there */
  readonly matchingFlags: Region
  readonly attentionFlags: Region
  /** u64, the steps of a thread so far */
  readonly steps: Region
  /** the state that is expanded, where its row is out of the reach of generated code */
  readonly current: Region

  // What all have in common:
  /** of the words of `control.ts`, each on a line of its own */
  readonly control: Region
  /** u64 slots */
  readonly table: Region
  /** states by id */
  readonly arena: Region
  /** u32 by id; empty where rows lie in pages */
  readonly parents: Region
  /** null where all rows are in memory */
  readonly paging: Paging | null
  /** of 64 KiB, of the memory with addresses of 32 bits, and of the other */
  readonly pages: number
  readonly statePages: number
}

/**
 * The layout for a model. A memory limit too small for any state gives a capacity of zero.
 * @throws RangeError when the parts that do not grow exceed 32-bit addresses
 */
export function layOut(shape: KernelShape): Layout {
  const { bits, actions, maxSuccessors, counterBytes, memoryBytes, maxStates, threads = 1, compact = false } = shape
  const { isWide = false, windowBytes } = shape
  const stateBytes = 8 * Math.max(1, Math.ceil(bits / 64))
  const entryBytes = stateBytes + 8
  const entries = BATCH - 1 + maxSuccessors
  const filterEntries = Math.min(FILTER_ENTRIES, 2 ** Math.floor(Math.log2(Math.max(1, FILTER_BYTES / stateBytes))))
  let end = LINE
  const region = (bytes: number): Region => {
    const address = end
    end = Math.ceil((address + bytes) / LINE) * LINE
    return { address, bytes }
  }

  const counters = region(counterBytes)
  const fresh = region(4 * (actions + 1))
  const saved = region(end - counters.address)
  const buffer = region(entries * entryBytes)
  const candidates = region(entries * CANDIDATE_BYTES)
  const filter = region(filterEntries * stateBytes)
  const matching = region(4 * (LIST_ENTRIES + entries))
  const attention = region(4 * LIST_ENTRIES)
  const ends = region(4 * LIST_ENTRIES)
  const matchingFlags = region(matching.bytes)
  const attentionFlags = region(attention.bytes)
  const steps = region(8)
  const current = region(stateBytes)
  const ownBytes = end - LINE
  end += ownBytes * (threads - 1)
  const control = region(CONTROL_WORDS * LINE)
  // Ids are handed out by the chunk.
  const spareRows = threads > 1 ? threads * ID_CHUNK : 0
  // One row too many, which the sieve reads where there is none, and what the rounding of three regions may take.
  const fixedBytes = 8 * OVERFLOW_SLOTS + stateBytes + spareRows * (stateBytes + 4) + 3 * LINE
  const window = windowBytes === undefined ? null : windowOf(windowBytes, stateBytes + 4, entries)
  // The frames stay in reach of generated code.
  const frames = region(window === null ? 0 : window.frames * window.pageBytes)
  const pageTableBytes = window === null ? 0 : 8 * (Math.ceil(Math.min(memoryBytes / 8, IDS) / 2 ** window.rowBits) + 1)
  const pageTable = region(pageTableBytes)
  const ownEnd = end
  if (isWide) end = LINE
  const reach = (isWide ? WIDE_ADDRESS_SPACE : ADDRESS_SPACE) - end - fixedBytes
  if (reach < 0) {
    throw new RangeError(`${maxSuccessors} successors of ${stateBytes} bytes exceed 32-bit addresses`)
  }
  const room = Math.min(Math.max(0, memoryBytes - frames.bytes - pageTable.bytes), reach)
  const statesMax = Math.min(maxStates ?? Number.POSITIVE_INFINITY, IDS - entries)
  const { capacity, maxSlots } = divide(room, window === null ? stateBytes + 4 : 0, statesMax)
  const table = region(8 * (maxSlots + OVERFLOW_SLOTS))
  const arena = window === null ? region((capacity + spareRows + 1) * stateBytes) : frames
  const parents = region(window === null ? 4 * (capacity + spareRows) : 0)

  return {
    bits,
    isWide,
    isCompacted: compact && bits > 64,
    stateBytes,
    entryBytes,
    entries,
    capacity,
    firstSlots: Math.min(FIRST_SLOTS, maxSlots),
    maxSlots,
    sharedSlots: SHARED_SLOTS,
    filterEntries,
    threads,
    ownBytes,
    counters,
    fresh,
    saved,
    buffer,
    candidates,
    filter,
    matching,
    attention,
    ends,
    matchingFlags,
    attentionFlags,
    steps,
    current,
    control,
    table,
    arena,
    parents,
    paging: window && { ...window, pageTable },
    pages: Math.ceil((isWide ? ownEnd : end) / PAGE),
    statePages: isWide ? Math.ceil(end / PAGE) : 0,
  }
}

/**
 * Pages for rows and their parents. There must be frames for all new rows of a batch, and two for pages that are read;
 * a fourth of them may wait to be written at once.
 */
function windowOf(windowBytes: number, rowBytes: number, entries: number): Omit<Paging, 'pageTable'> {
  const wanted = Math.min(PAGE_BYTES, Math.max(LEAST_PAGE_BYTES, windowBytes / LEAST_FRAMES))
  const rowBits = Math.max(1, Math.floor(Math.log2(wanted / rowBytes)))
  const pageBytes = 2 ** rowBits * rowBytes
  const needed = Math.ceil(entries / 2 ** rowBits) + 1
  const affordable = Math.floor(windowBytes / pageBytes)
  const waiting = Math.max(needed, Math.floor(affordable / 4))
  return { rowBits, pageBytes, waiting, frames: Math.max(waiting + 2, affordable) }
}

/** The address of a word of the region `control`. */
export const controlAddress = (layout: Layout, name: ControlWord): number =>
  layout.control.address + control[name] * LINE

/** Splits room between states and slots so that most states fit. A table may fill up to 7/8: beyond, probing gets long. */
function divide(room: number, rowBytes: number, maxStates: number): { capacity: number; maxSlots: number } {
  const slotsFor = (states: number) => Math.ceil((states * 8) / 7)
  const about = Math.min(maxStates, Math.floor(room / (rowBytes + (8 * 8) / 7)))
  const isTooMuch = about * rowBytes + 8 * slotsFor(about) > room
  const capacity = isTooMuch ? about - 1 : about
  return { capacity, maxSlots: slotsFor(capacity) }
}
