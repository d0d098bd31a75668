/**
 * The functions of the calendar as they are shipped, on an image of two partitions: the front end reads the very source, and words
 * of the image are the state. Parameters of 32 bits come in halves, since an action may have no more values than that.
 */
import { fill, guard, int, machine, map, type StateOf, spec, word } from 'von'
import {
  BOOKED,
  BUCKET_WORDS,
  BUCKETS_START,
  BUDGET,
  CHARGE_MIN,
  CYCLE,
  CYCLE_BYTES,
  CYCLE_COUNT,
  dequeue,
  enqueue,
  HEAD_WORDS,
  LAST_CYCLE,
  OLD_BUDGET,
  OLD_CYCLES,
  PARTITION_COUNT,
  PARTITION_WORDS,
  SENT,
  turn,
  WAITING,
} from './calendar.ts'
import { BYTES, ENTRY_WORDS, PARTITION } from './entry.ts'

export default spec(
  'calendarCode',
  {
    cycles: 2,
    /** what the line can send in a cycle, and the least that a packet is charged */
    cycleBytes: 1000,
    chargeMin: 500,
    /** packets that a bucket has room for */
    entries: 2,
  },
  ({ cycles, cycleBytes, chargeMin, entries }) => {
    const partitions = 2
    const bits = 32
    const bucketWords = 1 + entries * ENTRY_WORDS
    const bucketsStart = HEAD_WORDS + partitions * PARTITION_WORDS
    const size = bucketsStart + cycles * bucketWords
    const Index = int(0, size - 1)
    const variables = {
      image: map(Index, word(bits)),
      /** what happened last: a packet of the first or the second partition, a packet sent, a cycle over, budgets changed */
      step: int(0, 4),
      /** of a packet that came last, its bytes and the answer */
      bytes: word(bits),
      answer: word(bits),
    }
    type State = StateOf<typeof variables>
    const m = machine(variables)
    const at = (s: State, index: number) => s.image[index] as number

    m.init(() => ({
      image: fill(Index, index => {
        if (index === PARTITION_COUNT) return partitions
        if (index === CYCLE_COUNT) return cycles
        if (index === CYCLE_BYTES) return cycleBytes
        if (index === CHARGE_MIN) return chargeMin
        if (index === BUCKET_WORDS) return bucketWords
        if (index === BUCKETS_START) return bucketsStart
        return 0
      }),
      step: 3,
      bytes: 0,
      answer: 0,
    }))
    const configuration: readonly (readonly [index: number, value: number])[] = [
      [PARTITION_COUNT, partitions],
      [CYCLE_COUNT, cycles],
      [CYCLE_BYTES, cycleBytes],
      [CHARGE_MIN, chargeMin],
      [BUCKET_WORDS, bucketWords],
      [BUCKETS_START, bucketsStart],
    ]
    /** Says once more what the image says, so that no solver has to multiply by what it must look up. */
    const configure = (s: State) => {
      for (const [index, value] of configuration) s.image[index] = value
    }
    for (const flow of [0, 1]) {
      m.action(`enqueue${flow}`, { high: word(16), low: word(16), packet: word(16) }, (s, { high, low, packet }) => {
        configure(s)
        s.step = flow
        s.bytes = high * 2 ** 16 + low
        s.answer = enqueue(s.image, flow, s.bytes, packet)
      })
    }
    m.action('dequeue', {}, s => {
      configure(s)
      s.step = 2
      dequeue(s.image)
    })
    m.action('turn', { left: word(16) }, (s, { left }) => {
      configure(s)
      s.step = 3
      turn(s.image, left)
    })

    const setBudget = (s: State, flow: number, budget: number) => {
      const record = HEAD_WORDS + flow * PARTITION_WORDS
      s.image[record + OLD_BUDGET] = at(s, record + BUDGET)
      s.image[record + BUDGET] = budget
    }
    /** The operator, as `changeBudgets`, which is not on the path of packets. */
    m.action('change', { first: int(0, cycleBytes), second: int(0, cycleBytes) }, (s, { first, second }) => {
      guard(first + second <= cycleBytes && at(s, OLD_CYCLES) === 0)
      configure(s)
      s.step = 4
      setBudget(s, 0, first)
      setBudget(s, 1, second)
      s.image[OLD_CYCLES] = cycles
    })

    const flows = [0, 1]
    const aheads = Array.from({ length: cycles - 1 }, (_, i) => i + 1)
    const places = Array.from({ length: entries }, (_, i) => i)
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
    const recordOf = (flow: number) => HEAD_WORDS + flow * PARTITION_WORDS
    const bucketOf = (s: State, ahead: number) => bucketsStart + ((at(s, CYCLE) + ahead) % cycles) * bucketWords
    const countOf = (s: State, ahead: number) => at(s, bucketOf(s, ahead))
    const charge = (bytes: number) => Math.max(bytes, chargeMin)
    /** What a flow is charged in a cycle, by the packets in its bucket. */
    const chargedTo = (s: State, flow: number, ahead: number) =>
      sum(
        places.map(i => {
          const entry = bucketOf(s, ahead) + 1 + i * ENTRY_WORDS
          return i < countOf(s, ahead) && at(s, entry + PARTITION) === flow ? charge(at(s, entry + BYTES)) : 0
        }),
      )
    const budgetOf = (s: State, flow: number, ahead: number) =>
      at(s, recordOf(flow) + (ahead < at(s, OLD_CYCLES) ? OLD_BUDGET : BUDGET))
    const lastOf = (s: State, flow: number) => (at(s, recordOf(flow) + LAST_CYCLE) - at(s, CYCLE)) >>> 0
    const isLive = (s: State, flow: number) => lastOf(s, flow) >= 1 && lastOf(s, flow) < cycles

    const isConfigured = (s: State) => configuration.every(([index, value]) => at(s, index) === value)
    const isAdmitted = (s: State, which: number) => {
      const [first, second] = [at(s, recordOf(0) + which), at(s, recordOf(1) + which)]
      return first <= cycleBytes && second <= cycleBytes && first + second <= cycleBytes
    }
    const holdsWhatItHas = (s: State, ahead: number) =>
      countOf(s, ahead) <= entries &&
      places.every(
        i => i >= countOf(s, ahead) || at(s, bucketOf(s, ahead) + 1 + i * ENTRY_WORDS + PARTITION) < partitions,
      )
    const isBooked = (s: State, flow: number, ahead: number) => {
      const charged = chargedTo(s, flow, ahead)
      if (!isLive(s, flow) || lastOf(s, flow) < ahead) return charged === 0
      return (
        charged <= budgetOf(s, flow, ahead) && (lastOf(s, flow) !== ahead || charged <= at(s, recordOf(flow) + BOOKED))
      )
    }
    m.invariant(
      'wellFormed',
      s =>
        isConfigured(s) &&
        isAdmitted(s, BUDGET) &&
        isAdmitted(s, OLD_BUDGET) &&
        at(s, OLD_CYCLES) <= cycles &&
        [0, ...aheads].every(ahead => holdsWhatItHas(s, ahead)) &&
        flows.every(flow => aheads.every(ahead => isBooked(s, flow, ahead))) &&
        at(s, SENT) <= countOf(s, 0) &&
        at(s, WAITING) === sum([0, ...aheads].map(ahead => countOf(s, ahead))) - at(s, SENT),
    )
    /** In how many cycles a packet is sent, by nothing but what its own partition has booked; 0 if it is dropped. */
    const cyclesOf = (s: State, flow: number, bytes: number) => {
      const first = isLive(s, flow) ? lastOf(s, flow) : 1
      const booked = isLive(s, flow) ? at(s, recordOf(flow) + BOOKED) : 0
      if (booked + charge(bytes) <= budgetOf(s, flow, first)) return first
      return first + 1 < cycles && charge(bytes) <= budgetOf(s, flow, first + 1) ? first + 1 : 0
    }
    m.step('bookingIsOwnAffair', (s, next) =>
      flows.every(flow => next.step !== flow || next.answer === cyclesOf(s, flow, next.bytes)),
    )
    m.step('bookingsOfOthersStay', (s, next) =>
      flows.every(
        flow =>
          next.step === flow ||
          next.step === 4 ||
          [BUDGET, OLD_BUDGET, LAST_CYCLE, BOOKED].every(
            word => at(next, recordOf(flow) + word) === at(s, recordOf(flow) + word),
          ),
      ),
    )
    return m
  },
)
