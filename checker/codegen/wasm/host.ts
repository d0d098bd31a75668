/** The WebAssembly of the machine that runs us, as far as we use it: the types of Node do not have it. */

/** A memory; `buffer` is a SharedArrayBuffer when it is shared. */
export interface HostMemory {
  readonly buffer: ArrayBuffer
}

/** A mutable global variable. */
export interface HostGlobal<T extends number | bigint> {
  value: T
}

type Imports = Record<string, Record<string, HostMemory | number | ((...args: never[]) => unknown)>>

interface Host {
  /** Compiles; throws when the bytes are not valid. */
  readonly Module: new (
    bytes: Uint8Array<ArrayBuffer>,
  ) => object
  /** Sizes are in pages of 64 KiB. Throws a RangeError when the machine does not allow that much. */
  readonly Memory: new (limits: {
    initial: number | bigint
    maximum: number | bigint
    shared?: boolean
    /** that of addresses; sizes are bigints where it is `i64` */
    address?: 'i32' | 'i64'
  }) => HostMemory
  /** Links a module with its imports. */
  readonly Instance: new (
    module: object,
    imports: Imports,
  ) => { readonly exports: Record<string, unknown> }
}

export const { Module, Memory, Instance } = (globalThis as unknown as { readonly WebAssembly: Host }).WebAssembly
