/**
 * First-match classification: rules in order of priority, each a range of every field; the first rule that matches a
 * packet decides. `firstMatch` says what that means; whatever is faster has to give the same.
 */
import { FIELDS } from '../header/fields.ts'
import { NONE, type Words } from '../words.ts'

export type Range = readonly [low: number, high: number]
export interface Rule {
  /** of each field, the least and the greatest value, both included */
  readonly ranges: readonly [
    source: Range,
    destination: Range,
    sourcePort: Range,
    destinationPort: Range,
    protocol: Range,
  ]
}

/** The least and the greatest value of each field. */
export const DOMAIN: Rule['ranges'] = [
  [0, 0xffffffff],
  [0, 0xffffffff],
  [0, 0xffff],
  [0, 0xffff],
  [0, 0xff],
]

/**
 * The index of the first rule that matches; NONE if none does.
 *
 * @param packet the values of the five fields, in the order of `header/fields.ts`
 */
export function firstMatch(rules: readonly Rule[], packet: Words): number {
  for (let index = 0; index < rules.length; index++) {
    if (matches(rules[index] as Rule, packet)) return index
  }
  return NONE
}
function matches({ ranges }: Rule, packet: Words): boolean {
  for (let field = 0; field < FIELDS; field++) {
    const [low, high] = ranges[field] as Range
    const value = packet[field] as number
    if (value < low || value > high) return false
  }
  return true
}

/** @throws RangeError for a range that is empty or leaves its field */
export function requireRules(rules: readonly Rule[]): void {
  for (const [index, { ranges }] of rules.entries()) {
    if (ranges.length !== FIELDS) throw new RangeError(`rule ${index} has ${ranges.length} ranges, and not ${FIELDS}`)
    for (const [field, [low, high]] of ranges.entries()) {
      const [least, most] = DOMAIN[field] as Range
      if (!(Number.isInteger(low) && Number.isInteger(high) && least <= low && low <= high && high <= most))
        throw new RangeError(`rule ${index}, field ${field}: ${low} to ${high} is no range within ${least} to ${most}`)
    }
  }
}
