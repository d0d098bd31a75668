/**
 * The entry points of the running package, so that a spec gets this very `von` wherever it lies: beside these sources
 * while they run unbuilt, else in the bundle, as the package's own manifest says.
 */
import { findPackageJSON } from 'node:module'
import path from 'node:path'

/** The folder of the running package. */
export const packageFolder = path.dirname(findPackageJSON('.', import.meta.url) ?? '.')

const runsUnbuilt = import.meta.url.endsWith('.ts')

const sources: Readonly<Record<string, string>> = {
  von: '../lang/index.ts',
  'von/checker': '../index.ts',
  'von/vite': './vite.ts',
  'von/register': './register.ts',
}

/**
 * How to resolve an import of `von` or `von/...`: what to look up, from which module.
 * @returns undefined for any other import
 */
export function ownEntry(specifier: string): { specifier: string; importer: string } | undefined {
  if (specifier !== 'von' && !specifier.startsWith('von/')) return undefined
  const source = runsUnbuilt ? sources[specifier] : undefined
  return { specifier: source ?? specifier, importer: import.meta.url }
}
