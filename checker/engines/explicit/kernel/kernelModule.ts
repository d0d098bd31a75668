/**
 * The kernel's WebAssembly module. In: a layout and generated code for successors and inspection. Out: its bytes, for
 * `kernel.ts`. The generated code is made between the two steps, since it uses the globals of this module.
 */
import type { FunctionRef, GlobalRef } from '../../../codegen/wasm/instructions.ts'
import { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import { defineRun } from './expand.ts'
import { defineClearFilter } from './filter.ts'
import { defineFlush } from './flush.ts'
import { addGlobals, type ExpansionGlobals, type KernelGlobals } from './globals.ts'
import { defineGrow } from './grow.ts'
import type { Layout } from './layout.ts'
import { defineErase } from './table.ts'

/** The generated part. */
export interface GeneratedCode {
  /**
   * `(stateAddress: i32)`, no result: appends the successors of a state to the buffer, as the globals say; reads and
   * writes its own counters. It appends at most `maxSuccessors`, and never the state itself.
   */
  readonly successors: FunctionRef
  /** `(stateAddress: i32) -> i32`: flags of a new state, for the inspect mask */
  readonly inspect: FunctionRef
}

export class KernelModule {
  /** where the generated code is declared and defined */
  readonly builder = new ModuleBuilder()
  readonly layout: Layout
  private readonly allGlobals: KernelGlobals

  constructor(layout: Layout) {
    this.layout = layout
    this.allGlobals = addGlobals(this.builder, layout.firstSlots)
    this.builder.importMemory('kernel', 'memory', { initialPages: layout.pages, maximumPages: layout.pages })
  }

  get globals(): ExpansionGlobals {
    return this.allGlobals
  }

  /** Adds the kernel to the generated code. Is called once. */
  complete({ successors, inspect }: GeneratedCode): Uint8Array<ArrayBuffer> {
    const { builder, layout, allGlobals: globals } = this
    const grow = defineGrow(builder, layout, globals)
    const erase = defineErase(builder, layout, globals)
    const clearFilter = defineClearFilter(builder, layout)
    const flush = defineFlush(builder, layout, globals, inspect, grow)
    const run = defineRun(builder, layout, globals, { successors, flush, erase, clearFilter })
    for (const f of [clearFilter, flush, run]) builder.export(f.name, f)
    for (const [name, global] of Object.entries(globals)) builder.export(name, global as GlobalRef)
    return builder.toBytes()
  }
}
