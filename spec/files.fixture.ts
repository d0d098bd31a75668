/** The specs of this repository, for the tests that go through all of them. */
import { globSync } from 'node:fs'
import path from 'node:path'

/** What the paths of the files are relative to. */
export const root = path.join(import.meta.dirname, '..')

const modulesIn = (folder: string): readonly string[] =>
  globSync(`${folder}/**/*.ts`, { cwd: root })
    .filter(file => !/\.(test|fixture|mutants)\.ts$/.test(file))
    .sort()

export const specFiles = modulesIn('spec')
/** Those of benchmarks, which are larger. */
export const benchmarkFiles = modulesIn('bench/models')
