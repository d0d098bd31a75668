/**
 * From what members of a group have printed to one log.
 *
 * Each member's lines stay in their order. Between members there is no order but that a message is sent before it is
 * delivered; what the log has beyond that is taken from the machine's monotonic clock, and decides nothing: whichever
 * order agrees with cause and effect, replay says the same.
 *
 * Members are named p0, p1, ... in the order of their nodes, messages m0, ... and views v0, ... in the order of the log. Views have no
 * numbers in corosync: two members are in the same view if it has the same members and is as often the one with these
 * members to both of them.
 */
import type { Line } from './cluster.ts'

export interface Event {
  readonly event: 'sent' | 'delivered' | 'view' | 'killed'
  readonly node: string
  readonly message?: string
  readonly view?: string
  readonly members?: readonly string[]
  /** whether no member has told of this view before */
  readonly isNew?: boolean
  /** what the member calls it */
  readonly content?: string
}

/** @param logs what each member has printed, from the view on in which the log begins, by its name in corosync */
export function eventsOf(logs: ReadonlyMap<string, readonly Line[]>, first: readonly string[]): Event[] {
  const names = new Map([...logs.keys()].map((name, i) => [name, `p${i}`]))
  const messages = new Map<string, string>()
  const views = new Map<string, string>([[viewKey(first, 0), 'v0']])
  const events: Event[] = []
  const seen = new Map([...logs.keys()].map(name => [name, [sorted(first)]]))

  for (const { name, line } of merged(logs)) {
    const node = names.get(name) ?? ''
    if (line.event === 'sent' || line.event === 'delivered') {
      const content = line.message ?? ''
      if (!messages.has(content)) messages.set(content, `m${messages.size}`)
      events.push({ event: line.event, node, message: messages.get(content) ?? '', content })
    } else if (line.event === 'view') {
      const members = line.members ?? []
      const before = seen.get(name) ?? []
      const key = viewKey(members, before.filter(view => view === sorted(members)).length)
      before.push(sorted(members))
      const isNew = !views.has(key)
      if (isNew) views.set(key, `v${views.size}`)
      const known = members.map(member => names.get(member) ?? member).sort()
      events.push({ event: 'view', node, view: views.get(key) ?? '', members: known, isNew })
    } else if (line.event === 'killed') {
      events.push({ event: 'killed', node })
    }
  }
  return events
}

const sorted = (members: readonly string[]) => [...members].sort().join(' ')
const viewKey = (members: readonly string[], occurrence: number) => `${sorted(members)} (${occurrence})`

/** Earliest first, but no message is delivered before it is sent, and each member's lines stay in order. */
function* merged(logs: ReadonlyMap<string, readonly Line[]>): Generator<{ name: string; line: Line }> {
  const sent = new Set<string>()
  const left = new Map([...logs].map(([name, lines]) => [name, [...lines]]))
  for (;;) {
    const heads = [...left].flatMap(([name, [line]]) => (line === undefined ? [] : [{ name, line }]))
    const [next] = heads
      .filter(({ line }) => line.event !== 'delivered' || sent.has(line.message ?? ''))
      .sort((one, other) => one.line.at - other.line.at)
    if (next === undefined) {
      if (heads.length > 0) throw new Error(`delivered, and never sent: ${heads[0]?.line.message}`)
      return
    }
    left.get(next.name)?.shift()
    if (next.line.event === 'sent') sent.add(next.line.message ?? '')
    yield next
  }
}
