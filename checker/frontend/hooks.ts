/**
 * Node module hooks that make specs loadable from anywhere: user modules are instrumented as they are loaded, `von` is
 * the running package, and imports are resolved as TypeScript's users are used to (`./lease`, `./lease.js`, `./folder`).
 *
 * The hooks run synchronously in the thread that imports. Other loaders may be registered as well: one that compiles
 * TypeScript (tsx) gets those files that cannot be instrumented, because their types cannot be erased.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { type LoadFnOutput, type LoadHookSync, type ResolveHookSync, registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { SpecError } from '../source/diagnostic.ts'
import { registerSource } from '../source/sourceFile.ts'
import { ownEntry } from './entries.ts'
import { instrument } from './instrument.ts'
import { isTypeScript } from './parse.ts'
import { isUserModule } from './userModule.ts'

let isInstalled = false

/** Installs the hooks for this thread, once. From then on, stack traces show places in files as written. */
export function installHooks(): void {
  if (isInstalled) return
  isInstalled = true
  process.setSourceMapsEnabled(true)
  registerHooks({ resolve, load })
}

/** An import for which no module was found. */
export interface UnresolvedImport {
  readonly specifier: string
  /** Absolute path. */
  readonly importer: string
}

const unresolvedImports = new WeakMap<object, UnresolvedImport>()

/** The import that made Node throw this error; undefined if it is about something else. */
export function unresolvedImport(error: unknown): UnresolvedImport | undefined {
  return typeof error === 'object' && error !== null ? unresolvedImports.get(error) : undefined
}

const resolve: ResolveHookSync = (specifier, context, nextResolve) => {
  const own = ownEntry(specifier)
  if (own !== undefined) return { url: own, shortCircuit: true }
  try {
    return nextResolve(specifier, context)
  } catch (error) {
    const importer = userFile(context.parentURL)
    if (importer === undefined || !(error instanceof Error)) throw error
    const found = alternatives(specifier, importer).find(isFile)
    if (found !== undefined) return nextResolve(pathToFileURL(found).href, context)
    unresolvedImports.set(error, { specifier, importer })
    throw error
  }
}

const load: LoadHookSync = (url, context, nextLoad) => {
  const name = userFile(url)
  if (name === undefined) return nextLoad(url, context)
  const text = readFileSync(name, 'utf8')
  if (!mayBeModule.test(text)) return nextLoad(url, context)
  const file = registerSource(name, text)
  try {
    const instrumented = instrument(file)
    if (instrumented === undefined) return nextLoad(url, context)
    const { code, map } = instrumented
    return { format: 'module', source: `${code}${sourceMapComment(map.toUrl())}`, shortCircuit: true }
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    const loaded = loadedOtherwise(name, () => nextLoad(url, context))
    if (loaded === undefined) throw error
    return loaded
  }
}

/** Whether a file may hold import or export declarations: spares the parsing of CommonJS modules. */
const mayBeModule = /^\s*(im|ex)port\b/m

/** A file that we cannot instrument may yet run: as CommonJS, or compiled by another loader. */
function loadedOtherwise(name: string, load: () => LoadFnOutput): LoadFnOutput | undefined {
  try {
    const loaded = load()
    return loaded.format === 'commonjs' || (loaded.format === 'module' && isTypeScript(name)) ? loaded : undefined
  } catch {
    return undefined
  }
}

/** The path of a user's module; undefined for any other URL. */
function userFile(url: string | undefined): string | undefined {
  if (!url?.startsWith('file:')) return undefined
  const file = fileURLToPath(url)
  return isUserModule(file) ? file : undefined
}

/** The files that an import by path may mean when there is none of exactly that name. */
function alternatives(specifier: string, importer: string): string[] {
  if (!/^(\.{0,2}\/|file:)/.test(specifier)) return []
  const wanted = fileURLToPath(new URL(specifier, pathToFileURL(importer)))
  const asSource = wanted.replace(/\.([mc]?)js$/, '.$1ts')
  const extensions = ['.ts', '.mts', '.js', '.mjs']
  return [asSource, ...extensions.map(each => wanted + each), ...extensions.map(each => `${wanted}/index${each}`)]
}

const isFile = (path: string) => existsSync(path) && statSync(path).isFile()

/** Put together from parts: tools that look for such comments would otherwise take the text of this file for one. */
const sourceMapComment = (url: string) => ['//# source', 'MappingURL=', url, '\n'].join('')
