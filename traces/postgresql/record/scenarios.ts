/** What is recorded: runs of two-phase commit as it should be, with faults that it is made for; and runs of broken ones. */
import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Instance } from './instance.ts'
import type { Manager } from './manager.ts'
import type { Event } from './writeAheadLog.ts'

export interface Run {
  readonly manager: Manager
  readonly participant: (name: string) => Instance
  /** Notes what a participant says about its part: is it in doubt? */
  readonly question: (name: string) => Promise<void>
}

export interface Scenario {
  readonly about: string
  readonly run: (run: Run) => Promise<void>
  /** the event that nothing explains, of runs of something broken: what, where, and why */
  readonly diverges?: { readonly event: string; readonly node: string; readonly because: string }
}

const all = ['rm0', 'rm1', 'rm2']
const workAndPrepare = async ({ manager }: Run, names = all) => {
  await Promise.all(all.map(name => manager.work(name)))
  for (const name of names) await manager.prepare(name)
}
const crash = async (
  { participant, question }: Run,
  name: string,
  meanwhile: () => void | Promise<void> = () => {},
) => {
  await participant(name).kill()
  await meanwhile()
  await participant(name).start()
  await question(name)
}

export const accepted: Readonly<Record<string, Scenario>> = {
  commit: {
    about: 'All vote yes.',
    run: ({ manager }) => manager.run(),
  },
  refusal: {
    about: 'One participant cannot do its part (a check constraint fails), and the others are told to roll back.',
    run: ({ manager }) => manager.run({ rm1: -1 }),
  },
  killedInDoubt: {
    about: 'A participant is killed (SIGKILL) when it has voted, recovers, is still in doubt, and is told to commit.',
    run: async run => {
      await workAndPrepare(run)
      await crash(run, 'rm1')
      await run.manager.decide(true)
    },
  },
  killedBeforeVote: {
    about: 'A participant is killed before its vote, and forgets the transaction; the others are told to roll back.',
    run: async run => {
      await workAndPrepare(run, ['rm0'])
      await crash(run, 'rm2')
      await run.manager.prepare('rm1')
      await run.manager.decide(false)
    },
  },
  killedWhileCommitting: {
    about: 'All three are killed after the first of them has committed, and the manager goes on when they are back.',
    run: async run => {
      await workAndPrepare(run)
      await run.manager.tell('rm0', 'COMMIT')
      for (const name of all) await crash(run, name)
      await run.manager.decide(true)
    },
  },
  managerStops: {
    about: 'The manager stops when all have voted: they are in doubt, and stay so.',
    run: async run => {
      await workAndPrepare(run)
      for (const name of all) await run.question(name)
    },
  },
  managerReturns: {
    about: 'The manager stops when two of three have voted; another finds no decision, and aborts.',
    run: async run => {
      await workAndPrepare(run, ['rm0', 'rm2'])
      for (const name of all) await run.question(name)
      await run.manager.tellSession('rm1', 'ROLLBACK')
      await run.manager.decide(false)
    },
  },
}

export const broken: Readonly<Record<string, Scenario>> = {
  commitsWithoutAllVotes: {
    about: 'The manager commits although one participant has failed.',
    run: async ({ manager }) => {
      await Promise.all(all.map(name => manager.work(name, name === 'rm2' ? -1 : 1)))
      for (const name of all) await manager.prepare(name)
      await manager.decide(true)
    },
    diverges: { event: 'committed', node: 'rm0', because: 'nobody can have decided to commit: rm2 never voted' },
  },
  committedInOnePhase: {
    about: 'The manager lets one participant commit without a vote, before it asks the others.',
    run: async ({ manager }) => {
      for (const name of all) await manager.work(name)
      await manager.tellSession('rm0', 'COMMIT')
      for (const name of ['rm1', 'rm2']) await manager.prepare(name)
      for (const name of ['rm1', 'rm2']) await manager.tell(name, 'COMMIT')
    },
    diverges: { event: 'committed', node: 'rm0', because: 'it commits, and nobody has voted' },
  },
  operatorRollsBack: {
    about: 'An operator loses patience with a transaction in doubt, and rolls back one participant by hand.',
    run: async run => {
      await workAndPrepare(run)
      await run.manager.tell('rm0', 'COMMIT')
      await run.manager.tell('rm1', 'ROLLBACK')
      await run.manager.tell('rm2', 'COMMIT')
    },
    diverges: { event: 'aborted', node: 'rm1', because: 'rm0 has committed, so nobody can have decided to abort' },
  },
  stateFileLost: {
    about: 'The disk of a participant that has voted loses the file of the prepared transaction; it forgets its vote.',
    run: async run => {
      await workAndPrepare(run)
      // From now on the prepared transaction is in a file, and no longer only in the write-ahead log.
      await run.participant('rm2').ask('CHECKPOINT')
      await crash(run, 'rm2', () => {
        const folder = path.join(run.participant('rm2').data, 'pg_twophase')
        for (const file of readdirSync(folder)) rmSync(path.join(folder, file))
      })
      await run.manager.decide(true)
    },
    diverges: { event: 'asked', node: 'rm2', because: 'it has voted and was told nothing, so it must be in doubt' },
  },
}

/** Recordings that were spoilt afterwards. */
export const corrupted: readonly Corruption[] = [
  {
    name: 'voteRemoved',
    of: 'commit',
    about: 'The recording of a commit, without the vote of rm1.',
    spoil: log => log.filter(({ event, node }) => event !== 'prepared' || node !== 'rm1'),
    diverges: { event: 'committed', node: 'rm0', because: 'nobody can have decided to commit: rm1 never voted' },
  },
  {
    name: 'doubtDenied',
    of: 'killedInDoubt',
    about: 'The recording of a participant that is killed in doubt, with its answer turned round.',
    spoil: log => log.map(event => (event.inDoubt === undefined ? event : { ...event, inDoubt: !event.inDoubt })),
    diverges: { event: 'asked', node: 'rm1', because: 'it has voted and was told nothing, so it must be in doubt' },
  },
]

interface Corruption {
  readonly name: string
  /** one of the accepted recordings */
  readonly of: string
  readonly about: string
  readonly spoil: (log: readonly Event[]) => readonly Event[]
  readonly diverges: NonNullable<Scenario['diverges']>
}
