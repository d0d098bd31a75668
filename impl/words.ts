/** A list of unsigned 32-bit numbers: a `Uint32Array`, or what a proof has in its place. */
export interface Words {
  readonly [index: number]: number
}
/** The same, of which words change. */
export interface MutableWords {
  [index: number]: number
}

/** Where an index of something is expected and there is none. */
export const NONE = 0xffffffff
