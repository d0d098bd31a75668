/**
 * First-match classification: rules in order of priority, each a range of every field; the first rule that matches a
 * packet decides. `firstMatch` says what that means. `CutTree` finds the same rule by a few comparisons: each node cuts
 * one field in two, until few rules are left. Source of the idea: P. Gupta and N. McKeown, "Packet classification using
 * hierarchical intelligent cuttings", Hot Interconnects VII, 1999.
 */
export interface Rule {
  /** of each field, the least and the greatest value, both included */
  readonly ranges: readonly (readonly [low: number, high: number])[]
}
/** The values of the fields, unsigned. */
export type Packet = readonly number[]

/** The index of the first rule that matches; -1 if none does. */
export function firstMatch(rules: readonly Rule[], packet: Packet): number {
  for (let index = 0; index < rules.length; index++) {
    if (matches(rules[index] as Rule, packet)) return index
  }
  return -1
}
const matches = ({ ranges }: Rule, packet: Packet): boolean =>
  ranges.every(([low, high], field) => low <= (packet[field] as number) && (packet[field] as number) <= high)

/** Packets whose `field` is below `cut` go left, the others right. */
export type CutTree =
  | {
      readonly kind: 'cut'
      readonly field: number
      readonly cut: number
      readonly left: CutTree
      readonly right: CutTree
    }
  | { readonly kind: 'leaf'; readonly rules: readonly number[] }

/** Leaves have at most so many rules, where cuts can tell them apart. */
const LEAF_MAX = 3

/**
 * @param domain the least and the greatest value of each field
 * Cost: each cut is at the end of a range, so that there are at most twice as many cuts on a path as rules.
 */
export function cutTree(rules: readonly Rule[], domain: Rule['ranges']): CutTree {
  const build = (indices: readonly number[], space: Rule['ranges']): CutTree => {
    const found = indices.length <= LEAF_MAX ? null : bestCut(rules, indices, space)
    if (found === null) return { kind: 'leaf', rules: indices }
    const { field, cut } = found
    const side = (part: readonly [number, number]) => {
      const inside = space.map((range, i) => (i === field ? part : range))
      return build(
        indices.filter(index => overlaps(rules[index] as Rule, inside)),
        inside,
      )
    }
    const [low, high] = space[field] as readonly [number, number]
    return { kind: 'cut', field, cut, left: side([low, cut - 1]), right: side([cut, high]) }
  }
  return build(
    rules.map((_, index) => index),
    domain,
  )
}

const overlaps = ({ ranges }: Rule, space: Rule['ranges']): boolean =>
  ranges.every(([low, high], field) => {
    const [least, most] = space[field] as readonly [number, number]
    return low <= most && high >= least
  })

/** The cut after which the larger side has the fewest rules; null where no cut leaves any out. */
function bestCut(rules: readonly Rule[], indices: readonly number[], space: Rule['ranges']) {
  let best: { field: number; cut: number } | null = null
  let fewest = indices.length
  for (const [field, [least, most]] of space.entries()) {
    const ends = indices.flatMap(index => {
      const [low, high] = (rules[index] as Rule).ranges[field] as readonly [number, number]
      return [low, high + 1]
    })
    for (const cut of new Set(ends.filter(end => end > least && end <= most))) {
      const left = indices.filter(index => ((rules[index] as Rule).ranges[field]?.[0] as number) < cut).length
      const right = indices.filter(index => ((rules[index] as Rule).ranges[field]?.[1] as number) >= cut).length
      if (Math.max(left, right) >= fewest) continue
      fewest = Math.max(left, right)
      best = { field, cut }
    }
  }
  return best
}

/** The same as `firstMatch` of the rules that the tree was made of. */
export function classify(tree: CutTree, rules: readonly Rule[], packet: Packet): number {
  if (tree.kind === 'cut') {
    return (packet[tree.field] as number) < tree.cut
      ? classify(tree.left, rules, packet)
      : classify(tree.right, rules, packet)
  }
  for (const index of tree.rules) {
    if (matches(rules[index] as Rule, packet)) return index
  }
  return -1
}
