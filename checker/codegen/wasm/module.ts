/**
 * A WebAssembly module under construction. In: imports, globals, functions. Out: its bytes, functions named for profilers.
 * Source: WebAssembly core specification, section 5.5 "Modules", and its appendix on the name section.
 */
import { type Code, flatten, sized, text, unsigned, vector } from './bytes.ts'
import { type FunctionRef, type GlobalRef, i32, i64, type Local, type ValueType, valueType } from './instructions.ts'

interface MemoryLimits {
  /** pages of 64 KiB */
  readonly initialPages: number
  readonly maximumPages: number
  /** whether threads share it */
  readonly shared?: boolean
  /** whether its addresses have 64 bits */
  readonly isWide?: boolean
}

class FunctionBuilder implements FunctionRef {
  readonly index: number
  readonly name: string
  readonly params: readonly Local[]
  readonly results: readonly ValueType[]
  readonly variables: Local[] = []
  body: Code | undefined

  constructor(index: number, name: string, params: readonly ValueType[], results: readonly ValueType[]) {
    this.index = index
    this.name = name
    this.params = params.map((type, i) => ({ index: i, type }))
    this.results = results
  }

  local(type: ValueType): Local {
    const made = { index: this.params.length + this.variables.length, type }
    this.variables.push(made)
    return made
  }
}

const section = (id: number, content: Code): Code => [id, sized(content)]
const FUNCTION = 0x00
const MEMORY = 0x02
const GLOBAL = 0x03
const END = 0x0b

export class ModuleBuilder {
  private readonly types = new Map<string, Code>()
  private readonly imports: Code[] = []
  private readonly globals: Code[] = []
  private readonly exports: Code[] = []
  private readonly functions: FunctionBuilder[] = []
  /** imported functions come before all others, and so do imported globals */
  private imported = 0
  private importedGlobals = 0

  /** Memories are numbered in order. */
  importMemory(module: string, name: string, memory: MemoryLimits): void {
    const { initialPages, maximumPages, shared = false, isWide = false } = memory
    const flags = 0x01 | (shared ? 0x02 : 0) | (isWide ? 0x04 : 0)
    const limits = [flags, unsigned(initialPages), unsigned(maximumPages)]
    this.imports.push([text(module), text(name), MEMORY, limits])
  }

  /** @throws Error when a function was declared before: the indices of imports come first */
  importFunction(
    module: string,
    name: string,
    params: readonly ValueType[],
    results: readonly ValueType[],
  ): FunctionRef {
    if (this.functions.length > this.imported) throw new Error(`${name} must be imported before functions are declared`)
    this.imports.push([text(module), text(name), FUNCTION, unsigned(this.typeIndex(params, results))])
    this.imported++
    return this.declare(name, params, results)
  }

  /**
   * A constant that whoever links the module sets.
   * @throws Error when a global was made before: the indices of imports come first
   */
  importGlobal(module: string, name: string, type: ValueType): GlobalRef {
    if (this.globals.length > 0) throw new Error(`${name} must be imported before globals are made`)
    this.imports.push([text(module), text(name), GLOBAL, [valueType(type), 0]])
    return { index: this.importedGlobals++, type }
  }

  /** A global variable; mutable unless said otherwise. */
  global(type: ValueType, initial: number | bigint, { mutable = true }: { mutable?: boolean } = {}): GlobalRef {
    const value = type === 'i32' ? i32.const(Number(initial)) : i64.const(BigInt(initial))
    this.globals.push([valueType(type), mutable ? 1 : 0, value, END])
    return { index: this.importedGlobals + this.globals.length - 1, type }
  }

  /** A function, which may be called from now on and must be defined before `toBytes`. */
  declare(name: string, params: readonly ValueType[], results: readonly ValueType[]): FunctionRef {
    const made = new FunctionBuilder(this.functions.length, name, params, results)
    this.functions.push(made)
    return made
  }

  /** @param body leaves the results of the function on the stack */
  define(ref: FunctionRef, body: Code): void {
    const declared = this.functions[ref.index]
    if (declared !== ref || ref.index < this.imported) throw new Error(`${ref.name} is not declared here`)
    if (declared.body !== undefined) throw new Error(`${ref.name} is defined twice`)
    declared.body = body
  }

  export(name: string, ref: FunctionRef | GlobalRef): void {
    const kind = 'params' in ref ? FUNCTION : GLOBAL
    this.exports.push([text(name), kind, unsigned(ref.index)])
  }

  /** @throws Error when a declared function has no body */
  toBytes(): Uint8Array<ArrayBuffer> {
    const own = this.functions.slice(this.imported)
    const signatures = own.map(f =>
      unsigned(
        this.typeIndex(
          f.params.map(p => p.type),
          f.results,
        ),
      ),
    )
    const names = this.functions.map(f => [unsigned(f.index), text(f.name)])
    return flatten([
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(1, vector([...this.types.values()])),
      section(2, vector(this.imports)),
      section(3, vector(signatures)),
      section(6, vector(this.globals)),
      section(7, vector(this.exports)),
      section(10, vector(own.map(bodyOf))),
      section(0, [text('name'), 1, sized(vector(names))]),
    ])
  }

  private typeIndex(params: readonly ValueType[], results: readonly ValueType[]): number {
    const key = `${params} -> ${results}`
    const known = [...this.types.keys()].indexOf(key)
    if (known >= 0) return known
    const types = (list: readonly ValueType[]) => vector(list.map(type => [valueType(type)]))
    this.types.set(key, [0x60, types(params), types(results)])
    return this.types.size - 1
  }
}

function bodyOf({ name, variables, body }: FunctionBuilder): Code {
  if (body === undefined) throw new Error(`${name} is declared but not defined`)
  return sized([vector(variables.map(({ type }) => [1, valueType(type)])), body, END])
}
