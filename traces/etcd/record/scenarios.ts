/** What is recorded: holders that refresh, stop, crash and lose their leader; a careless holder, and a keeper that forgets. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import type { Event } from './events.ts'
import type { Holder } from './holder.ts'

export interface Run {
  readonly cluster: Cluster
  readonly holders: readonly [Holder, Holder]
  readonly leader: number
  /** all servers die and come back without what they had stored */
  readonly wipe: () => Promise<void>
}

export interface Scenario {
  readonly about: string
  /** a lease's time to live */
  readonly seconds: number
  readonly losses: number
  readonly failovers: number
  readonly isCareless?: boolean
  readonly run: (run: Run) => Promise<void>
  readonly diverges?: { readonly at: (log: readonly Event[]) => number; readonly because: string }
}

const NOBODY = 9
const patient = { seconds: 4, losses: 1, failovers: 0 }
/** Looks at a lease that nobody refreshes, until it must be gone. */
const watchEnd = async (holder: Holder, seconds: number) => {
  for (let second = 0; second < seconds; second++) {
    await holder.question()
    await sleep(1000)
  }
}

export const accepted: Readonly<Record<string, Scenario>> = {
  released: {
    ...patient,
    about: 'A holder refreshes its lease for five seconds, uses it, and gives it back.',
    run: async ({ holders: [one] }) => {
      await one.live(5)
      await one.stop(true)
      await sleep(300)
      await one.question()
    },
  },
  abandoned: {
    ...patient,
    about: 'A holder stops without a word; the lease runs out, not before its time.',
    run: async ({ holders: [one] }) => {
      await one.live(3)
      await one.stop(false)
      await watchEnd(one, 6)
    },
  },
  twoHolders: {
    ...patient,
    about: 'Two holders; one stops without a word, the other goes on.',
    run: async ({ holders: [one, other] }) => {
      const begin = performance.now()
      await Promise.all([one.live(2), other.live(9)].map((life, i) => life.then(() => [one, other][i]?.stop(i === 1))))
      await sleep(Math.max(0, begin + 10_000 - performance.now()))
      await one.question()
      await other.question()
    },
  },
  twoLost: {
    about: 'Two refreshes go to a server that is not there, as the time that is left shows; the next is in time.',
    seconds: 5,
    losses: 2,
    failovers: 0,
    run: async ({ holders: [one] }) => {
      const { node } = one
      await one.live(8, async second => {
        one.node = second === 2 || second === 3 ? NOBODY : node
        if (second === 4) await one.question()
      })
      await one.stop(true)
      await sleep(300)
    },
  },
  leaderKilled: {
    about: 'The leader is killed. Refreshes are lost until there is another, which gives the lease its whole time.',
    seconds: 8,
    losses: 4,
    failovers: 1,
    run: async ({ cluster, holders: [one], leader }) => {
      await one.live(10, async second => {
        if (second === 2) await cluster.kill(leader)
        if (second > 7) await one.question()
      })
      await one.stop(true)
      await sleep(500)
      await one.question()
    },
  },
  abandonedTwice: {
    about:
      'A holder stops without a word, and then the leader is killed: the next one keeps the lease for a whole time more.',
    seconds: 4,
    losses: 1,
    failovers: 1,
    run: async ({ cluster, holders: [one], leader }) => {
      await one.live(2)
      await one.stop(false)
      await cluster.kill(leader)
      await sleep(3000)
      await watchEnd(one, 8)
    },
  },
}

/** The first use more than the lease's ticks after the last request that was answered. */
const firstLateUse = (seconds: number) => (log: readonly Event[]) => {
  let ticks = 0
  let sinceAsked = 0
  return log.findIndex(({ event }) => {
    if (event === 'tick') {
      ticks++
      sinceAsked++
    }
    if (event === 'asked') sinceAsked = 0
    if (event === 'answered') ticks = sinceAsked
    return event === 'used' && ticks >= seconds
  })
}

export const broken: Readonly<Record<string, Scenario>> = {
  carelessHolder: {
    about: 'A holder counts from the last refresh that it sent, and its server is gone: it uses what has ended.',
    seconds: 4,
    losses: 12,
    failovers: 0,
    isCareless: true,
    run: async ({ holders: [one] }) => {
      await one.live(9, second => {
        if (second === 1) one.node = NOBODY
      })
    },
    diverges: { at: firstLateUse(4), because: 'of no request that it knows to have arrived is it still that time' },
  },
  keeperForgets: {
    about: 'All servers die, and come back without their disks: they refuse to refresh a lease that has time left.',
    seconds: 20,
    losses: 12,
    failovers: 0,
    run: async ({ holders: [one], wipe }) => {
      let wiping: Promise<void> | undefined
      await one.live(14, second => {
        if (second === 2) wiping = wipe()
      })
      await wiping
    },
    diverges: {
      at: log => log.findIndex(({ event, seconds }) => event === 'answered' && seconds === 0),
      because: 'nothing ends before its time, unless its holder says so',
    },
  },
}

/** The first answer by which more is left than since the last refresh there can be. */
const firstLeftTooLong = (seconds: number) => (log: readonly Event[]) => {
  const ticksBefore = (i: number) => log.slice(0, i).filter(({ event }) => event === 'tick').length
  const refreshed = ticksBefore(log.findLastIndex(({ event }) => event === 'answered'))
  const canBeLeft = (i: number) => Math.max(0, seconds - (ticksBefore(i) - refreshed))
  return log.findIndex(({ event, seconds: left = 0 }, i) => event === 'left' && left > canBeLeft(i))
}

export interface Corruption {
  readonly name: string
  /** one of the accepted recordings */
  readonly of: string
  readonly about: string
  /** what the header says in place of what it said */
  readonly failovers?: number
  readonly spoil: (log: readonly Event[]) => readonly Event[]
  readonly diverges: NonNullable<Scenario['diverges']>
}

export const corrupted: readonly Corruption[] = [
  {
    name: 'endedEarly',
    of: 'abandoned',
    about: 'The recording of a lease that runs out, but it does so as soon as its holder stops.',
    spoil: log => {
      const ended = log.filter(({ event }) => event === 'ended')
      const others = log.filter(({ event }) => event !== 'ended')
      return others.flatMap(event => (event.event === 'stopped' ? [event, ...ended] : [event]))
    },
    diverges: {
      at: log => log.findIndex(({ event }) => event === 'ended'),
      because: 'nothing ends before its time, unless its holder says so',
    },
  },
  {
    name: 'keptForEver',
    of: 'abandoned',
    about: 'The recording of a lease that runs out, and the server says each time that as much is left as at first.',
    spoil: log => log.map(event => (event.event === 'left' ? { ...event, seconds: 3 } : event)),
    diverges: { at: firstLeftTooLong(4), because: 'time goes on, and nobody has refreshed it' },
  },
  {
    name: 'keptForAnotherLife',
    of: 'abandonedTwice',
    about:
      'No corruption: the recording of a lease that is kept when a leader was killed, said to be without a change of leader.',
    failovers: 0,
    spoil: log => log,
    diverges: { at: firstLeftTooLong(4), because: 'only another leader gives a lease its whole time again' },
  },
]
