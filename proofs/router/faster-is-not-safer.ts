/**
 * Claim: however fast a line that flows share is, there is a load of the others that makes my packet late; where I have a share
 * of my own, there is none.
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section IV.1.
 *
 * Assumes: packets of one size; a line that sends `capacity` of them in each slot, in order of arrival.
 * Not claimed: how likely such a load is.
 */
import { int, theorem, theorems, word } from 'von'

/** Whether a packet with so many before it is sent by the end of the slot `deadline`, where the first slot is 0. */
const isInTime = (before: number, capacity: number, deadline: number) => before < capacity * (deadline + 1)
/** In one queue my packet waits for those of the others, and in a partition only for mine. */
const shared = (others: number, mine: number) => others + mine
const partitioned = (_others: number, mine: number) => mine

export default theorems(
  theorem(
    'someLoadDelaysAnySpeed',
    { speed: int(1, 2 ** 16), times: int(1, 100), deadline: word(8) },
    ({ speed, times, deadline }) => {
      const capacity = speed * times
      return (
        isInTime(shared(0, 0), capacity, deadline) &&
        !isInTime(shared(capacity * (deadline + 1), 0), capacity, deadline)
      )
    },
    {
      about: 'However fast a line that flows share is, some load of the others makes my packet late.',
      twins: {
        loadOfTheSlowerLine: ({ speed, times, deadline }) =>
          !isInTime(shared(speed * (deadline + 1), 0), speed * times, deadline),
        inAPartition: ({ speed, times, deadline }) =>
          !isInTime(partitioned(speed * times * (deadline + 1), 0), speed * times, deadline),
      },
    },
  ),
  theorem(
    'noLoadDelaysAPartition',
    { others: word(32), otherwise: word(32), mine: word(16), capacity: int(1, 2 ** 16), deadline: word(8) },
    ({ others, otherwise, mine, capacity, deadline }) =>
      isInTime(partitioned(others, mine), capacity, deadline) ===
      isInTime(partitioned(otherwise, mine), capacity, deadline),
    {
      about: 'Where I have a share of my own, no load of the others makes my packet late.',
      twins: {
        inOneQueue: ({ others, otherwise, mine, capacity, deadline }) =>
          isInTime(shared(others, mine), capacity, deadline) === isInTime(shared(otherwise, mine), capacity, deadline),
      },
    },
  ),
)
