/**
 * Which modules belong to the user, so that their functions may be part of a spec: all TypeScript and JavaScript files
 * except installed packages and this package itself. Its tests and their fixtures count as the user's: they hold specs.
 */
import path from 'node:path'
import { packageFolder } from './entries.ts'

const ownFolders = ['checker', 'dist'].map(name => path.join(packageFolder, name) + path.sep)

/** @param file absolute path */
export function isUserModule(file: string): boolean {
  if (!/\.m?[jt]s$/.test(file) || file.includes(`${path.sep}node_modules${path.sep}`)) return false
  const isOwn = ownFolders.some(folder => file.startsWith(folder))
  return !isOwn || file.endsWith('.test.ts') || file.includes(`${path.sep}fixtures${path.sep}`)
}
