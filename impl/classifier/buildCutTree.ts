/**
 * Builds the images that `cutTree.ts` reads. A rule that lies on both sides of a cut is in both of them; so that trees do
 * not grow without bound, the fullest parts are cut first, and nothing is cut any more that would take all lists together
 * over a limit. What is left is compared rule by rule: answers are the same, and the image says how long they may take.
 */

import { DESTINATION, FIELDS, SOURCE } from '../header/fields.ts'
import { NONE } from '../words.ts'
import { CUT_TREE, DEPTH, LEAF, LONGEST_LEAF, RULE_WORDS, RULES, TREE_HEAD, TREES, workOf } from './cutTree.ts'
import { DOMAIN, type Range, type Rule, requireRules } from './rule.ts'

export interface CutTreeOptions {
  /** leaves have at most so many rules, where cuts can tell them apart (4) */
  readonly leafMax?: number
  /** all leaves together have at most so many times the rules that there are, and 1,000 more (8) */
  readonly replicationMax?: number
  /** whether rules with wide addresses have trees of their own (where that halves the work at the worst) */
  readonly apart?: boolean
}

/** No path has more cuts. */
const DEPTH_MAX = 48
/** A range of addresses of which this many belong together is wide: a quarter of them all. */
const WIDE = 2 ** 30

interface Cut {
  readonly field: number
  /** the first value of the right side */
  readonly at: number
}
/** A part of the space of packets, with the rules that may be the first to match there, in their order. */
interface Region {
  readonly space: readonly Range[]
  readonly rules: readonly number[]
  readonly depth: number
  sides: { readonly cut: Cut; readonly left: Region; readonly right: Region } | null
}

/**
 * One tree, or one for each kind of addresses.
 *
 * @throws RangeError for a range that is empty or leaves its field
 * Cost: time in proportion to n log n for each level of a tree, for n rules; see `CutTreeOptions` for the size.
 */
export function buildCutTree(
  rules: readonly Rule[],
  { leafMax = 4, replicationMax = 8, apart }: CutTreeOptions = {},
): Uint32Array<ArrayBuffer> {
  requireRules(rules)
  const limit = replicationMax * rules.length + 1000
  const grown = (groups: readonly (readonly number[])[]) => {
    const roots = groups.map(group => regionOf(rules, DOMAIN, group, 0))
    cutAll(rules, roots, leafMax, limit)
    return imageOf(rules, roots)
  }
  const all = [...rules.keys()]
  if (apart !== undefined) return grown(apart ? byWidth(rules, all) : [all])
  const [one, several] = [grown([all]), grown(byWidth(rules, all))]
  // Work at the worst; in the middle, four trees take more than one of the same bound.
  return 2 * workOf(several) < workOf(one) ? several : one
}

const rangeOf = (rules: readonly Rule[], index: number, field: number) => (rules[index] as Rule).ranges[field] as Range

/** Rules whose source or destination is a large part of all addresses apart from the others, as a cut of these copies them. */
function byWidth(rules: readonly Rule[], all: readonly number[]): number[][] {
  const isWide = (index: number, field: number) => {
    const [low, high] = rangeOf(rules, index, field)
    return high - low >= WIDE
  }
  const kindOf = (index: number) => 2 * Number(isWide(index, SOURCE)) + Number(isWide(index, DESTINATION))
  return [0, 1, 2, 3].map(kind => all.filter(index => kindOf(index) === kind)).filter(group => group.length > 0)
}

function cutAll(rules: readonly Rule[], roots: readonly Region[], leafMax: number, limit: number): void {
  const bySize: Region[][] = Array.from({ length: rules.length + 1 }, () => [])
  let room = limit
  for (const root of roots) {
    bySize[root.rules.length]?.push(root)
    room -= root.rules.length
  }
  // Both sides of a cut have fewer rules, so that none is put where others were taken before.
  for (let size = rules.length; size > leafMax; size--) {
    for (const region of bySize[size] as Region[]) {
      const cut = region.depth < DEPTH_MAX ? bestCut(rules, region) : null
      if (cut === null) continue
      const [left, right] = sidesOf(rules, region, cut)
      const growth = left.rules.length + right.rules.length - size
      if (growth > room) continue
      room -= growth
      region.sides = { cut, left, right }
      bySize[left.rules.length]?.push(left)
      bySize[right.rules.length]?.push(right)
    }
  }
}

/** Rules behind one that matches everything in a region are never the first there. */
function regionOf(all: readonly Rule[], space: readonly Range[], candidates: readonly number[], depth: number): Region {
  const rules: number[] = []
  for (const index of candidates) {
    const { ranges } = all[index] as Rule
    let apart = false
    let covers = true
    for (let field = 0; field < FIELDS; field++) {
      const [low, high] = ranges[field] as Range
      const [least, most] = space[field] as Range
      if (low > most || high < least) apart = true
      if (low > least || high < most) covers = false
    }
    if (apart) continue
    rules.push(index)
    if (covers) break
  }
  return { space, rules, depth, sides: null }
}

function sidesOf(all: readonly Rule[], { space, rules, depth }: Region, { field, at }: Cut): readonly [Region, Region] {
  const [least, most] = space[field] as Range
  const side = (part: Range) => regionOf(all, space.with(field, part), rules, depth + 1)
  return [side([least, at - 1]), side([at, most])]
}

/** The cut with the least sum of the squares of rules on both sides: few copies, sides alike; null where none leaves any out. */
function bestCut(all: readonly Rule[], { space, rules }: Region): Cut | null {
  let best: Cut | null = null
  let least = Number.POSITIVE_INFINITY
  for (const [field, [first, last]] of space.entries()) {
    // where rules begin, and where they have ended; a rule lies on the left of a cut if it begins before it
    const begins = new Float64Array(rules.length)
    const ends = new Float64Array(rules.length)
    for (const [i, index] of rules.entries()) {
      const [low, high] = rangeOf(all, index, field)
      begins[i] = Math.max(low, first)
      ends[i] = Math.min(high, last) + 1
    }
    begins.sort()
    ends.sort()
    let left = 0
    let ended = 0
    const consider = (at: number) => {
      if (at <= first || at > last) return
      while (left < rules.length && (begins[left] as number) < at) left++
      while (ended < rules.length && (ends[ended] as number) <= at) ended++
      const right = rules.length - ended
      const cost = left * left + right * right
      if (Math.max(left, right) === rules.length || cost >= least) return
      least = cost
      best = { field, at }
    }
    for (let i = 0, j = 0; i < rules.length || j < rules.length; ) {
      const next = Math.min(begins[i] ?? Number.POSITIVE_INFINITY, ends[j] ?? Number.POSITIVE_INFINITY)
      consider(next)
      while (begins[i] === next) i++
      while (ends[j] === next) j++
    }
  }
  return best
}

// ---- the image --------------------------------------------------------------------------------------------------
function imageOf(rules: readonly Rule[], roots: readonly Region[]): Uint32Array<ArrayBuffer> {
  const nodes: Region[] = []
  const places = new Map<Region, number>()
  /** of each list of rules, as text, the words between the first list and it */
  const lists = new Map<string, number>()
  const listed: number[] = []
  const visit = (region: Region): void => {
    if (region.sides === null) {
      list(region.rules)
      return
    }
    const { left, right } = region.sides
    for (const side of [left, right]) places.set(side, nodes.push(side) - 1)
    visit(left)
    visit(right)
  }
  const list = (indices: readonly number[]): void => {
    const key = indices.join()
    if (lists.has(key)) return
    lists.set(key, listed.length)
    for (const index of indices) listed.push(index)
    listed.push(NONE)
  }
  for (const root of roots) places.set(root, nodes.push(root) - 1)
  for (const root of roots) visit(root)

  const listStart = TREE_HEAD + 2 * nodes.length
  const ruleStart = listStart + listed.length
  const image = new Uint32Array(ruleStart + RULE_WORDS * rules.length)
  image[0] = CUT_TREE
  image[DEPTH] = Math.max(
    ...[0],
    nodes.reduce((most, { depth }) => Math.max(most, depth), 0),
  )
  image[LONGEST_LEAF] = nodes.reduce((most, region) => (region.sides ? most : Math.max(most, region.rules.length)), 0)
  image[RULES] = ruleStart
  image[TREES] = roots.length
  for (const [i, { sides, rules: indices }] of nodes.entries()) {
    const at = TREE_HEAD + 2 * i
    if (sides === null) image[at + 1] = (listStart + (lists.get(indices.join()) as number)) * 8 + LEAF
    else {
      image[at] = sides.cut.at
      image[at + 1] = (TREE_HEAD + 2 * (places.get(sides.left) as number)) * 8 + sides.cut.field
    }
  }
  image.set(listed, listStart)
  for (const [i, { ranges }] of rules.entries()) image.set(ranges.flat(), ruleStart + RULE_WORDS * i)
  return image
}
