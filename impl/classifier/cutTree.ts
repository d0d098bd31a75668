/**
 * First match by trees: each node cuts one field in two, until few rules are left, which are compared one by one. Where rules
 * with and without wildcards in one tree would be copied too often, there are up to four trees, and the least index counts.
 *
 *     0  CUT_TREE    1  the most cuts on a path    2  the most rules of a leaf    3  where the rules begin    4  how many trees
 *     5  the nodes, of two words each, the roots first, children side by side and behind their parent:
 *        a cut   the first value of its right side; 8 times the place of the left child, and the field
 *        a leaf  0; 8 times the place of its list, and LEAF
 *     then lists of rules, in their order, with NONE behind; then of each rule the least and the greatest value of each field
 *
 * Sources of the ideas: P. Gupta and N. McKeown, "Packet classification using hierarchical intelligent cuttings", Hot
 * Interconnects VII, 1999; of several trees, B. Vamanan, G. Voskuilen and T. N. Vijaykumar, "EffiCuts", SIGCOMM 2010.
 */

import { FIELDS } from '../header/fields.ts'
import { NONE, type Words } from '../words.ts'

export const CUT_TREE = 2
export const DEPTH = 1
export const LONGEST_LEAF = 2
export const RULES = 3
export const TREES = 4
/** Where the roots of the trees are, one behind the other. */
export const TREE_HEAD = 5
/** What a leaf has in the place of a field. */
export const LEAF = 7
export const RULE_WORDS = 10

/**
 * The index of the first rule that matches; NONE if none does.
 *
 * @param image built by `buildCutTree` @param packet the values of the five fields
 * Cost: of each tree, at most as many cuts and comparisons with rules as the image says: `workOf` adds them.
 */
export function matchCutTree(image: Words, packet: Words): number {
  const trees = image[TREES] as number
  let first = NONE
  for (let tree = 0; tree < trees; tree++) first = matchInTree(image, TREE_HEAD + 2 * tree, packet, first)
  return first
}

/** The index of the first rule of a tree that matches, if it is less than `limit`; else that. */
function matchInTree(image: Words, root: number, packet: Words, limit: number): number {
  const depth = image[DEPTH] as number
  let node = root
  for (let level = 0; level < depth; level++) {
    const link = image[node + 1] as number
    const field = link & 7
    if (field === LEAF) break
    node = (link >>> 3) + ((packet[field] as number) < (image[node] as number) ? 0 : 2)
  }
  const list = (image[node + 1] as number) >>> 3
  const longest = image[LONGEST_LEAF] as number
  const rules = image[RULES] as number
  for (let i = 0; i < longest; i++) {
    const index = image[list + i] as number
    if (index >= limit) return limit
    if (isWithin(image, (rules + (Math.imul(index, RULE_WORDS) >>> 0)) >>> 0, packet)) return index
  }
  return limit
}

/** The most cuts and comparisons with rules that a packet takes. */
export function workOf(image: Words): number {
  return Math.imul(image[TREES] as number, ((image[DEPTH] as number) + (image[LONGEST_LEAF] as number)) >>> 0) >>> 0
}

function isWithin(image: Words, rule: number, packet: Words): boolean {
  for (let field = 0; field < FIELDS; field++) {
    const value = packet[field] as number
    if (value < (image[rule + 2 * field] as number) || value > (image[rule + 2 * field + 1] as number)) return false
  }
  return true
}
