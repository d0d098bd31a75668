/** Builds the image for a set of rules: cut trees, or bit vectors where trees would leave too much to be compared. */
import { bitVectorWords, buildBitVector } from './buildBitVector.ts'
import { buildCutTree } from './buildCutTree.ts'
import { workOf } from './cutTree.ts'
import type { Rule } from './rule.ts'

export interface Classifier {
  readonly kind: 'cut trees' | 'bit vectors'
  /** what `classify` reads */
  readonly image: Uint32Array<ArrayBuffer>
}

/** Cuts and comparisons that bit vectors, where there is room for them, are better than. */
const WORK_MAX = 100
/** Bit vectors do not get larger: 4 MB, which is about 1,800 rules. */
const VECTOR_WORDS_MAX = 2 ** 20

/**
 * @param rules in order of priority
 * @throws RangeError for a range that is empty or leaves its field
 * Cost: see `buildCutTree` and `buildBitVector`. The same rules give the same image.
 */
export function buildClassifier(rules: readonly Rule[]): Classifier {
  const trees = buildCutTree(rules)
  if (workOf(trees) <= WORK_MAX || bitVectorWords(rules) > VECTOR_WORDS_MAX) return { kind: 'cut trees', image: trees }
  return { kind: 'bit vectors', image: buildBitVector(rules) }
}
