/**
 * Generated code that expands one state at a time, whichever back end it is from. In: a program. Out: code as plain data,
 * which other threads can be sent, and from it an `Expander`. The exhaustive search has a loop of its own around the
 * same WebAssembly (`engines/explicit/kernel`).
 */
import { counterLayout, type Loops } from './counters.ts'
import { programText } from './javascript/programText.ts'
import { maxSuccessors, type Program } from './program.ts'
import { generate } from './successors.ts'
import { type HostGlobal, Instance, Memory, Module } from './wasm/host.ts'
import { i32 } from './wasm/instructions.ts'
import { ModuleBuilder } from './wasm/module.ts'

export type Backend = 'wasm' | 'javascript'

/** Sizes in words of 32 bits. */
export interface ExpanderShape {
  /** of a state: even */
  readonly stateWords: number
  readonly maxSuccessors: number
  readonly counters: number
}
export interface ExpanderCode extends ExpanderShape {
  /** WebAssembly, or the body of a JavaScript function */
  readonly code: object | string
}

/** What expands states. It begins with all counters at zero. */
export interface Expander extends ExpanderShape {
  /** the state to expand is put at offset 0, its successors are found from `firstEntry` on */
  readonly memory: Uint32Array
  readonly firstEntry: number
  /** a successor: the words of a state, the index of the action, the parent */
  readonly entryWords: number
  /** @param parent is stored with each successor @returns how many there are, in the interpreter's order */
  successors(parent: number): number
  /** @returns the signals of the state at this offset: bit i is about `Program.stateTopics[i]` */
  inspect(offset: number): number
  /** the signals of the last expansion: those of `Program.stepTopics`, SIGNAL_FAILURE, PRUNED, LOOPED */
  attention(): number
  /** steps back to the same state so far that were not appended */
  selfLoops(): number
  /** a counter of `counterLayout` */
  count(index: number): number
}

/**
 * Compiles. Cost: some milliseconds, and a second for the largest programs.
 * @throws EvalError, or WebAssembly's CompileError, where the machine does not allow generated code
 */
export function expanderCode(program: Program, backend: Backend, loops: Loops): ExpanderCode {
  const shape = {
    stateWords: 2 * Math.max(1, Math.ceil(program.bits / 64)),
    maxSuccessors: maxSuccessors(program),
    counters: counterLayout(program).count,
  }
  return { ...shape, code: backend === 'wasm' ? wasmModule(program, shape, loops) : programText(program, loops) }
}
export const expanderOf = (code: ExpanderCode): Expander =>
  typeof code.code === 'string' ? javascriptExpander(code, code.code) : wasmExpander(code, code.code)

const PAGE_WORDS = 2 ** 14

/** Offsets in words: the state, the counters (two words each, on an even offset), the entries. */
function layOut({ stateWords, maxSuccessors, counters }: ExpanderShape) {
  const firstEntry = stateWords + 2 * counters
  const entryWords = stateWords + 2
  return { firstCounter: stateWords, firstEntry, entryWords, words: firstEntry + maxSuccessors * entryWords }
}

function wasmModule(program: Program, shape: ExpanderShape, loops: Loops): object {
  const { firstCounter, words } = layOut(shape)
  const module = new ModuleBuilder()
  const pages = Math.ceil(words / PAGE_WORDS)
  module.importMemory('engine', 'memory', { initialPages: pages, maximumPages: pages })
  const globals = {
    out: module.global('i32', 0),
    parent: module.global('i32', 0),
    attention: module.global('i32', 0),
    selfLoops: module.global('i64', 0n),
  }
  const { successors, inspect } = generate(program, module, {
    ...globals,
    loops,
    counters: i32.const(firstCounter * 4),
  })
  for (const [name, global] of Object.entries(globals)) module.export(name, global)
  module.export('successors', successors)
  module.export('inspect', inspect)
  return new Module(module.toBytes())
}

interface WasmExports {
  successors(address: number): void
  inspect(address: number): number
  readonly out: HostGlobal<number>
  readonly parent: HostGlobal<number>
  readonly attention: HostGlobal<number>
  readonly selfLoops: HostGlobal<bigint>
}
function wasmExpander(shape: ExpanderShape, module: object): Expander {
  const { firstCounter, firstEntry, entryWords, words } = layOut(shape)
  const pages = Math.ceil(words / PAGE_WORDS)
  const memory = new Memory({ initial: pages, maximum: pages })
  // `wasmModule` exports these
  const wasm = new Instance(module, { engine: { memory } }).exports as unknown as WasmExports
  const counters = new Uint32Array(memory.buffer, firstCounter * 4, 2 * shape.counters)
  return {
    ...shape,
    memory: new Uint32Array(memory.buffer),
    firstEntry,
    entryWords,
    successors(parent) {
      wasm.out.value = firstEntry * 4
      wasm.parent.value = parent
      wasm.attention.value = 0
      wasm.successors(0)
      return (wasm.out.value - firstEntry * 4) / (entryWords * 4)
    },
    inspect: offset => wasm.inspect(offset * 4),
    attention: () => wasm.attention.value,
    selfLoops: () => Number(wasm.selfLoops.value),
    count: index => (counters[2 * index] as number) + (counters[2 * index + 1] as number) * 2 ** 32,
  }
}

/** What the function returns whose body `programText` makes. */
interface ScriptExports {
  successors(at: number, to: number, parent: number): number
  inspect(at: number): number
  attention(): number
  selfLoops(): number
}
function javascriptExpander(shape: ExpanderShape, text: string): Expander {
  const { firstEntry, entryWords, words } = layOut(shape)
  const memory = new Uint32Array(words)
  const counters = new Float64Array(shape.counters)
  const script = new Function('memory', 'counters', text)(new Int32Array(memory.buffer), counters) as ScriptExports
  return {
    ...shape,
    memory,
    firstEntry,
    entryWords,
    successors: parent => (script.successors(0, firstEntry, parent) - firstEntry) / entryWords,
    inspect: script.inspect,
    attention: script.attention,
    selfLoops: script.selfLoops,
    count: index => counters[index] as number,
  }
}
