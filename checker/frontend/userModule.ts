/**
 * Which modules belong to the user, so that their functions may be part of a spec: all TypeScript and JavaScript files
 * except installed packages and this package itself. Its tests and their fixtures count as the user's: they hold specs.
 */
import path from 'node:path'
import { packageFolder } from './entries.ts'
import { isModuleName } from './nearestFile.ts'

const ownFolders = ['checker', 'dist'].map(name => path.join(packageFolder, name) + path.sep)

/** @param file absolute path */
export function isUserModule(file: string): boolean {
  if (!isModuleName(file) || file.includes(`${path.sep}node_modules${path.sep}`)) return false
  const isOwn = ownFolders.some(folder => file.startsWith(folder))
  return !isOwn || /\.(test|fixture|arbitrary)\.ts$/.test(file) || file.includes(`${path.sep}fixtures${path.sep}`)
}
