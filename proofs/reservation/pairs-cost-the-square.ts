/**
 * Claim: five endpoints that send and receive up to `rate` each need 20 rates of reservations, if these are made once for each
 * ordered pair and have to do for all traffic that the endpoints may cause; 20 are enough. An overlay network reserves a rate for
 * each endpoint, 5 of them.
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section IV.4, where any solution by pairs is conjectured
 * to be costly.
 *
 * Assumes: reservations do not change with the traffic.
 * Not claimed: the same of reservations that move from pair to pair, whose sum need not exceed the rate; other numbers of endpoints.
 */
import { implies, int, map, theorem, theorems, word } from 'von'

const ENDPOINTS = 5
const PAIRS = ENDPOINTS * (ENDPOINTS - 1)
const endpoints = Array.from({ length: ENDPOINTS }, (_, endpoint) => endpoint)
/** Of the pair with each index, who sends and who receives. */
const pairs = endpoints.flatMap(from => endpoints.filter(to => to !== from).map(to => ({ from, to })))

type ByPair = { readonly [pair: number]: number }
const amounts = map(int(0, PAIRS - 1), word(16))

const sum = (of: ByPair, counts: (pair: { from: number; to: number }) => boolean) =>
  pairs.reduce((total, pair, index) => (counts(pair) ? total + (of[index] as number) : total), 0)
/** Nobody sends or receives more than `rate`: the hose model. */
const isPossible = (traffic: ByPair, rate: number) =>
  endpoints.every(
    endpoint =>
      sum(traffic, ({ from }) => from === endpoint) <= rate && sum(traffic, ({ to }) => to === endpoint) <= rate,
  )
const covers = (reserved: ByPair, traffic: ByPair) =>
  pairs.every((_, index) => (traffic[index] as number) <= (reserved[index] as number))
/** One pair uses the whole rate while all others are idle. */
const alone = (active: number, rate: number): ByPair => pairs.map((_, index) => (index === active ? rate : 0))
const everyPair = (rate: number): ByPair => pairs.map(() => rate)

export default theorems(
  theorem(
    'aloneIsPossible',
    { rate: word(16) },
    ({ rate }) => pairs.every((_, active) => isPossible(alone(active, rate), rate)),
    {
      about: 'Each pair of five endpoints may use the whole rate of an endpoint while all others are idle.',
      encoding: 'integers',
      twins: { twoAtOnce: ({ rate }) => isPossible(everyPair(rate), rate) },
    },
  ),
  theorem(
    'atLeastARateForEachPair',
    { reserved: amounts, rate: word(16) },
    ({ reserved, rate }) =>
      implies(
        pairs.every((_, active) => covers(reserved, alone(active, rate))),
        sum(reserved, () => true) >= PAIRS * rate,
      ),
    {
      about: 'Reservations by pairs that do for each pair alone come to twenty rates at least.',
      encoding: 'integers',
      twins: {
        more: ({ reserved, rate }) =>
          implies(
            pairs.every((_, active) => covers(reserved, alone(active, rate))),
            sum(reserved, () => true) > PAIRS * rate,
          ),
      },
    },
  ),
  theorem(
    'aRateForEachPairIsEnough',
    { traffic: amounts, rate: int(1, 2 ** 16 - 1) },
    ({ traffic, rate }) => implies(isPossible(traffic, rate), covers(everyPair(rate), traffic)),
    {
      about: 'A rate for each pair does for all traffic that five endpoints may cause.',
      encoding: 'integers',
      twins: {
        oneLess: ({ traffic, rate }) => implies(isPossible(traffic, rate), covers(everyPair(rate - 1), traffic)),
      },
    },
  ),
)
