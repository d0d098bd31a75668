/**
 * Loads the spec that a file exports as its default, wherever the file lies.
 *
 * The file is a module of any project, or of none; its imports may lead to further files. All of them are instrumented
 * on the way. Whatever is wrong with them ends as a `SpecError` that shows the author's source.
 */
import { statSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { isSpec, type Spec } from '../lang/spec.ts'
import { type Theorem, theoremsOf } from '../lang/theorem.ts'
import { SpecError } from '../source/diagnostic.ts'
import { shownPath } from '../source/frame.ts'
import { registerSource, sourceText } from '../source/sourceFile.ts'
import type { Span } from '../source/span.ts'
import { installHooks } from './hooks.ts'
import { explainLoadFailure } from './loadFailure.ts'
import { isModuleName, mainModule, nearestModule } from './nearestFile.ts'
import { parseModule } from './parse.ts'

export interface LoadedSpec {
  /** Absolute path. */
  readonly file: string
  /** The default export, which carries the brand of a spec. */
  readonly spec: Spec
}

export interface LoadOptions {
  /** The folder to which the path is relative; the current one if absent. */
  readonly cwd?: string
}

/** A module whose default export is a theorem, or several. */
export interface LoadedTheorems {
  /** Absolute path. */
  readonly file: string
  readonly theorems: readonly Theorem[]
}

/**
 * @param specPath path of the file, as the user wrote it
 * @throws SpecError VON1001 to VON1010, or what a module of the spec threw as a SpecError itself
 */
export async function loadSpec(specPath: string, options: LoadOptions = {}): Promise<LoadedSpec> {
  const loaded = await loadSpecOrTheorems(specPath, options)
  if ('spec' in loaded) return loaded
  const help = `prove them: von prove ${specPath}`
  throw fault('VON1010', 'the default export is a theorem, not a spec', help, defaultExport(loaded.file))
}

/** The same where theorems will do as well. */
export async function loadSpecOrTheorems(
  specPath: string,
  { cwd = process.cwd() }: LoadOptions = {},
): Promise<LoadedSpec | LoadedTheorems> {
  const { file, module } = await loadModule(specPath, { cwd })
  const theorems = 'default' in module ? theoremsOf(module.default) : undefined
  return theorems === undefined ? { file, spec: requireSpec(module, file, cwd) } : { file, theorems }
}

/** Any module of a user, instrumented, with all that it imports. */
export async function loadModule(
  modulePath: string,
  { cwd = process.cwd() }: LoadOptions = {},
): Promise<{ readonly file: string; readonly module: object }> {
  const file = path.resolve(cwd, modulePath)
  requireFile(file, cwd)
  installHooks()
  const module = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw explainLoadFailure(error)
  })
  return { file, module }
}

/**
 * @param file absolute path
 * @throws SpecError VON1001 to VON1003 unless there is a module of that name
 */
export function requireFile(file: string, cwd: string): void {
  const shown = shownPath(file, cwd)
  const status = statSync(file, { throwIfNoEntry: false })
  if (status === undefined) {
    const meant = nearestModule(file)
    throw fault('VON1001', `there is no file ${shown}`, meant && `did you mean ${shownPath(meant, cwd)}?`)
  }
  if (status.isDirectory()) {
    const meant = mainModule(file)
    throw fault('VON1002', `${shown} is a folder`, meant && `name a file in it: ${shownPath(meant, cwd)}`)
  }
  if (!isModuleName(file)) {
    throw fault('VON1003', `${shown} is no TypeScript or JavaScript module`, 'a spec is a .ts, .mts, .js or .mjs file')
  }
}

function requireSpec(module: object, file: string, cwd: string): Spec {
  const isCommonJs = 'module.exports' in module
  if (!('default' in module) || isCommonJs) {
    const named = Object.entries(module).find(([, value]) => isSpec(value))?.[0]
    throw fault('VON1009', `${shownPath(file, cwd)} has no default export`, `export default ${named ?? 'spec(...)'}`)
  }
  if (isSpec(module.default)) return module.default
  const message = `the default export is ${kindOf(module.default)}, not a spec`
  throw fault('VON1010', message, 'export default spec(...)', defaultExport(file))
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** Where a module exports its default. */
function defaultExport(file: string): Span | undefined {
  const text = sourceText(file)
  if (text === undefined) return undefined
  const source = registerSource(file, text)
  const statement = parseModule(source).program.body.find(each => each.type === 'ExportDefaultDeclaration')
  return statement && source.span(statement.declaration.start, statement.declaration.end)
}

const fault = (code: string, message: string, help?: string, span?: Span) =>
  new SpecError({ code, message, ...(span && { span }), ...(help && { help }), related: [] })
