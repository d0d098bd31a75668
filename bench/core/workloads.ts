/**
 * What is measured: tables of `impl`, packets for them, and the same as files that programs in C read. All of it comes from
 * seeds.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildClassifier } from '../../impl/classifier/buildClassifier.ts'
import type { Rule } from '../../impl/classifier/rule.ts'
import { packetsFor, type RuleSetKind, ruleSet } from '../../impl/classifier/ruleSets.fixture.ts'
import { FIELDS } from '../../impl/header/fields.ts'
import { buildLookup } from '../../impl/lookup/buildLookup.ts'
import { buildCalendar } from '../../impl/scheduler/buildCalendar.ts'
import { buildSlots } from '../../impl/scheduler/buildSlots.ts'
import { shuffled, xorshift, zipf } from './random.ts'

export type Subject = 'lookup' | 'classify' | 'calendar' | 'slots'

export interface Workload {
  readonly subject: Subject
  readonly name: string
  /** what every program reads, words by the name of their file */
  readonly files: Readonly<Record<string, Uint32Array>>
  /** what every program is told beside them: see the heads of `peers/*.c` */
  readonly numbers: readonly number[]
  /** overlays that the table is for; null for rules */
  readonly overlays: number | null
  /** what a packet takes at least: bytes of it that pass by, and lines of a table, at unforeseeable places */
  readonly least: { readonly packetBytes: number; readonly lines: number; readonly tableBytes: number }
}

/** A workload that is built when it is its turn: some take seconds. */
export interface Plan {
  readonly name: string
  readonly build: () => Workload
}

/** Packets that answers are stored for: as ids of one word they fit into the cache next to the core. */
const CACHED = 2 ** 14
const PACKETS = 2 ** 20
const CLASSIFIED = 2 ** 15
const ARRIVALS = 2 ** 18

export type IdPattern = 'scattered' | 'delegated'
export type Traffic = 'uniform' | 'Zipf'

/** Different ids: anywhere, or one behind the other in a range that was delegated; from 2^31 on, too. */
export function idsOf(pattern: IdPattern, count: number, seed: number): Uint32Array {
  if (pattern === 'delegated') return Uint32Array.from({ length: count }, (_, i) => 0xc0000000 + i)
  const random = xorshift(seed)
  const ids = new Set<number>()
  while (ids.size < count) ids.add(random())
  return Uint32Array.from(ids)
}

/**
 * Packets of `stride` words with an id first; one of 16 is of no overlay that the table has. Those of a stride of 16 fill a line of
 * the cache each.
 */
export function lookupWorkload(
  overlays: number,
  pattern: IdPattern,
  traffic: Traffic,
  isStreaming: boolean,
  packetCount = isStreaming ? PACKETS : CACHED,
  seed = 1,
): Workload {
  const ids = idsOf(pattern, overlays, seed)
  const entries = Uint32Array.from([...ids].flatMap((id, index) => [id, index]))
  const image = buildLookup([...ids].map((id, index) => [id, index]))
  const random = xorshift(seed + 1)
  const next = traffic === 'Zipf' ? zipf(overlays, seed + 2) : () => random() % overlays
  const stride = isStreaming ? 16 : 1
  const packets = new Uint32Array(packetCount * stride)
  for (let i = 0; i < packetCount; i++) packets[i * stride] = random() % 16 === 0 ? random() : (ids[next()] as number)
  return {
    subject: 'lookup',
    name: lookupName(overlays, pattern, traffic, isStreaming),
    files: { entries, image, packets },
    numbers: [stride, Math.max(1, PACKETS / packetCount)],
    overlays,
    least: { packetBytes: 4 * stride, lines: 1, tableBytes: 4 * image.length },
  }
}

export function classifyWorkload(kind: RuleSetKind, ruleCount: number, packetCount = CLASSIFIED, seed = 1): Workload {
  const rules = ruleSet(kind, ruleCount, seed)
  const { image } = buildClassifier(rules)
  return {
    subject: 'classify',
    name: `${label(ruleCount)} ${kind} rules`,
    files: { rules: wordsOf(rules), image, packets: packetsFor(rules, packetCount, seed + 1) },
    numbers: [Math.max(1, (8 * CLASSIFIED) / packetCount)],
    overlays: null,
    least: { packetBytes: 4 * FIELDS, lines: 1, tableBytes: 4 * image.length },
  }
}

/**
 * Packets of any length from 64 to 1,500 bytes, in rounds: an eighth of the overlays sends one, some of them more, so that now
 * and then one has to wait for another cycle. None is dropped.
 */
export function schedulerWorkload(
  subject: 'calendar' | 'slots',
  overlays: number,
  arrivalCount = ARRIVALS,
  seed = 1,
): Workload {
  const round = Math.floor(overlays / 8)
  const rounds = Math.max(4, Math.floor(arrivalCount / round))
  const random = xorshift(seed)
  const arrivals = new Uint32Array(2 * round * rounds)
  for (let i = 0; i < arrivals.length; i += 2) {
    arrivals[i] = random() % overlays
    arrivals[i + 1] = 64 + (random() % 1437)
  }
  return {
    subject,
    name: `${label(overlays)} partitions, ${subject}`,
    files: { image: subject === 'calendar' ? calendarFor(overlays) : slotsFor(overlays, xorshift(seed + 1)), arrivals },
    numbers: [round],
    overlays,
    // a line of the partition's when it comes; its entry is written and read in order
    least: { packetBytes: 8 + 24, lines: 1, tableBytes: 16 * overlays },
  }
}

/** Each partition may send one of the longest packets in a cycle. */
const calendarFor = (overlays: number) =>
  buildCalendar({
    cycleBytes: 1500 * overlays,
    budgets: new Uint32Array(overlays).fill(1500),
    cycles: 8,
    chargeMin: 256,
  })

/** Each has one slot, in random order, as it is where neighbours are not to be told from each other. */
const slotsFor = (overlays: number, random: () => number) =>
  buildSlots({
    owners: shuffled(overlays, random),
    queues: new Uint32Array(overlays).fill(16),
    slotBytes: 1500,
  })

const label = (count: number) => count.toLocaleString('en')

/** The least and the greatest value of each field. */
export const wordsOf = (rules: readonly Rule[]): Uint32Array =>
  Uint32Array.from(rules.flatMap(({ ranges }) => ranges.flat()))

const sizes = [1_000, 10_000, 100_000]

const lookupName = (overlays: number, pattern: IdPattern, traffic: Traffic, isStreaming: boolean) =>
  `${label(overlays)} ${pattern} ids, ${traffic}, ${isStreaming ? 'streaming' : 'in cache'}`

const lookup = (
  overlays: number,
  pattern: IdPattern,
  traffic: Traffic,
  isStreaming: boolean,
  packets?: number,
): Plan => ({
  name: lookupName(overlays, pattern, traffic, isStreaming),
  build: () => lookupWorkload(overlays, pattern, traffic, isStreaming, packets),
})
const classification = (kind: RuleSetKind, rules: number, packets?: number): Plan => ({
  name: `${label(rules)} ${kind} rules`,
  build: () => classifyWorkload(kind, rules, packets),
})
const scheduling = (subject: 'calendar' | 'slots', overlays: number, arrivals?: number): Plan => ({
  name: `${label(overlays)} partitions, ${subject}`,
  build: () => schedulerWorkload(subject, overlays, arrivals),
})

/** All that the benchmark goes through. */
export const plans: readonly Plan[] = [
  ...sizes.flatMap(overlays => [
    lookup(overlays, 'scattered', 'uniform', false),
    lookup(overlays, 'scattered', 'uniform', true),
    lookup(overlays, 'scattered', 'Zipf', true),
    lookup(overlays, 'delegated', 'uniform', true),
  ]),
  ...(['acl', 'fw'] as const).flatMap(kind => [10, 100, 1_000, 10_000].map(rules => classification(kind, rules))),
  ...sizes.map(overlays => scheduling('calendar', overlays)),
  ...sizes.map(overlays => scheduling('slots', overlays)),
]

/** Smaller ones of each subject: the numbers mean nothing. */
export const quickPlans: readonly Plan[] = [
  lookup(1_000, 'scattered', 'Zipf', false, 1024),
  lookup(1_000, 'delegated', 'uniform', true, 1024),
  classification('acl', 100, 1024),
  classification('fw', 100, 1024),
  scheduling('calendar', 1_000, 8192),
  scheduling('slots', 1_000, 8192),
]

/** Writes the files of a workload into a folder of its own. @returns the folder */
export function written({ name, files }: Workload, directory: string): string {
  const folder = path.join(directory, name.replaceAll(/[^\w]+/g, '-'))
  mkdirSync(folder, { recursive: true })
  for (const [file, words] of Object.entries(files)) writeFileSync(path.join(folder, file), words)
  return folder
}
