/**
 * Claim: no rule by which a generator follows the load of the whole grid follows the load of its own customer: whatever the rule
 * answers to a total, there are two ways to make that total for which the answer cannot be right.
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section II, on contracts between two parties.
 *
 * The rule is any function of the total; `answer` is its value there. Frequency is such a function.
 *
 * Assumes: a generator that knows the total at this moment, and nothing else of the load.
 * Not claimed: how far off the answer is for each of two equally likely loads.
 */
import { int, theorem, word } from 'von'

interface Load {
  readonly customer: number
  readonly others: number
}
const total = ({ customer, others }: Load) => customer + others
const isFollowed = ({ customer }: Load, answer: number) => answer === customer
/** The same total, with so much of it moved to the customer. */
const moved = ({ customer, others }: Load, by: number): Load => ({ customer: customer + by, others: others - by })

export default theorem(
  'noAnswerIsRightForBoth',
  { customer: word(16), others: int(1, 2 ** 16), answer: word(17) },
  ({ answer, ...load }) => {
    const other = moved(load, 1)
    return total(other) === total(load) && !(isFollowed(load, answer) && isFollowed(other, answer))
  },
  {
    about:
      'Whatever a rule answers to a total load, there are two loads with that total of which it can be right for one at most.',
    twins: {
      noAnswerIsRightForOne: ({ answer, ...load }) => !isFollowed(load, answer),
      loadStays: ({ answer, ...load }) => !(isFollowed(load, answer) && isFollowed(moved(load, 0), answer)),
    },
  },
)
