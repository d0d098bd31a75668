/**
 * Claim: the images of these rules give the first rule that matches, for every packet of five fields: by bit vectors and by cut
 * trees, of rules that can be told apart easily and of rules that overlap.
 *
 * Not claimed: the same of other rules. Images are made anew for each set, and so are proofs; of others there are tests.
 */
import { equivalent, theorems, word } from 'von'
import { buildBitVector } from '../../impl/classifier/buildBitVector.ts'
import { buildCutTree } from '../../impl/classifier/buildCutTree.ts'
import { classify } from '../../impl/classifier/classify.ts'
import { TREE_HEAD, TREES } from '../../impl/classifier/cutTree.ts'
import { DOMAIN, firstMatch, type Range, type Rule } from '../../impl/classifier/rule.ts'

/** Addresses with the same first bits as the given one. */
const prefix = (address: number, bits: number): Range => {
  const size = 2 ** (32 - bits)
  const low = Math.floor(address / size) * size
  return [low, low + size - 1]
}
const [anyAddress, , anyPort, , anyProtocol] = DOMAIN

/** Overlays with an address range each, services among them, and a last rule for what is left. */
const overlays: Rule[] = Array.from({ length: 12 }, (_, overlay): Rule[] => {
  const own = prefix(0x0a000000 + overlay * 0x00200000, 11)
  const next = prefix(0x0a000000 + ((overlay + 5) % 12) * 0x00200000, 11)
  return [
    { ranges: [own, next, anyPort, [1024 * overlay, 1024 * overlay + 511], [17, 17]] },
    { ranges: [prefix(own[0] + 0x00010000 * overlay, 16), anyAddress, anyPort, anyPort, [6, 17]] },
    { ranges: [own, own, anyPort, anyPort, anyProtocol] },
  ]
}).flat()

const inputs = {
  source: word(32),
  destination: word(32),
  sourcePort: word(16),
  destinationPort: word(16),
  protocol: word(8),
}
interface Inputs {
  readonly source: number
  readonly destination: number
  readonly sourcePort: number
  readonly destinationPort: number
  readonly protocol: number
}
const packet = ({ source, destination, sourcePort, destinationPort, protocol }: Inputs) => [
  source,
  destination,
  sourcePort,
  destinationPort,
  protocol,
]

/** Stripes of sources and of destinations that cross each other, and between them boxes that overlap in every field. */
const crossing: Rule[] = Array.from({ length: 18 }, (_, i): Rule => {
  const part = (of: number, unit: number): Range => [of * unit, (of + 3) * unit - 1]
  if (i % 3 === 0) return { ranges: [part(i, 2 ** 25), anyAddress, anyPort, part(i, 1000), [6, 17]] }
  if (i % 3 === 1) return { ranges: [anyAddress, part((7 * i) % 18, 2 ** 26), part(i, 2000), anyPort, anyProtocol] }
  return {
    ranges: [part((5 * i) % 18, 2 ** 24), part(i, 2 ** 25), part((11 * i) % 18, 1500), part(17 - i, 900), [0, 8 * i]],
  }
})

const vectors = buildBitVector(overlays)
const tree = buildCutTree(overlays)
const crossingVectors = buildBitVector(crossing)
const crossingTrees = buildCutTree(crossing, { leafMax: 2, apart: true })
const narrowTreeOnly = crossingTrees.with(TREES, 1)

/** The same with the sides of the first cut exchanged. */
const exchanged = tree.with(TREE_HEAD, 0)
/** Without the rule before the last. */
const fewer = buildBitVector(overlays.toSpliced(-2, 1))

export default theorems(
  equivalent(
    'bitVectorsAreFirstMatch',
    inputs,
    p => classify(vectors, packet(p)),
    p => firstMatch(overlays, packet(p)),
    {
      about: 'The bit vectors of 36 rules give the first rule that matches, for every packet of five fields.',
      twins: { oneRuleLess: p => classify(fewer, packet(p)) },
    },
  ),
  equivalent(
    'bitVectorsAreFirstMatchWhereRulesCross',
    inputs,
    p => classify(crossingVectors, packet(p)),
    p => firstMatch(crossing, packet(p)),
    {
      about:
        'The bit vectors of 18 rules that overlap in every field give the first rule that matches, for every packet.',
      twins: { lastMatch: p => firstMatch(crossing.toReversed(), packet(p)) },
    },
  ),
  equivalent(
    'cutTreeIsFirstMatch',
    inputs,
    p => classify(tree, packet(p)),
    p => firstMatch(overlays, packet(p)),
    {
      about: 'The cut tree of 36 rules gives the first rule that matches, for every packet of five fields.',
      twins: { oneCutMoved: p => classify(exchanged, packet(p)) },
    },
  ),
  equivalent(
    'cutTreesAreFirstMatchWhereRulesCross',
    inputs,
    p => classify(crossingTrees, packet(p)),
    p => firstMatch(crossing, packet(p)),
    {
      about:
        'The cut trees of 18 rules that overlap in every field give the first rule that matches, for every packet.',
      twins: { firstTreeDecides: p => classify(narrowTreeOnly, packet(p)) },
    },
  ),
)
