/**
 * Which file of a source tree imports which, read from the import statements themselves.
 *
 * In: a tree (path -> text). Out: for each file, the files of the tree it refers to and the packages it imports. A
 * reference is an import or re-export (type-only ones too), a dynamic or type-level `import('...')`, or a worker's
 * `new URL('...', import.meta.url)`.
 */
import path from 'node:path'
import { init, parse } from 'es-module-lexer'
import { importNames } from './entry-points.ts'

await init

/** Text by path; paths are relative to the repository and have forward slashes. */
export type SourceTree = ReadonlyMap<string, string>

export interface References {
  /** Paths of the tree, without repetition, in order of appearance. */
  readonly files: readonly string[]
  /** Imports that name no file of the tree, as written: `effect/Effect`, `node:path`. */
  readonly packages: readonly string[]
}

export type ImportGraph = ReadonlyMap<string, References>

/** @throws Error where a file cannot be read as a module */
export function importGraph(tree: SourceTree): ImportGraph {
  return new Map([...tree].map(([file, text]) => [file, references(tree, file, text)]))
}

function references(tree: SourceTree, file: string, text: string): References {
  const files = new Set<string>()
  const packages = new Set<string>()
  for (const specifier of specifiers(text)) {
    const target = specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier
    const resolved = importNames.get(specifier) ?? target
    if (tree.has(resolved)) files.add(resolved)
    else packages.add(specifier)
  }
  return { files: [...files], packages: [...packages] }
}

function specifiers(text: string): string[] {
  // The lexer reads JavaScript: it takes every TypeScript import but does not know `export type { A } from`.
  const [imports] = parse(text.replaceAll(/^export type(?= [{*])/gm, 'export     '))
  const workers = text.matchAll(/new URL\('([^']+)', import\.meta\.url\)/g)
  return [...imports.flatMap(({ n }) => n ?? []), ...[...workers].flatMap(([, url]) => url ?? [])]
}
