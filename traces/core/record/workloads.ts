/** What the recorded calendars have to do: arrivals by a seed, and what goes wrong in the rejected ones. */

export type Call =
  | { readonly call: 'arrive'; readonly partition: number; readonly bytes: number }
  | { readonly call: 'cycle' }
  | { readonly call: 'change'; readonly from: number; readonly to: number; readonly bytes: number }

export interface Workload {
  readonly about: string
  readonly constants: {
    readonly flows: number
    readonly budget: number
    readonly maxPacket: number
    readonly cycles: number
    readonly changes: boolean
  }
  readonly calls: readonly Call[]
}

/** Park and Miller's generator. */
function randomBelow(seed: number): (n: number) => number {
  let state = seed
  return n => {
    state = (state * 48271) % 2147483647
    return state % n
  }
}

/** @param perCycle how many packets arrive in a cycle at most, for each partition */
function calls(seed: number, cycles: number, maxPacket: number, perCycle: readonly number[]): Call[] {
  const random = randomBelow(seed)
  return Array.from({ length: cycles }, (): Call[] => [
    ...perCycle.flatMap((most, partition) =>
      Array.from(
        { length: random(most + 1) },
        (): Call => ({ call: 'arrive', partition, bytes: 1 + random(maxPacket) }),
      ),
    ),
    { call: 'cycle' },
  ]).flat()
}

const small = { flows: 2, budget: 2, maxPacket: 2, cycles: 4, changes: false }
const wide = { flows: 3, budget: 4, maxPacket: 3, cycles: 4, changes: false }

export const workloads: Readonly<Record<string, Workload>> = {
  light: { about: 'Now and then a packet.', constants: small, calls: calls(1, 40, 2, [1, 1]) },
  overload: { about: 'More than any partition may send.', constants: small, calls: calls(2, 40, 2, [5, 5]) },
  oneFloods: {
    about: 'One partition floods the router, the others send little.',
    constants: wide,
    calls: calls(3, 40, 3, [9, 1, 1]),
  },
  manyCycles: {
    about: 'A load that varies, for 150 cycles.',
    constants: wide,
    calls: calls(4, 150, 3, [3, 2, 4]),
  },
  budgetsChange: {
    about: 'The first partition gives its budget to the second, and gets it back.',
    constants: { ...small, changes: true },
    calls: [
      ...calls(5, 6, 2, [3, 3]),
      { call: 'change', from: 0, to: 1, bytes: 2 },
      ...calls(6, 8, 2, [3, 5]),
      { call: 'change', from: 1, to: 0, bytes: 2 },
      ...calls(7, 8, 2, [3, 3]),
    ],
  },
}

/** Logs of broken twins of the core: which mistake, at which work, and what is seen of it. */
export const mistakes: readonly {
  readonly name: string
  readonly mutant: string
  readonly workload: string
  readonly because: string
}[] = [
  {
    name: 'lendsIdleCycles',
    mutant: 'ON-1',
    workload: 'overload',
    because: 'a cycle that has nothing more to send sends what is booked for the next one',
  },
  {
    name: 'sharesMemory',
    mutant: 'ON-3',
    workload: 'overload',
    because: 'a packet is dropped although its partition has room',
  },
  {
    name: 'changesAtOnce',
    mutant: 'ON-8',
    workload: 'budgetsChange',
    because: 'a packet finds the new budget in a cycle that was booked by the old one',
  },
  {
    name: 'needsAByteMore',
    mutant: 'ON-10',
    workload: 'overload',
    because: 'a packet that fits is booked for the cycle after',
  },
  {
    name: 'forgetsBookings',
    mutant: 'ON-14',
    workload: 'oneFloods',
    because: 'a cycle is booked for more than the budget',
  },
  {
    name: 'overrunsTheRing',
    mutant: 'overrunsTheRing',
    workload: 'overload',
    because: 'a packet is booked beyond the last cycle of the ring',
  },
  {
    name: 'keepsOldBudgets',
    mutant: 'losesTime',
    workload: 'budgetsChange',
    because: 'a packet finds the old budget in a cycle that is after the change',
  },
]
