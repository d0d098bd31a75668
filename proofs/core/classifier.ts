/**
 * Claim: the images of these rules give the first rule that matches, for every packet of five fields: by cut trees and by bit
 * vectors, for rules that can be told apart easily and for rules that overlap.
 *
 * Not claimed: the same of other rules. The images are made anew for each set, and so is the proof; tests compare others.
 */
import { equivalent, theorems, word } from 'von'
import { buildBitVector } from '../../impl/classifier/buildBitVector.ts'
import { classify } from '../../impl/classifier/classify.ts'
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

const vectors = buildBitVector(overlays)
/** The same without the rule before the last. */
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
)
