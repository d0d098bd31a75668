/**
 * The kernel's WebAssembly module. In: a layout and generated code for successors and inspection. Out: its bytes, for
 * `kernel.ts`. The generated code is made between the two steps, since it uses the globals of this module.
 */
import type { Code } from '../../../codegen/wasm/bytes.ts'
import type { FunctionRef } from '../../../codegen/wasm/instructions.ts'
import { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import { defineRun } from './expand.ts'
import { defineClearFilter } from './filter.ts'
import { defineFlush } from './flush.ts'
import { addGlobals, type ExpansionGlobals, type KernelGlobals } from './globals.ts'
import { defineGrow, defineMakeRoom, defineSlotsFor } from './grow.ts'
import { own } from './idioms.ts'
import type { Layout } from './layout.ts'
import { defineSharedFlush } from './sharedFlush.ts'
import { defineSpread } from './spread.ts'
import { defineErase, defineMove } from './table.ts'
import { defineWork } from './work.ts'

/** The generated part. */
export interface GeneratedCode {
  /**
   * `(stateAddress: i32)`, no result: appends the successors of a state to the buffer, as the globals say; reads and
   * writes its own counters. It appends at most `maxSuccessors`, and never the state itself.
   */
  readonly successors: FunctionRef
  /** `(stateAddress: i32) -> i32`: flags of a new state, for the inspect mask */
  readonly inspect: FunctionRef
  /** `(stateAddress: i32)`, no result: puts the representative of all states that are alike in the place of one */
  readonly canonicalise?: FunctionRef
}

export class KernelModule {
  /** where the generated code is declared and defined */
  readonly builder = new ModuleBuilder()
  readonly layout: Layout
  private readonly allGlobals: KernelGlobals

  constructor(layout: Layout) {
    this.layout = layout
    this.allGlobals = addGlobals(this.builder, layout)
    const [pages, shared] = [layout.pages, layout.threads > 1]
    this.builder.importMemory('kernel', 'memory', { initialPages: pages, maximumPages: pages, shared })
    const { isWide, statePages } = layout
    const states = { initialPages: statePages, maximumPages: statePages, shared, isWide }
    if (isWide) this.builder.importMemory('kernel', 'states', states)
  }

  get globals(): ExpansionGlobals {
    return this.allGlobals
  }
  /** The address of the generated code's counters. */
  get counters(): Code {
    return own(this.allGlobals, this.layout.counters)
  }

  /** Adds the kernel to the generated code. Is called once. */
  complete({ successors, inspect, canonicalise }: GeneratedCode): Uint8Array<ArrayBuffer> {
    const { builder, layout, allGlobals: globals } = this
    const slotsFor = defineSlotsFor(builder, layout, globals)
    const grow = defineGrow(builder, layout, globals)
    const makeRoom = defineMakeRoom(builder, layout, globals, { slotsFor, grow })
    const erase = defineErase(builder, layout, globals)
    const clearFilter = defineClearFilter(builder, layout, globals)
    const flush = defineFlush(builder, layout, globals, inspect, makeRoom, canonicalise)
    const run = defineRun(builder, layout, globals, { successors, flush, erase, clearFilter })
    const generated = { successors, inspect, ...(canonicalise && { canonicalise }) }
    const forMany = layout.threads > 1 ? [slotsFor, grow, ...this.forManyThreads(generated)] : []
    for (const f of [clearFilter, flush, run, makeRoom, ...forMany]) builder.export(f.name, f)
    const { base: _, pager: __, ...variables } = globals
    for (const [name, global] of Object.entries(variables)) builder.export(name, global)
    return builder.toBytes()
  }
  private forManyThreads({ successors, inspect, canonicalise }: GeneratedCode): FunctionRef[] {
    const { builder, layout, allGlobals: globals } = this
    const sharedFlush = defineSharedFlush(builder, layout, globals, inspect, canonicalise)
    const work = defineWork(builder, layout, globals, { successors, sharedFlush })
    return [work, defineSpread(builder, layout, globals), defineMove(builder, layout, globals)]
  }
}
