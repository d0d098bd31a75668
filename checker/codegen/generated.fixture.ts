/** Runs the generated functions of a model on single states: for the comparison with the interpreter. */
import { StateEncoding } from '../ir/encode.ts'
import type { Model, State } from '../ir/model.ts'
import { type Program, programOf } from './program.ts'
import { counterLayout, generate, LOOPED, PRUNED } from './successors.ts'
import { type HostGlobal, Instance, Memory, Module } from './wasm/host.ts'
import { ModuleBuilder } from './wasm/module.ts'

export interface Expansion {
  /** encoded states that differ from the given one, in the order they were appended: action index and words */
  readonly appended: readonly { readonly action: number; readonly words: string }[]
  readonly signals: number
  readonly isPruned: boolean
  readonly hasLoop: boolean
}

const STATE = 1024
const OUT = 65_536

export class GeneratedModel {
  readonly program: Program
  readonly encoding: StateEncoding
  private readonly memory = new Memory({ initial: 256, maximum: 256 })
  private readonly exports: Record<string, unknown>
  private readonly stateBytes: number

  constructor(model: Model) {
    this.program = programOf(model)
    this.encoding = new StateEncoding(model.variables)
    const module = new ModuleBuilder()
    module.importMemory('engine', 'memory', { initialPages: 256, maximumPages: 256 })
    const out = module.global('i32', OUT)
    const attention = module.global('i32', 0)
    const counters = 4096
    const { successors, inspect, stateBytes } = generate(this.program, module, {
      out,
      parent: module.global('i32', 0),
      selfLoops: module.global('i64', 0n),
      attention,
      counters,
    })
    module.export('out', out)
    module.export('attention', attention)
    module.export('successors', successors)
    module.export('inspect', inspect)
    this.stateBytes = stateBytes
    const compiled = new Module(module.toBytes() as Uint8Array<ArrayBuffer>)
    this.exports = new Instance(compiled, { engine: { memory: this.memory } }).exports
  }

  expand(state: State): Expansion {
    this.put(state)
    const [out, attention] = [this.exports.out, this.exports.attention] as [HostGlobal<number>, HostGlobal<number>]
    out.value = OUT
    attention.value = 0
    this.run('successors')
    const entryBytes = this.stateBytes + 8
    const appended = Array.from({ length: (out.value - OUT) / entryBytes }, (_, i) => {
      const at = (OUT + i * entryBytes) / 4
      const view = new Uint32Array(this.memory.buffer)
      return {
        action: view[at + this.stateBytes / 4] as number,
        words: view.slice(at, at + this.encoding.words).join(),
      }
    })
    const bits = attention.value
    return {
      appended,
      signals: bits & ~(PRUNED | LOOPED),
      isPruned: (bits & PRUNED) !== 0,
      hasLoop: (bits & LOOPED) !== 0,
    }
  }
  inspect(state: State): number {
    this.put(state)
    return this.run('inspect')
  }
  counters(): { fired: number[]; passed: number[][]; asked: (number | null)[][] } {
    const layout = counterLayout(this.program)
    const view = new BigUint64Array(this.memory.buffer, 4096, Math.max(1, layout.count))
    const at = (i: number) => Number(view[i])
    return {
      fired: layout.fired.map(at),
      passed: layout.passed.map(p => p.map(at)),
      asked: layout.asked.map(a => a.map(i => (i === null ? null : at(i)))),
    }
  }
  words(state: State): string {
    const words = new Uint32Array(this.encoding.words)
    this.encoding.encode(state, words)
    return words.join()
  }
  private put(state: State): void {
    const view = new Uint32Array(this.memory.buffer)
    view.fill(0, STATE / 4, STATE / 4 + this.stateBytes / 4)
    this.encoding.encode(state, view, STATE / 4)
  }
  private run(name: string): number {
    return (this.exports[name] as (address: number) => number)(STATE)
  }
}
