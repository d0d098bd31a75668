/**
 * Claim: the cut tree of these 36 rules finds the first rule that matches, for every packet of four fields: the source and
 * the destination as 32-bit addresses, a 16-bit port and an 8-bit protocol.
 *
 * Not claimed: the same of other rules; the tree is made anew for each set, and so is the proof.
 */
import { equivalent, word } from 'von'
import { type CutTree, classify, cutTree, firstMatch, type Rule } from '../../impl/classifier/classifier.ts'

const DOMAIN = [
  [0, 2 ** 32 - 1],
  [0, 2 ** 32 - 1],
  [0, 2 ** 16 - 1],
  [0, 2 ** 8 - 1],
] as const

/** Addresses with the same first bits as the given one. */
const prefix = (address: number, bits: number) => {
  const size = 2 ** (32 - bits)
  const low = Math.floor(address / size) * size
  return [low, low + size - 1] as const
}
const [anyAddress, , anyPort, anyProtocol] = DOMAIN

/** Overlays with an address range each, services among them, and a last rule for what is left. */
const rules: Rule[] = Array.from({ length: 12 }, (_, overlay) => {
  const own = prefix(0x0a000000 + overlay * 0x00200000, 11)
  const next = prefix(0x0a000000 + ((overlay + 5) % 12) * 0x00200000, 11)
  return [
    { ranges: [own, next, [1024 * overlay, 1024 * overlay + 511] as const, [17, 17] as const] },
    { ranges: [prefix(own[0] + 0x00010000 * overlay, 16), anyAddress, anyPort, [6, 17] as const] },
    { ranges: [own, own, anyPort, anyProtocol] },
  ]
}).flat()

const tree = cutTree(rules, DOMAIN)

/** The same with the sides of the deepest cut on the right exchanged. */
const broken = (node: CutTree): CutTree => {
  if (node.kind === 'leaf') return node
  return node.right.kind === 'leaf'
    ? { ...node, left: node.right, right: node.left }
    : { ...node, right: broken(node.right) }
}

export default equivalent(
  'cutTreeIsFirstMatch',
  { source: word(32), destination: word(32), port: word(16), protocol: word(8) },
  ({ source, destination, port, protocol }) => classify(tree, rules, [source, destination, port, protocol]),
  ({ source, destination, port, protocol }) => firstMatch(rules, [source, destination, port, protocol]),
  {
    about: 'The cut tree of 36 rules finds the first rule that matches, for every packet of four fields.',
    twins: {
      sidesExchanged: ({ source, destination, port, protocol }) =>
        classify(broken(tree), rules, [source, destination, port, protocol]),
    },
  },
)
