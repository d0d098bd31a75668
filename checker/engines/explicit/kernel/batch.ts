/**
 * Code over the successors of a batch, of one function that stores them: which of them the filter lets pass, how they
 * are looked up, and what is noted about a new state.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import {
  call,
  type FunctionRef,
  get,
  globalGet,
  i32,
  i64,
  ifElse,
  type Local,
  set,
  tee,
} from '../../../codegen/wasm/instructions.ts'
import { exchange } from './filter.ts'
import type { KernelGlobals } from './globals.ts'
import { itemAddress, own, push, whileBelow } from './idioms.ts'
import { CANDIDATE_BYTES, ENTRY_OFFSET, type Layout } from './layout.ts'
import { RowPlace } from './rowPlace.ts'
import { sieve } from './sieve.ts'
import { rowSpaceOf, wordsAt } from './space.ts'
import { copyToRow, setHash } from './stateCode.ts'
import { Probe } from './table.ts'

export class Batch {
  readonly probe: Probe
  /** address of the successor at hand */
  readonly entry: Local
  private readonly candidate: Local
  private readonly end: Local
  private readonly at: Local
  private readonly place: RowPlace
  private readonly row: Local
  private readonly flags: Local
  private readonly flush: FunctionRef
  private readonly layout: Layout
  private readonly globals: KernelGlobals

  constructor(flush: FunctionRef, layout: Layout, globals: KernelGlobals) {
    this.flush = flush
    this.layout = layout
    this.globals = globals
    this.probe = new Probe(flush, layout, globals)
    this.entry = flush.local('i32')
    this.candidate = flush.local('i32')
    this.end = flush.local('i32')
    this.at = flush.local('i32')
    this.place = new RowPlace(flush, layout, globals)
    this.row = flush.local(this.place.type)
    this.flags = flush.local('i32')
  }

  /**
   * From the entries between the start of the buffer and `out`, makes the candidates.
   * @param canonicalise is called on each successor first, if only representatives are stored
   */
  gather(canonicalise: FunctionRef | undefined): Code {
    const { entry, end, at, probe, layout, globals } = this
    const { buffer, candidates, entryBytes } = layout
    const isFresh = i32.eqz(i64.eqz(exchange(at, probe.hash, entry, layout, globals)))
    return [
      set(entry, own(globals, buffer)),
      set(end, own(globals, candidates)),
      whileBelow(entry, globalGet(globals.out), entryBytes, [
        canonicalise === undefined ? [] : call(canonicalise, get(entry)),
        setHash(probe.hash, wordsAt(entry), layout),
        i64.store(get(end), get(probe.hash)),
        i32.store(get(end), get(entry), ENTRY_OFFSET),
        // Without a branch, which would be mispredicted: the next candidate writes over one that the filter dropped.
        set(end, i32.add(get(end), i32.mul(isFresh, i32.const(CANDIDATE_BYTES)))),
      ]),
    ]
  }
  /** The number of candidates. */
  count(): Code {
    return i32.divU(i32.sub(get(this.end), own(this.globals, this.layout.candidates)), i32.const(CANDIDATE_BYTES))
  }

  /**
   * Runs `lookUp` for each candidate that the sieve lets pass: with the hash in the probe, and the entry.
   * @param isShared whether other threads store states meanwhile
   */
  forEach(lookUp: Code, isShared: boolean): Code {
    const { entry, candidate, end, probe, layout, globals } = this
    return [
      probe.prepare(globalGet(globals.slots)),
      sieve(this.flush, layout, globals, probe, end, isShared),
      set(candidate, own(globals, layout.candidates)),
      whileBelow(candidate, get(end), CANDIDATE_BYTES, [
        set(probe.hash, i64.load(get(candidate))),
        set(entry, i32.load(get(candidate), ENTRY_OFFSET)),
        lookUp,
      ]),
    ]
  }

  /** Writes the state at hand, and its parent, to the row `id`. */
  copyTo(id: Local): Code {
    const { entry, place, row, layout } = this
    return [
      set(row, place.newRow(get(id))),
      copyToRow(layout, row, wordsAt(entry)),
      rowSpaceOf(layout).store32(place.parentOf(get(id)), i32.load(get(entry), layout.stateBytes + 4)),
    ]
  }
  /** Counts the state at hand, which is new, for its action; puts it on the list if it has a wanted flag. */
  note(id: Local, inspect: FunctionRef, inspectMask: Local): Code {
    const { entry, at, flags, layout, globals } = this
    const { fresh, matching, matchingFlags, stateBytes, threads } = layout
    const flagPlace = itemAddress(own(globals, matchingFlags), globalGet(globals.matching), 4)
    return [
      set(at, itemAddress(own(globals, fresh), i32.load(get(entry), stateBytes), 4)),
      i32.store(get(at), i32.add(i32.load(get(at)), i32.const(1))),
      ifElse(
        get(inspectMask),
        ifElse(tee(flags, i32.and(call(inspect, get(entry)), get(inspectMask))), [
          threads > 1 ? i32.store(flagPlace, get(flags)) : [],
          push(globals.matching, own(globals, matching), get(id)),
        ]),
      ),
    ]
  }
}
