/**
 * The packet core as the router of `spec/overlay/calendar.ts`: each log is what one calendar did, as `impl/recording` tells it.
 * Nothing is hidden: the core says of each packet in which cycle it will be sent, and of each cycle what was.
 */
import { either, type Id, mapping, observe, step } from 'von'
import calendar from '../../spec/overlay/calendar.ts'

interface OfPacket {
  readonly partition: number
  readonly bytes: number
}
/** What a packet changes, of the router's state. */
interface State {
  readonly booked: Readonly<Record<Id<'f'>, Readonly<Record<Id<'c'>, number>>>>
  readonly lost: Readonly<Record<Id<'f'>, boolean>>
}
const flowOf = (partition: number) => `f${partition}` as Id<'f'>
const cycleOf = (ahead: number) => `c${ahead - 1}` as Id<'c'>

export default mapping(calendar, {
  constants: (header: { constants: { flows: number; cycles: number } }) => header.constants,
  events: {
    /** The last cycle with anything in it is the one that the packet is in; no packet of its partition is lost. */
    booked: ({ partition, bytes, cycles }: OfPacket & { cycles: number }) => {
      const flow = flowOf(partition)
      const isIn = (s: State) =>
        s.booked[flow][cycleOf(cycles)] >= bytes &&
        Object.entries(s.booked[flow]).every(([cycle, sum]) => cycle <= cycleOf(cycles) || sum === 0)
      const arrive = (lost: boolean) =>
        step(
          'arrive',
          { flow, bytes },
          { before: (s: State) => s.lost[flow] === lost, after: (s: State) => s.lost[flow] === lost && isIn(s) },
        )
      return either(arrive(false), arrive(true))
    },
    dropped: ({ partition, bytes }: OfPacket) => {
      const flow = flowOf(partition)
      const arrive = (lost: boolean) =>
        step(
          'arrive',
          { flow, bytes },
          { before: (s: State) => s.lost[flow] !== lost, after: (s: State) => s.lost[flow] === lost },
        )
      return either(arrive(false), arrive(true))
    },
    cycle: () => step('cycle'),
    sent: ({ partition, inCycle }: OfPacket & { inCycle: number }) =>
      observe(s => inCycle <= s.sent[flowOf(partition)]),
    idle: ({ bytes }: { bytes: number[] }) =>
      observe(s => bytes.every((sum, partition) => sum === s.sent[flowOf(partition)])),
    /** The operator shifts bytes of a cycle from one partition to another. */
    changed: ({ from, to, bytes }: { from: number; to: number; bytes: number }) =>
      step('change', { from: flowOf(from), to: flowOf(to), bytes }),
  },
})
