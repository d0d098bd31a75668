/**
 * Compiles the functions that a module exports to WebAssembly. In: the path of a TypeScript or JavaScript file. Out: the bytes
 * of a module, which imports its memory, and whose functions do what those of the file do: the same results and the same words
 * written, or a trap where JavaScript would go on with `undefined` or NaN. A section `von` tells of their parameters.
 */
import { type Code, flatten, sized, text } from '../codegen/wasm/bytes.ts'
import { ModuleBuilder } from '../codegen/wasm/module.ts'
import { emit } from './emit.ts'
import { type Module, openModule } from './modules.ts'
import type { CompiledFunction, Kind } from './program.ts'
import { rangesOf } from './ranges.ts'
import { readFunction } from './read.ts'
import { refusal } from './refusal.ts'

export interface Signature {
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly kind: Kind }[]
  /** null where nothing is returned */
  readonly result: 'number' | 'boolean' | null
}

export interface CompiledModule {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** in the order in which the file exports them */
  readonly functions: readonly Signature[]
}

/** Pages of 64 KiB that a memory has at most. */
const PAGES_MAX = 65_536

/**
 * @param file absolute path
 * @param names the functions to compile; all that the module exports if there are none
 * @throws SpecError VON5xxx for what would not mean the same, VON1xxx for a file that cannot be parsed
 * Cost: each call is compiled by itself, so time and size are in proportion to all calls, those within calls included.
 */
export function compile(file: string, names: readonly string[] = []): CompiledModule {
  const module = openModule(file)
  const chosen = names.length === 0 ? functionNames(module) : names
  const compiled = chosen.map(name => readFunction(functionOf(module, name), name))
  const builder = new ModuleBuilder()
  builder.importMemory('von', 'memory', { initialPages: 1, maximumPages: PAGES_MAX })
  for (const each of compiled) {
    const ref = builder.declare(
      each.name,
      each.parameters.map(() => 'i32' as const),
      each.result === null ? [] : ['i32'],
    )
    builder.define(ref, emit(each, rangesOf(each), ref))
    builder.export(each.name, ref)
  }
  const functions = compiled.map(signatureOf)
  return { bytes: flatten([builder.toBytes(), customSection(functions)]), functions }
}

/** @throws SpecError VON5001 if there are none */
function functionNames(module: Module): readonly string[] {
  const names = module.exportNames().filter(name => module.exported(name)?.kind === 'function')
  if (names.length > 0) return names
  throw refusal('VON5001', 'this file exports no function', module.span({ start: 0, end: 0 }), {
    help: 'export function lookup(table: Uint32Array, id: number): number { ... }',
  })
}

function functionOf(module: Module, name: string) {
  const found = module.exported(name)
  if (found?.kind === 'function') return found
  const known = functionNames(module).join(', ')
  throw refusal('VON5001', `this file exports no function '${name}'`, module.span({ start: 0, end: 0 }), {
    help: `it exports ${known}`,
  })
}

const signatureOf = ({ name, parameters, result }: CompiledFunction): Signature => ({
  name,
  parameters: parameters.map(parameter => ({ name: parameter.name, kind: parameter.kind })),
  result: result === null ? null : (result.kind as 'number' | 'boolean'),
})

/** Whoever loads the module knows by it what to pass and what comes back. */
const customSection = (functions: readonly Signature[]): Code => [
  0,
  sized([text('von'), new TextEncoder().encode(JSON.stringify({ functions }))]),
]
