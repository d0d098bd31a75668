/**
 * Runs functions of the packet path that `von compile` made a WebAssembly module of. In: the module, and how many words its
 * memory is to have. Out: the functions, and places in the memory for the images that they work on. A function gives what the
 * same one of the source gives, or traps (`WebAssembly.RuntimeError`) where an index is outside its words, or `%` divides by 0.
 */
import type * as packetPath from '../packetPath.ts'

/** The functions of `core.wasm`. */
export type PacketPath = typeof packetPath

/** Words in the memory of a module. */
export interface Placed {
  /** what functions take in the place of an image */
  readonly address: Address
  /** the same words, to be read and written from outside */
  readonly words: Uint32Array<ArrayBuffer>
}
/** Where an image is, in bytes. */
export type Address = number & { readonly image: 'placed' }

/** Functions of the source as those of the module: an address in the place of each image. */
export type Compiled<Functions> = {
  readonly [Name in keyof Functions as Functions[Name] extends (...args: never[]) => unknown
    ? Name
    : never]: Functions[Name] extends (...args: infer Args) => infer Result
    ? (...args: { [I in keyof Args]: Args[I] extends number | boolean ? Args[I] : Address }) => Result
    : never
}

export interface Core<Functions> {
  readonly functions: Compiled<Functions>
  /**
   * Copies an image into the memory, where it stays: what is written to it later is not seen by the original.
   * @throws RangeError where there is no room left
   */
  place(image: Uint32Array): Placed
}

interface Signature {
  readonly name: string
  readonly result: 'number' | 'boolean' | null
}
type Exported = (...args: number[]) => number | undefined

/** As far as it is used here: WebAssembly is not part of the language's own library. */
interface Host {
  readonly Module: {
    new (bytes: Uint8Array<ArrayBuffer>): object
    customSections(module: object, name: string): ArrayBuffer[]
  }
  readonly Memory: new (limits: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer }
  readonly Instance: new (
    module: object,
    imports: Record<string, Record<string, unknown>>,
  ) => { readonly exports: Record<string, Exported> }
}

const PAGE_WORDS = 2 ** 14
/** Images begin at a line of the cache, with their length in front of it. */
const LINE_WORDS = 16

/**
 * @param module bytes that `von compile` wrote, or a `WebAssembly.Module` of them
 * @typeParam Functions what the source exports, as `typeof import('./lookup.ts')`; for `core.wasm` it need not be given
 * @param options.words how many words all images have room for, with at most 32 more for each of them: up to 2^30
 * @throws RangeError for a memory that is too large, TypeError for a module of something else
 */
export function instantiate<Functions = PacketPath>(
  module: Uint8Array<ArrayBuffer> | object,
  { words }: { readonly words: number },
): Core<Functions> {
  const { Module, Memory, Instance } = (globalThis as unknown as { readonly WebAssembly: Host }).WebAssembly
  const pages = Math.ceil((words + LINE_WORDS) / PAGE_WORDS)
  if (!(words >= 0 && pages <= 65_536))
    throw new RangeError(`a memory cannot have ${words} words: 0 to 2^30 - 16 are possible`)
  const compiled = module instanceof Uint8Array ? new Module(module) : module
  const [section] = Module.customSections(compiled, 'von')
  if (section === undefined) throw new TypeError('this module was not made by von compile')
  const { functions } = JSON.parse(new TextDecoder().decode(section)) as { readonly functions: readonly Signature[] }

  const memory = new Memory({ initial: pages, maximum: pages })
  const { exports } = new Instance(compiled, { von: { memory } })
  const all = new Uint32Array(memory.buffer)
  /** the first word that is free */
  let free = LINE_WORDS

  return {
    functions: Object.fromEntries(
      functions.map(({ name, result }) => [name, withResult(exports[name] as Exported, result)]),
    ) as unknown as Compiled<Functions>,
    place(image) {
      const start = free
      if (start + image.length > all.length)
        throw new RangeError(`${image.length} words do not fit: ${all.length - start} of ${words} are left`)
      all[start - 1] = image.length
      all.set(image, start)
      // The next image has a word for its length in front of it.
      free = Math.ceil((start + image.length + 1) / LINE_WORDS) * LINE_WORDS
      return { address: (4 * start) as Address, words: all.subarray(start, start + image.length) }
    },
  }
}

/** WebAssembly gives numbers of 32 bits as signed ones, and true as 1. */
function withResult(run: Exported, result: Signature['result']): (...args: number[]) => number | boolean | undefined {
  if (result === 'number') return (...args) => (run(...args) as number) >>> 0
  return result === 'boolean' ? (...args) => run(...args) !== 0 : run
}
