/**
 * The modules of a packet path: which function or constant a name stands for, through imports and re-exports of files.
 * In: the path of a file. Out: its declarations, as syntax. Nothing is run.
 */
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { AnyNode, Expression, Identifier, ImportDeclaration, Literal, Program, VariableDeclaration } from 'acorn'
import { parseModule } from '../frontend/parse.ts'
import { type FunctionNode, isFunction } from '../frontend/walk.ts'
import { registerSource, type SourceFile } from '../source/sourceFile.ts'
import type { Span } from '../source/span.ts'
import { refusal } from './refusal.ts'

export type Declaration =
  | { readonly kind: 'function'; readonly module: Module; readonly name: string; readonly node: FunctionNode }
  | { readonly kind: 'constant'; readonly module: Module; readonly name: string; readonly value: Expression }
  /** anything else, which may be there, but not be used */
  | { readonly kind: 'other'; readonly module: Module; readonly node: AnyNode }

type Local = Declaration | { readonly kind: 'import'; readonly file: string; readonly name: string; readonly at: Span }

export class Module {
  readonly source: SourceFile
  readonly #locals = new Map<string, Local>()
  /** by the name that it is exported under, in the order of the source */
  readonly #exports = new Map<string, Local>()
  readonly #open: (file: string, from: Span) => Module

  constructor(source: SourceFile, program: Program, open: (file: string, from: Span) => Module) {
    this.source = source
    this.#open = open
    for (const statement of program.body) this.#declare(statement)
  }

  /** To be called once, when the module can be found by those that it imports. */
  exportAll(program: Program): void {
    for (const statement of program.body) this.#export(statement)
  }

  span(node: { readonly start: number; readonly end: number }): Span {
    return this.source.span(node.start, node.end)
  }

  /** What a name of the module's scope stands for. */
  lookup(name: string): Declaration | undefined {
    const local = this.#locals.get(name)
    return local && this.#resolved(local)
  }

  exportNames(): readonly string[] {
    return [...this.#exports.keys()]
  }

  /** @param passed what led here, so that modules that pass a name on in a circle come to an end */
  exported(name: string, passed: ReadonlySet<Local> = new Set()): Declaration | undefined {
    const local = this.#exports.get(name)
    return local && !passed.has(local) ? this.#resolved(local, passed) : undefined
  }

  #resolved(local: Local, passed: ReadonlySet<Local> = new Set()): Declaration | undefined {
    if (local.kind !== 'import') return local
    return this.#open(local.file, local.at).exported(local.name, new Set([...passed, local]))
  }

  #declare(statement: Program['body'][number]): void {
    const node =
      statement.type === 'ExportNamedDeclaration' && statement.declaration ? statement.declaration : statement
    if (node.type === 'ImportDeclaration') this.#declareImports(node)
    else if (node.type === 'FunctionDeclaration' && node.id)
      this.#locals.set(node.id.name, { kind: 'function', module: this, name: node.id.name, node })
    else if (node.type === 'VariableDeclaration') this.#declareConstants(node)
  }

  #declareImports(node: ImportDeclaration): void {
    for (const specifier of node.specifiers) {
      if (specifier.type !== 'ImportSpecifier') continue
      const file = this.#fileOf(node.source)
      this.#locals.set(specifier.local.name, {
        kind: 'import',
        file,
        name: nameOf(specifier.imported),
        at: this.span(node),
      })
    }
  }

  #declareConstants(node: VariableDeclaration): void {
    for (const { id, init } of node.declarations) {
      if (id.type !== 'Identifier') continue
      const name = id.name
      if (node.kind !== 'const' || !init) this.#locals.set(name, { kind: 'other', module: this, node: id })
      else if (isFunction(init)) this.#locals.set(name, { kind: 'function', module: this, name, node: init })
      else this.#locals.set(name, { kind: 'constant', module: this, name, value: init })
    }
  }

  #export(statement: Program['body'][number]): void {
    if (statement.type === 'ExportAllDeclaration' && !statement.exported) {
      const file = this.#fileOf(statement.source)
      const at = this.span(statement)
      for (const name of this.#open(file, at).exportNames()) this.#exports.set(name, { kind: 'import', file, name, at })
    }
    if (statement.type !== 'ExportNamedDeclaration') return
    const { declaration, source } = statement
    const names =
      declaration?.type === 'VariableDeclaration'
        ? declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
        : declaration?.id
          ? [declaration.id.name]
          : []
    for (const name of names) this.#exportLocal(name, name)
    for (const { local, exported } of statement.specifiers) {
      const [name, as] = [nameOf(local), nameOf(exported)]
      if (source) this.#exports.set(as, { kind: 'import', file: this.#fileOf(source), name, at: this.span(statement) })
      else this.#exportLocal(name, as)
    }
  }

  #exportLocal(name: string, as: string): void {
    const local = this.#locals.get(name)
    if (local !== undefined) this.#exports.set(as, local)
  }

  #fileOf(source: Literal): string {
    return path.resolve(path.dirname(this.source.name), String(source.value))
  }
}

const nameOf = (node: Identifier | Literal): string => (node.type === 'Identifier' ? node.name : String(node.value))

/**
 * @param file absolute path
 * @throws SpecError where it cannot be read or parsed, or a module that is needed cannot
 */
export function openModule(file: string): Module {
  const opened = new Map<string, Module>()
  const open = (name: string, from?: Span): Module => {
    const known = opened.get(name)
    if (known !== undefined) return known
    if (statSync(name, { throwIfNoEntry: false })?.isFile() !== true) throw notFound(name, from)
    const source = registerSource(name, readFileSync(name, 'utf8'))
    const { program } = parseModule(source)
    const module = new Module(source, program, open)
    opened.set(name, module)
    module.exportAll(program)
    return module
  }
  return open(file)
}

const notFound = (file: string, from: Span | undefined) =>
  refusal('VON5001', `there is no file ${path.basename(file)}`, from as Span, {
    note: 'the packet path imports nothing but functions and constants of files beside it, each with its extension',
  })
