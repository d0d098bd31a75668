/** What the symbolic engines are measured on, and how soon each should be done. */

/** Of a verdict in our reports, what must be as it says here. */
export type Verdict = { readonly kind: 'proved' | 'violated' } | { readonly kind: 'bounded'; readonly depth: number }

export interface Problem {
  readonly name: string
  /** of our command */
  readonly arguments: readonly string[]
  /** the property whose verdict is awaited */
  readonly property: string
  readonly verdict: Verdict
  /** whole command, by the clock on the wall of a machine that does nothing else */
  readonly targetSeconds: number
}

const commit = 'spec/commit/twoPhaseCommit.ts'
const lease = 'spec/lease/lease.ts'
const scheduler = 'spec/overlay/scheduler.ts'
/** why the lag is bounded: asked for as well, they are known of the states before */
const lagLemmas = ['idleFlowsSaveNothing', 'keptDeficit', 'lagOfBackloggedFlows', 'turnsAccountForLag'].flatMap(
  name => ['--property', name],
)
const managers = (count: number) => ['--const', `resourceManagers=${count}`]

export const problems: readonly Problem[] = [
  {
    name: 'solver start to first answer',
    arguments: ['bmc', commit, ...managers(1), '--depth', '0'],
    property: 'consistent',
    verdict: { kind: 'bounded', depth: 0 },
    targetSeconds: 1,
  },
  {
    name: 'bounded: two-phase commit N=5, 15 steps',
    arguments: ['bmc', commit, ...managers(5), '--depth', '15'],
    property: 'consistent',
    verdict: { kind: 'bounded', depth: 15 },
    targetSeconds: 5,
  },
  {
    name: 'bug: leases, 2 routers, 2 overlays, 13 steps',
    arguments: [
      ...['bmc', lease, '--const', 'routers=2', '--const', 'overlays=2', '--const', 'attempts=1', '--const', 'term=5'],
      ...['--const', 'bug=lateCommitUnchecked', '--depth', '13'],
    ],
    property: 'ledger',
    verdict: { kind: 'violated' },
    targetSeconds: 30,
  },
  {
    name: 'inductive: two-phase commit N=50',
    arguments: ['prove', commit, ...managers(50)],
    property: 'consistent',
    verdict: { kind: 'proved' },
    targetSeconds: 10,
  },
  {
    name: 'invented: two-phase commit N=3',
    arguments: ['prove', commit, ...managers(3), '--invent', '--without-lemmas'],
    property: 'consistent',
    verdict: { kind: 'proved' },
    targetSeconds: 10,
  },
  {
    name: 'invented: two-phase commit N=5',
    arguments: ['prove', commit, ...managers(5), '--invent', '--without-lemmas'],
    property: 'consistent',
    verdict: { kind: 'proved' },
    targetSeconds: 120,
  },
  {
    name: 'any number: two-phase commit',
    arguments: ['prove', commit, '--unbounded'],
    property: 'consistent',
    verdict: { kind: 'proved' },
    targetSeconds: 10,
  },
  {
    name: 'any number: lease ledger',
    arguments: ['prove', 'spec/lease/ledger.ts', '--unbounded'],
    property: 'withinCapacity',
    verdict: { kind: 'proved' },
    targetSeconds: 10,
  },
  {
    name: 'any number: leases',
    arguments: ['prove', lease, '--unbounded', '--property', 'unanimous'],
    property: 'unanimous',
    verdict: { kind: 'proved' },
    targetSeconds: 60,
  },
  {
    name: 'bounded: scheduler lag, 4 flows, 20 steps',
    arguments: ['bmc', scheduler, '--const', 'flows=4', '--depth', '20'],
    property: 'lagBound',
    verdict: { kind: 'bounded', depth: 20 },
    targetSeconds: 2,
  },
  {
    name: 'bounded: scheduler lag, 4 flows, 20 steps, with its lemmas',
    arguments: [...['bmc', scheduler, '--const', 'flows=4', '--depth', '20'], ...lagLemmas],
    property: 'lagBound',
    verdict: { kind: 'bounded', depth: 20 },
    targetSeconds: 2,
  },
  {
    name: 'inductive: scheduler lag, 4 flows, any number of steps',
    arguments: ['prove', scheduler, '--const', 'flows=4'],
    property: 'lagBound',
    verdict: { kind: 'proved' },
    targetSeconds: 2,
  },
]
