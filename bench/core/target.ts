/** The loops of `loops.ts`, as the programs that were made of them. */
import { type Address, instantiate } from '../../impl/wasm/instantiate.ts'
import type { Target } from './passes.ts'

export const javascript = (loops: typeof import('./loops.ts')): Target<Uint32Array> => ({
  loops: loops as unknown as Target<Uint32Array>['loops'],
  place: words => ({ image: words, words }),
})

/** @param words that are going to be placed */
export function webAssembly(module: Uint8Array<ArrayBuffer>, words: number): Target<Address> {
  const { functions, place } = instantiate<typeof import('./loops.ts')>(module, { words })
  return {
    loops: functions as unknown as Target<Address>['loops'],
    place(given) {
      const { address, words: placed } = place(given)
      return { image: address, words: placed }
    },
  }
}
