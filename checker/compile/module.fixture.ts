/** The same functions twice: as JavaScript, by the engine that runs the tests, and compiled to WebAssembly. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { instantiate } from '../../impl/wasm/instantiate.ts'
import { parseModule } from '../frontend/parse.ts'
import { registerSource } from '../source/sourceFile.ts'
import { type CompiledModule, compile } from './compile.ts'

/** Words as a caller has them; a new one for each run, as functions may write to it. */
export type Words = Uint32Array<ArrayBuffer>
export type Argument = number | boolean | Words
export type Run = (...args: Argument[]) => number | boolean | undefined

/** What a run does, as far as anybody can see. */
export interface Outcome {
  readonly result: number | boolean | undefined | 'trap'
  /** all words that it was given, as it leaves them; null where it traps */
  readonly words: readonly (readonly number[])[] | null
}

const folder = mkdtempSync(path.join(tmpdir(), 'von-compile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Compiles a text as a file of its own. */
export function compileText(text: string, by = compile): CompiledModule {
  const file = path.join(folder, 'packetPath.ts')
  writeFileSync(file, text)
  return by(file)
}

/** The functions of a text without imports. */
export function runText(text: string): Record<string, Run> {
  const { code } = parseModule(registerSource('<packet path>.ts', text))
  const names = [...code.matchAll(/^export function (\w+)/gm)].map(match => match[1])
  return new Function(`${code.replaceAll(/^export /gm, '')}\nreturn { ${names.join(', ')} }`)()
}

/**
 * In JavaScript. An index outside its words, and a remainder by 0, are a trap there too, so that it is known whether the module
 * may trap: words are seen through a proxy, which throws.
 */
export function outcomeInJavaScript(run: Run, args: readonly Argument[]): Outcome {
  const copies = args.map(arg => (typeof arg === 'object' ? arg.slice() : arg))
  try {
    const result = run(...copies.map(arg => (typeof arg === 'object' ? guarded(arg) : arg)))
    return { result, words: wordsOf(copies) }
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    return { result: 'trap', words: null }
  }
}

/** A module that is ready to run; there is room for the words of `runsMax` runs, of at most 64 each. */
export function loaded(module: CompiledModule, runsMax: number): (name: string, args: readonly Argument[]) => Outcome {
  const core = instantiate<Record<string, Run>>(module.bytes, { words: 96 * runsMax })
  return (name, args) => {
    const placed = args.map(arg => (typeof arg === 'object' ? core.place(arg) : arg))
    try {
      const run = core.functions[name] as unknown as (...args: (number | boolean)[]) => number | boolean | undefined
      const result = run(...placed.map(arg => (typeof arg === 'object' ? arg.address : arg)))
      return { result, words: wordsOf(placed.map(arg => (typeof arg === 'object' ? arg.words : arg))) }
    } catch (error) {
      if (!(error instanceof Error && error.constructor.name === 'RuntimeError')) throw error
      return { result: 'trap', words: null }
    }
  }
}

class OutsideError extends Error {}

const guarded = (words: Words): Words =>
  new Proxy(words, {
    get(target, key) {
      if (!isInside(target, key)) throw new OutsideError()
      return target[Number(key)]
    },
    set(target, key, value) {
      if (!isInside(target, key)) throw new OutsideError()
      target[Number(key)] = value
      return true
    },
  })
const isInside = (words: Words, key: string | symbol): boolean => {
  const index = Number(key)
  return Number.isInteger(index) && index >= 0 && index < words.length
}

const wordsOf = (args: readonly Argument[]) => args.flatMap(arg => (typeof arg === 'object' ? [[...arg]] : []))
