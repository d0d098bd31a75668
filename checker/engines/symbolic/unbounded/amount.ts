/**
 * Comparing how many there are with a number, without counting: at least three are so when three distinct ones are.
 *
 * Each formula is exact for the instance at hand. A number that is not small is counted from the other end: "at least
 * n - 1 of n" is "no two are not". That this is the same for every size is not decided here: it shows when instances of
 * several sizes give the same formula.
 */
import type { Domains } from './domains.ts'
import type { Sort, Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'
import { type Amount, type Group, NotUniform, type SymbolicValue, scalar } from './symbolicValue.ts'

/** Larger numbers are counted from the other end. */
export const COUNTED_MAX = 3
/** More distinct ones than this are too many to write out. */
const DISTINCT_MAX = 6

/** A number if nothing in it grows. */
export function amount(groups: readonly Group[], offset: number): SymbolicValue {
  if (groups.some(({ sorts }) => sorts.length > 0)) return { kind: 'amount', groups, offset }
  const ones = groups.map(({ test }) => logic.choose(test([]), logic.int(1), logic.int(0)))
  return scalar(ones.reduce((sum, one) => logic.compute('add', sum, one), logic.int(offset)))
}

/** Whether it is at least `number`, in an instance with these domains. */
export function isAtLeast({ groups, offset }: Amount, number: number, domains: Domains): Term {
  const needed = number - offset
  const all = groups.reduce((sum, { sorts }) => sum + sizeOf(sorts, domains), 0)
  if (needed > COUNTED_MAX) {
    const opposite = groups.map(({ sorts, test }) => ({
      sorts,
      test: (args: readonly Term[]) => logic.not(test(args)),
    }))
    return logic.not(isDistinctly(all - needed + 1, opposite))
  }
  return isDistinctly(needed, groups)
}
const sizeOf = (sorts: readonly Sort[], domains: Domains) =>
  sorts.reduce((product, sort) => product * domains.sizeOf(sort), 1)

/** Whether at least so many choices, over all groups, pass. */
function isDistinctly(number: number, [group, ...rest]: readonly Group[]): Term {
  if (number <= 0) return logic.TRUE
  if (group === undefined) return logic.FALSE
  if (number > DISTINCT_MAX)
    throw new NotUniform(
      `${number} distinct ones are too many to write out`,
      `at most ${DISTINCT_MAX} are; use a smaller constant`,
    )
  const ways = Array.from({ length: number + 1 }, (_, here) =>
    logic.and(areDistinct(here, group), isDistinctly(number - here, rest)),
  )
  return logic.or(...ways)
}

function areDistinct(number: number, { sorts, test }: Group): Term {
  if (number === 0) return logic.TRUE
  if (sorts.length === 0) return number === 1 ? test([]) : logic.FALSE
  const choose = (chosen: readonly (readonly Term[])[]): Term =>
    chosen.length === number
      ? logic.TRUE
      : logic.existsAll(sorts, args =>
          logic.and(...chosen.map(other => differ(args, other)), test(args), choose([...chosen, args])),
        )
  return choose([])
}
const differ = (a: readonly Term[], b: readonly Term[]) =>
  logic.or(...a.map((x, i) => logic.not(logic.equal(x, b[i] as Term))))
