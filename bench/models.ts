/**
 * What is measured: specs, each with a Promela twin that has the same states and transitions, and constants by size.
 */

/**
 * `quick` shows that everything works, and says nothing about speed; `standard` is for measuring while at work;
 * `targets` has the sizes that goals are set for.
 */
export type Size = 'quick' | 'standard' | 'targets'

export type Constants = Readonly<Record<string, number>>

export interface BenchModel {
  readonly name: string
  /** path of the spec, from the root of the repository */
  readonly spec: string
  /** path of the twin, likewise; it is told the same constants */
  readonly twin: string
  /** the invariants that the twin asserts as well */
  readonly properties: readonly string[]
  readonly sizes: Readonly<Record<Size, Constants>>
}

const leaseOf = (constants: Constants): Constants => ({
  routers: 2,
  overlays: 1,
  capacity: 1,
  term: 2,
  attempts: 2,
  crashes: 1,
  ...constants,
})

export const models: readonly BenchModel[] = [
  {
    name: 'twoPhaseCommit',
    spec: 'spec/commit/twoPhaseCommit.ts',
    twin: 'bench/peers/twoPhaseCommit.pml',
    properties: ['consistent'],
    sizes: {
      quick: { resourceManagers: 4 },
      standard: { resourceManagers: 8 },
      targets: { resourceManagers: 9 },
    },
  },
  {
    name: 'lease',
    spec: 'spec/lease/lease.ts',
    twin: 'bench/peers/lease.pml',
    properties: ['ledger', 'unanimous', 'orphanFreedom'],
    sizes: {
      quick: leaseOf({}),
      standard: leaseOf({ overlays: 2, attempts: 1 }),
      targets: leaseOf({ routers: 3, term: 5, crashes: 2 }),
    },
  },
  {
    name: 'filterLock',
    spec: 'bench/models/filterLock.ts',
    twin: 'bench/peers/filterLock.pml',
    properties: ['mutualExclusion'],
    sizes: {
      quick: { processes: 3, counted: 2 },
      standard: { processes: 4, counted: 1 },
      targets: { processes: 4, counted: 6 },
    },
  },
  // The same, eight times as large: how much of the above is starting, and how much is exploring.
  {
    name: 'filterLockLong',
    spec: 'bench/models/filterLock.ts',
    twin: 'bench/peers/filterLock.pml',
    properties: ['mutualExclusion'],
    sizes: {
      quick: { processes: 3, counted: 6 },
      standard: { processes: 4, counted: 12 },
      targets: { processes: 4, counted: 45 },
    },
  },
  {
    name: 'mcsLock',
    spec: 'bench/models/mcsLock.ts',
    twin: 'bench/peers/mcsLock.pml',
    properties: ['mutualExclusion'],
    sizes: {
      quick: { processes: 3 },
      standard: { processes: 5 },
      targets: { processes: 6 },
    },
  },
]
