/**
 * WebAssembly that replaces a state by the representative of all states that are alike. In: the stages of `stages.ts`.
 * Out: a function over a state in memory.
 *
 * Where sorting decides everything the state never leaves the locals of one function. Otherwise it is kept in global
 * variables while arrangements of names are tried: each stage sorts, and calls the next for every order of names with
 * equal keys; the last one keeps the least state seen.
 */

import { readField, writeFields } from '../bitFields.ts'
import { leaves } from '../cells.ts'
import type { PackedCell } from '../packing.ts'
import { TermCode } from '../termCode.ts'
import type { Code } from '../wasm/bytes.ts'
import {
  call,
  type FunctionRef,
  type GlobalRef,
  get,
  globalGet,
  globalSet,
  i32,
  i64,
  ifElse,
  type Local,
  set,
} from '../wasm/instructions.ts'
import type { ModuleBuilder } from '../wasm/module.ts'
import { exchanged, type StateTerms } from './cellAction.ts'
import { areEqual, fieldsOfSlices, gatherAll, isBelow, sortSlices } from './sortSlices.ts'
import type { Stage } from './stages.ts'

/** What is known of a model's states for finding representatives. */
export interface Symmetry {
  readonly state: StateTerms
  readonly cells: readonly PackedCell[]
  /** bits of an encoded state */
  readonly bits: number
  readonly stages: readonly Stage[]
}

/** Defines `canonicalise(stateAddress: i32)`, which writes over the state. */
export function defineCanonicalise(module: ModuleBuilder, symmetry: Symmetry): FunctionRef {
  return new Canonicaliser(module, symmetry).canonicalise()
}

const CANONICALISE = 'canonicalise'

class Canonicaliser {
  private readonly module: ModuleBuilder
  private readonly symmetry: Symmetry
  private readonly wordCount: number
  /** the arrangement that is tried, and the least one so far */
  private readonly tried: readonly GlobalRef[]
  private readonly least: readonly GlobalRef[]

  constructor(module: ModuleBuilder, symmetry: Symmetry) {
    this.module = module
    this.symmetry = symmetry
    this.wordCount = Math.max(1, Math.ceil(symmetry.bits / 64))
    const isTrying = symmetry.stages.some(stage => stage.triesTies)
    const globals = () => Array.from({ length: isTrying ? this.wordCount : 0 }, () => module.global('i64', 0n))
    this.tried = globals()
    this.least = globals()
  }

  canonicalise(): FunctionRef {
    return this.tried.length === 0 ? this.bySorting() : this.byTrying()
  }

  private bySorting(): FunctionRef {
    const fn = this.module.declare(CANONICALISE, ['i32'], [])
    const [state] = fn.params as [Local]
    const words = this.wordsIn(fn)
    this.module.define(fn, [
      words.map((word, k) => set(word, i64.load(get(state), k * 8))),
      this.symmetry.stages.map(stage => sortSlices(fn, words, this.fieldsOf(stage))),
      words.map((word, k) => i64.store(get(state), get(word), k * 8)),
    ])
    return fn
  }

  private byTrying(): FunctionRef {
    const first = this.symmetry.stages.reduceRight((next, stage) => this.stage(stage, next), this.keepLeast())
    const fn = this.module.declare(CANONICALISE, ['i32'], [])
    const [state] = fn.params as [Local]
    this.module.define(fn, [
      this.tried.map((word, k) => globalSet(word, i64.load(get(state), k * 8))),
      // no state is above this one
      this.least.map(word => globalSet(word, i64.const(-1n))),
      call(first),
      this.least.map((word, k) => i64.store(get(state), globalGet(word), k * 8)),
    ])
    return fn
  }

  /** Compares an arrangement with the least one. */
  private keepLeast(): FunctionRef {
    const fn = this.module.declare('keepLeast', [], [])
    this.module.define(
      fn,
      ifElse(
        isBelow(this.tried.map(globalGet), this.least.map(globalGet)),
        this.least.map((word, k) => globalSet(word, globalGet(this.tried[k] as GlobalRef))),
      ),
    )
    return fn
  }

  private stage(stage: Stage, next: FunctionRef): FunctionRef {
    return stage.triesTies ? this.tryTies(stage, next) : this.sort(stage, next)
  }
  private sort(stage: Stage, next: FunctionRef): FunctionRef {
    const fn = this.module.declare(`sort ${stage.type.values[0]}`, [], [])
    const { words, load } = this.loaded(fn)
    this.module.define(fn, [load, sortSlices(fn, words, this.fieldsOf(stage)), this.stored(words), call(next)])
    return fn
  }

  /**
   * Sorts the names by their keys, then calls `next` for every order of names with equal keys. `place(k)` has settled the
   * names before position k, puts each name that can be there at k, and leaves the keys as it found them.
   */
  private tryTies(stage: Stage, next: FunctionRef): FunctionRef {
    const { type, keys } = stage
    const count = type.values.length
    const fields = fieldsOfSlices(this.symmetry.cells, keys)
    const swaps = new Map<string, FunctionRef>()
    const swap = (a: number, b: number): FunctionRef => {
      const key = `${a},${b}`
      const known = swaps.get(key) ?? this.swap(stage, a, b)
      swaps.set(key, known)
      return known
    }
    const place = (position: number, after: FunctionRef): FunctionRef => {
      const fn = this.module.declare(`place ${type.values[position]}`, [], [])
      const { words, load } = this.loaded(fn)
      const gathered = gatherAll(fn, words, fields)
      const others = Array.from({ length: count - 1 - position }, (_, i) => position + 1 + i)
      const keysAt = (i: number) => gathered.keys[i] as Local[]
      this.module.define(fn, [
        load,
        gathered.load,
        call(after),
        others.map(other =>
          ifElse(areEqual(keysAt(position), keysAt(other)), [
            call(swap(position, other)),
            call(after),
            call(swap(position, other)),
          ]),
        ),
      ])
      return fn
    }
    let placing = next
    for (let position = count - 2; position >= 0; position--) placing = place(position, placing)
    if (fields[0]?.length === 0) return placing

    const fn = this.module.declare(`order ${type.values[0]}`, [], [])
    const compare = this.module.declare(`compare ${type.values[0]}`, ['i32'], [])
    this.module.define(compare, this.exchangeNeighbours(compare, fields, swap))
    // Insertion would be less work, but few names are out of order: successors of a sorted state differ by one or two.
    const rounds = Array.from({ length: count - 1 }, (_, i) => call(compare, i32.const(count - 1 - i)))
    this.module.define(fn, [rounds, call(placing)])
    return fn
  }
  /** One round of bubble sort: `compare(n)` exchanges neighbours among the first n + 1 names. */
  private exchangeNeighbours(
    fn: FunctionRef,
    fields: ReturnType<typeof fieldsOfSlices>,
    swap: (a: number, b: number) => FunctionRef,
  ): Code {
    const [last] = fn.params as [Local]
    const { words, load } = this.loaded(fn)
    return Array.from({ length: fields.length - 1 }, (_, a) => {
      const { load: gather, keys } = gatherAll(fn, words, fields.slice(a, a + 2))
      const [left, right] = keys as [Local[], Local[]]
      return [
        load,
        gather,
        ifElse(i32.and(i32.ltU(i32.const(a), get(last)), isBelow(right.map(get), left.map(get))), call(swap(a, a + 1))),
      ]
    })
  }

  /** Names `a` and `b` change places in the arrangement that is tried. */
  private swap({ type }: Stage, a: number, b: number): FunctionRef {
    const { state, cells } = this.symmetry
    const current = state.trees.flatMap(leaves)
    const changed = exchanged(state, type, a, b).flatMap((term, i) => (term === current[i] ? [] : [{ term, i }]))
    const terms = changed.map(c => c.term)
    const fn = this.module.declare(`swap ${type.values[a]} ${type.values[b]}`, [], [])
    const { words, load } = this.loaded(fn)
    const result = this.wordsIn(fn)
    const fields = changed.map(c => cells[c.i] as PackedCell)
    // cells that only change places are moved as they are; others are computed
    const code = new TermCode(fn, words, cells, terms)
    const { before, values } = code.values(terms.filter(t => t.operator !== 'cell'))
    const computed = values.values()
    const ranks = changed.map(({ term, i }): Code => {
      if (term.operator === 'cell') return readField(words, cells[term.value] as PackedCell)
      const { low } = cells[i] as PackedCell
      const value = computed.next().value as Code
      return i64.extendU(low === 0 ? value : i32.sub(value, i32.const(low)))
    })
    this.module.define(fn, [load, before, writeFields(result, words, fields, ranks), this.stored(result)])
    return fn
  }

  private fieldsOf(stage: Stage) {
    return fieldsOfSlices(this.symmetry.cells, stage.keys)
  }
  private wordsIn(fn: FunctionRef): Local[] {
    return Array.from({ length: this.wordCount }, () => fn.local('i64'))
  }
  private loaded(fn: FunctionRef): { words: Local[]; load: Code } {
    const words = this.wordsIn(fn)
    return { words, load: words.map((word, k) => set(word, globalGet(this.tried[k] as GlobalRef))) }
  }
  private stored(words: readonly Local[]): Code {
    return words.map((word, k) => globalSet(this.tried[k] as GlobalRef, get(word)))
  }
}
