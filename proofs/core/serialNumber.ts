/**
 * Claims: of two different serial numbers that are not half of the circle apart, exactly one is earlier; a number is
 * earlier than any that follow it by less than half of the circle.
 *
 * Not claimed, as it is false: that being earlier is transitive. Three numbers a third of the circle apart are each
 * earlier than the next; it is transitive where the first and the last are less than half of the circle apart.
 */
import { implies, int, theorem, theorems, word } from 'von'
import { after, isEarlier } from '../../impl/serial/serialNumber.ts'

const HALF = 2 ** 31
const isHalfApart = (a: number, b: number) => (a ^ b) >>> 0 === HALF

export default theorems(
  theorem(
    'exactlyOneIsEarlier',
    { a: word(32), b: word(32) },
    ({ a, b }) => implies(a !== b && !isHalfApart(a, b), isEarlier(a, b) !== isEarlier(b, a)),
    {
      about: 'Of two different serial numbers that are not half of the circle apart, exactly one is earlier.',
      twins: { halfOfTheCircle: ({ a, b }) => implies(a !== b, isEarlier(a, b) !== isEarlier(b, a)) },
    },
  ),
  theorem('noneIsEarlierThanItself', { a: word(32), n: word(31) }, ({ a }) => !isEarlier(a, a), {
    about: 'No serial number is earlier than itself.',
    twins: { exceptTwice: ({ a, n }) => !isEarlier(a, after(a, n)) },
  }),
  theorem('earlierThanWhatFollows', { a: word(32), n: int(1, HALF - 1) }, ({ a, n }) => isEarlier(a, after(a, n)), {
    about: 'A serial number is earlier than any that follow it by less than half of the circle.',
    twins: { asNumbers: ({ a, n }) => a < after(a, n) },
  }),
  theorem(
    'earlierIsTransitiveNearby',
    { a: word(32), m: int(1, HALF - 1), n: int(1, HALF - 1) },
    ({ a, m, n }) => {
      const [b, c] = [after(a, m), after(after(a, m), n)]
      return implies(m + n < HALF && isEarlier(a, b) && isEarlier(b, c), isEarlier(a, c))
    },
    {
      about: 'Being earlier is transitive where the first and the last number are less than half of the circle apart.',
      twins: {
        anywhere: ({ a, m, n }) => {
          const [b, c] = [after(a, m), after(after(a, m), n)]
          return implies(isEarlier(a, b) && isEarlier(b, c), isEarlier(a, c))
        },
      },
    },
  ),
)
