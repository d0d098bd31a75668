/** Finds the file that a path was probably meant to name, for "did you mean". */
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { nearest } from '../source/nearest.ts'

/** Whether a file of that name can be a module of a spec. */
export const isModuleName = (name: string): boolean => /\.m?[jt]s$/.test(name)

/** @returns the module in the same folder whose name is nearest to that of `file`, with whatever extension */
export function nearestModule(file: string): string | undefined {
  const { dir, base } = path.parse(file)
  const nameOf = new Map(modulesIn(dir).map(name => [path.parse(name).name, name]))
  const name = nameOf.get(nearest(isModuleName(base) ? path.parse(base).name : base, nameOf.keys()) ?? '')
  return name && path.join(dir, name)
}

/** @returns the module that a folder is about: the one of its name, else its only one */
export function mainModule(folder: string): string | undefined {
  const names = modulesIn(folder).filter(name => !/\.(test|d)\.\w+$/.test(name))
  const name = names.find(each => path.parse(each).name === path.basename(folder))
  if (name === undefined && names.length !== 1) return undefined
  return path.join(folder, name ?? names[0] ?? '')
}

const modulesIn = (folder: string) =>
  statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder).filter(isModuleName) : []
