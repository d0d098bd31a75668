/**
 * Rule sets in the style of ClassBench, for tests and benchmarks, and packets for them. Not its seeds or its generator:
 * of its published sets these have the shares of prefixes, port ranges and protocols, roughly, and that prefixes nest.
 *
 * - acl: access control. Long prefixes of sources and destinations, nearly all source ports, exact destination ports.
 * - fw: firewalls. Many short prefixes and wildcards, ranges of both ports; copies of rules are many where it is cut.
 *
 * Source: D. E. Taylor and J. S. Turner, "ClassBench: a packet classification benchmark", INFOCOM 2005.
 */
import { FIELDS } from '../header/fields.ts'
import { DOMAIN, type Range, type Rule } from './rule.ts'

/** Bits of a packet that a rule leaves open, of 104: more would hide most of what follows. */
const WIDTH_MAX = 90

export type RuleSetKind = 'acl' | 'fw'

/** The same seed draws the same numbers, from 0 to 1, 1 left out. Source: "mulberry32" of T. Ettinger, in the public domain. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}

/** `count` different rules, narrow ones first on the whole, as wide ones would hide them; the last matches everything. */
export function ruleSet(kind: RuleSetKind, count: number, seed: number): Rule[] {
  const random = randomNumbers(seed)
  const below = (n: number) => Math.floor(random() * n)
  const pick = <T>(from: readonly (readonly [share: number, value: T])[]): T => {
    let left = random()
    for (const [share, value] of from) {
      left -= share
      if (left < 0) return value
    }
    return (from.at(-1) as readonly [number, T])[1]
  }
  // Sites have a few networks each, and rules are about hosts and subnets of them: so prefixes nest.
  const sites = Array.from({ length: Math.max(4, Math.ceil(count / 40)) }, () => (below(2 ** 16) << 16) >>> 0)
  const address = (lengths: readonly (readonly [number, number])[]): Range => {
    const bits = pick(lengths)
    if (bits === 0) return DOMAIN[0]
    const size = 2 ** (32 - bits)
    const site = sites[below(sites.length)] as number
    const low = Math.floor((site + below(2 ** 16)) / size) * size
    return [low, low + size - 1]
  }
  const services = [80, 443, 53, 25, 22, 123, 161, 389, 1433, 3306, 5060, 8080]
  const port = (shares: readonly (readonly [number, 'any' | 'exact' | 'high' | 'low' | 'range'])[]): Range => {
    switch (pick(shares)) {
      case 'any':
        return DOMAIN[2]
      case 'exact': {
        const n = random() < 0.7 ? (services[below(services.length)] as number) : below(65536)
        return [n, n]
      }
      case 'high':
        return [1024, 65535]
      case 'low':
        return [0, 1023]
      case 'range': {
        const low = below(60000)
        return [low, low + 1 + below(5000)]
      }
    }
  }
  const protocol = (shares: readonly (readonly [number, number | null])[]): Range => {
    const n = pick(shares)
    return n === null ? DOMAIN[4] : [n, n]
  }
  const draw: Record<RuleSetKind, () => Rule['ranges']> = {
    acl: () => [
      address([
        [0.08, 0],
        [0.1, 16],
        [0.12, 24],
        [0.2, 28],
        [0.5, 32],
      ]),
      address([
        [0.02, 0],
        [0.06, 16],
        [0.32, 24],
        [0.2, 28],
        [0.4, 32],
      ]),
      port([[1, 'any']]),
      port([
        [0.3, 'any'],
        [0.58, 'exact'],
        [0.04, 'high'],
        [0.08, 'range'],
      ]),
      protocol([
        [0.75, 6],
        [0.15, 17],
        [0.04, 1],
        [0.06, null],
      ]),
    ],
    fw: () => [
      address([
        [0.38, 0],
        [0.12, 16],
        [0.2, 24],
        [0.3, 32],
      ]),
      address([
        [0.28, 0],
        [0.1, 16],
        [0.22, 24],
        [0.4, 32],
      ]),
      port([
        [0.6, 'any'],
        [0.2, 'exact'],
        [0.12, 'high'],
        [0.03, 'low'],
        [0.05, 'range'],
      ]),
      port([
        [0.3, 'any'],
        [0.45, 'exact'],
        [0.15, 'high'],
        [0.03, 'low'],
        [0.07, 'range'],
      ]),
      protocol([
        [0.6, 6],
        [0.25, 17],
        [0.05, 1],
        [0.1, null],
      ]),
    ],
  }
  const rules = new Map<string, Rule & { readonly width: number }>()
  while (rules.size < count - 1) {
    const ranges = draw[kind]()
    const widths = ranges.map(([low, high]) => Math.log2(high - low + 1))
    const width = widths.reduce((sum, bits) => sum + bits, 0)
    if (width < WIDTH_MAX) rules.set(ranges.join(), { ranges, width: width + 30 * random() })
  }
  const ordered = [...rules.values()].sort((a, b) => a.width - b.width).map(({ ranges }) => ({ ranges }))
  return [...ordered, { ranges: DOMAIN }]
}

/**
 * Packets, of five words each: nine of ten lie within a rule that is drawn first, at an end of its ranges or anywhere; the
 * others anywhere at all.
 */
export function packetsFor(rules: readonly Rule[], count: number, seed: number): Uint32Array<ArrayBuffer> {
  const random = randomNumbers(seed)
  const packets = new Uint32Array(count * FIELDS)
  for (let i = 0; i < count; i++) {
    const ranges = random() < 0.9 ? (rules[Math.floor(random() * rules.length)] as Rule).ranges : DOMAIN
    for (const [field, [low, high]] of ranges.entries()) {
      const way = random()
      packets[i * FIELDS + field] = way < 0.2 ? low : way < 0.3 ? high : low + Math.floor(random() * (high - low + 1))
    }
  }
  return packets
}
