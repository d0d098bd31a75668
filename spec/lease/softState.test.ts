import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import softState from './softState.ts'

const holds = { violated: [], inconclusive: [] }

/** One holder and its keeper, told by moments on a clock that never stops in place of timers that count. */
interface Moment {
  readonly now: number
  readonly phase: 'idle' | 'asking' | 'active' | 'done'
  readonly keptUntil?: number | undefined
  readonly countedUntil: number
  readonly sentAt: number
  readonly underWay: readonly ('grant' | 'refresh' | 'teardown')[]
  /** when the request was sent whose answer is under way */
  readonly answers?: number | undefined
  readonly lost: number
  readonly failovers: number
}

/** How many situations there are, apart from when they are. */
function situations(losses: number, lifetime: number): number {
  const isIn = ({ phase }: Moment) => phase === 'asking' || phase === 'active'
  const nextOf = (s: Moment): Moment[] => {
    const { now, phase, underWay } = s
    const next: Moment[] = []
    const isRequested = underWay.includes('grant') || underWay.includes('refresh')
    if (phase === 'idle') next.push({ ...s, phase: 'asking', sentAt: now, underWay: ['grant'] })
    if (isIn(s)) {
      if (now - s.sentAt === 1 && !isRequested) {
        next.push({ ...s, sentAt: now, underWay: [phase === 'active' ? 'refresh' : 'grant'] })
      }
      for (const farewell of [[], ['teardown']] as const) {
        const forgotten = { answers: undefined, countedUntil: now, lost: 0 }
        next.push({ ...s, ...forgotten, phase: 'done', underWay: farewell })
      }
    }
    if (isRequested) {
      const isRefused = underWay.includes('refresh') && s.keptUntil === undefined
      const received = { ...s, underWay: [], lost: 0 }
      next.push(isRefused ? received : { ...received, keptUntil: now + lifetime, answers: s.sentAt })
      if (s.lost < losses) next.push({ ...s, underWay: [], lost: s.lost + 1 })
    }
    if (underWay.includes('teardown')) {
      next.push({ ...s, underWay: [], keptUntil: undefined }, { ...s, underWay: [] })
    }
    if (s.answers !== undefined) {
      const countedUntil = Math.max(s.countedUntil, s.answers + lifetime)
      next.push({ ...s, answers: undefined }, { ...s, answers: undefined, phase: 'active', countedUntil })
    }
    if (s.keptUntil !== undefined && s.keptUntil <= now) next.push({ ...s, keptUntil: undefined })
    if (s.failovers > 0) {
      const keptUntil = s.keptUntil === undefined ? undefined : now + lifetime
      next.push({ ...s, failovers: s.failovers - 1, keptUntil })
    }
    const mustAsk = isIn(s) && now - s.sentAt === 1
    const mustAnswer = s.answers !== undefined && now - s.answers === 2
    if (!mustAsk && !mustAnswer) next.push({ ...s, now: now + 1 })
    return next
  }
  /** The same for all moments that differ only by when they are. */
  const situation = (s: Moment) =>
    JSON.stringify([
      ...[s.phase, s.underWay, s.lost, s.failovers, Math.max(0, s.countedUntil - s.now), isIn(s) && s.now - s.sentAt],
      ...[s.keptUntil === undefined ? 'none' : Math.max(0, s.keptUntil - s.now), s.answers && s.now - s.answers],
    ])

  // The clock begins at 1, so that no moment is taken for none.
  const first: Moment = { now: 1, phase: 'idle', countedUntil: 0, sentAt: 0, underWay: [], lost: 0, failovers: 1 }
  const seen = new Map([[situation(first), first]])
  for (const moment of seen.values()) {
    for (const next of nextOf(moment)) if (!seen.has(situation(next))) seen.set(situation(next), next)
  }
  return seen.size
}

describe('soft state', () => {
  it.each([
    ['default', {}, { losses: 1, lifetime: 4 }, 311],
    ['rsvp', softState.instances.rsvp, { losses: 2, lifetime: 5 }, 501],
    ['brief', softState.instances.brief, { losses: 1, lifetime: 3 }, 261],
  ])(
    'is kept while it is refreshed, and no longer, instance %s',
    async (name, constants, { losses, lifetime }, distinct) => {
      expect(situations(losses, lifetime)).toBe(distinct)
      const found = await verdicts(softState, constants)
      expect(found).toMatchObject({ distinct, ...(name === 'brief' ? { violated: [] } : holds) })
    },
  )

  it('is so for two holders, which have only the ticks and the keeper in common', async () => {
    // The number was confirmed by running the TypeScript directly, state by state.
    expect(await verdicts(softState, { holders: 2 })).toMatchObject({ distinct: 43_469, ...holds })
  })
})

/** What else is broken: who ends a lease early ends it under its holder. */
const consequences: Readonly<Record<string, string[]>> = { expiresEarly: ['holderStopsFirst', 'survivesLosses'] }

describe.each(Object.entries(softState.mutants))('mutant %s', (id, { constants, violates }) => {
  it(`is killed by ${violates}`, async () => {
    const { violated } = await verdicts(softState, constants)
    expect([...violated].sort()).toEqual([violates, ...(consequences[id] ?? [])].sort())
  })
  it('holds on the same instance without its bug', async () => {
    expect(await verdicts(softState, { ...constants, bug: 'none' })).toMatchObject({ violated: [] })
  })
})
