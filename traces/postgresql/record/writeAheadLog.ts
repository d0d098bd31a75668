/**
 * From the write-ahead logs of the participants to the events of one distributed transaction.
 *
 * Each log is in the order of its own positions (LSN). Between logs there is no order but that of requests: a participant
 * logs the number of each request before what it does about it, and the manager makes a request only after the answers
 * that it depends on. So events in the order of these numbers are in an order that agrees with cause and effect. The
 * clocks of the servers are copied for the reader, and decide nothing.
 */

export interface Event {
  readonly event: 'prepared' | 'committed' | 'aborted' | 'asked'
  readonly node: string
  /** number of the last request that the participant has logged before */
  readonly request: number
  readonly lsn: string
  /** which record of the write-ahead log says so */
  readonly record?: string
  readonly time?: string
  /** the answer of a participant that is asked whether it is in doubt */
  readonly inDoubt?: boolean
}

const kinds: Readonly<Record<string, 'prepared' | 'committed' | 'aborted'>> = {
  PREPARE: 'prepared',
  COMMIT_PREPARED: 'committed',
  COMMIT: 'committed',
  ABORT_PREPARED: 'aborted',
  ABORT: 'aborted',
}

/** @param records lines of pg_waldump, from before the transaction began */
export function eventsOf(node: string, gid: string, records: readonly string[]): Event[] {
  const events: Event[] = []
  const own = new Set<string>()
  let request = 0
  for (const line of records) {
    const [, resource, xid, lsn, description] =
      /^rmgr: (\w+) .*tx: +(\d+), lsn: ([\dA-F/]+), .*desc: (.*)$/.exec(line) ?? []
    if (xid === undefined || lsn === undefined || description === undefined) continue
    if (resource === 'LogicalMessage') {
      const [, kind, bytes] = /prefix "(\w+)"; payload \(\d+ bytes\): ([\dA-F ]+)/.exec(description) ?? []
      const [name, number] = Buffer.from((bytes ?? '').replaceAll(' ', ''), 'hex')
        .toString()
        .split(' ')
      if (name !== gid) continue
      if (kind === 'transaction') own.add(xid)
      else request = Number(number)
    }
    if (resource !== 'Transaction') continue
    const [, record, subject] = /^(\w+) (\d+(?=:)|gid [^:]+(?=:))?/.exec(description) ?? []
    const kind = kinds[record ?? '']
    const isOwn = subject === `gid ${gid}` || own.has(subject ?? xid)
    if (record === undefined || kind === undefined || !isOwn) continue
    const [time] = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+/.exec(description) ?? []
    events.push({ event: kind, node, request, lsn, record, ...(time === undefined ? {} : { time }) })
  }
  return events
}

/** Events of all nodes in an order that agrees with cause and effect. */
export const inOrder = (events: readonly Event[]): Event[] =>
  events.toSorted((a, b) => a.request - b.request || (a.node === b.node ? position(a.lsn) - position(b.lsn) : 0))

function position(lsn: string): number {
  const [high = '0', low = '0'] = lsn.split('/')
  return Number.parseInt(high, 16) * 2 ** 32 + Number.parseInt(low, 16)
}
