/** First match by whichever image was built: one function for the packet path. */
import type { Words } from '../words.ts'
import { BIT_VECTOR, matchBitVector } from './bitVector.ts'
import { matchCutTree } from './cutTree.ts'

/**
 * The index of the first rule that matches; NONE if none does.
 *
 * @param image of a classifier that `buildClassifier` made @param packet the values of the five fields, see `header/fields.ts`
 */
export function classify(image: Words, packet: Words): number {
  return image[0] === BIT_VECTOR ? matchBitVector(image, packet) : matchCutTree(image, packet)
}
