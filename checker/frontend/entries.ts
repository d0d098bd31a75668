/**
 * The entry points of the running package, so that a spec gets this very `von` wherever it lies: the sources while they
 * run unbuilt, else the bundle, as the package's manifest says.
 */
import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const manifestFile = findPackageJSON('.', import.meta.url)
if (manifestFile === undefined) throw new Error(`no package.json above ${import.meta.url}`)

/** The folder of the running package. */
export const packageFolder = path.dirname(manifestFile)

const sources: Readonly<Record<string, string>> = {
  von: 'checker/lang/index.ts',
  'von/checker': 'checker/index.ts',
  'von/vite': 'checker/frontend/vite.ts',
  'von/register': 'checker/frontend/register.ts',
  'von/core': 'impl/index.ts',
}

const entries = import.meta.url.endsWith('.ts') ? sources : bundles(manifestFile)

/** The URL of an entry point of this package, `von` or `von/...`; undefined for anything else. */
export function ownEntry(specifier: string): string | undefined {
  const entry = Object.hasOwn(entries, specifier) ? entries[specifier] : undefined
  return entry && pathToFileURL(path.join(packageFolder, entry)).href
}

/** Import specifier to file, as `exports` of the manifest lists them. */
function bundles(manifest: string): Record<string, string> {
  const { exports } = JSON.parse(readFileSync(manifest, 'utf8')) as { exports: Record<string, { default?: string }> }
  return Object.fromEntries(
    Object.entries(exports).flatMap(([subpath, { default: file }]) => {
      return file === undefined ? [] : [[path.posix.join('von', subpath), file]]
    }),
  )
}
