/**
 * Occurrences of an action as terms over two states, which may be denied: whatever was taken from one state to the other, these
 * are about all that could have been. In: the ways of the action, each with constant choices. Out: terms.
 */
import { constantTree, leaves, type Tree } from '../../codegen/cells.ts'
import { NotCompilable, type Term, type TermPool } from '../../codegen/terms.ts'
import type { Occurrence } from '../../ir/temporal.ts'
import type { ActionWays, Way } from './ways.ts'

/** A cell before and after a step, and the position of its new value in those of a way. */
export interface StepCell {
  readonly now: Term
  readonly after: Term
  readonly leaf: number
}

/** The step changes the state, and one of the occurrences leads there, too. */
export function takenOf(occurrence: Occurrence, ways: ActionWays, cells: readonly StepCell[], pool: TermPool): Term {
  const leads = (way: Way) => pool.and(...cells.map(({ after, leaf }) => pool.equal(after, way.next[leaf] as Term)))
  const changes = pool.or(...cells.map(({ now, after }) => pool.not(pool.equal(now, after))))
  return pool.and(changes, anyOf(occurrence, ways, pool, leads))
}

/** One of the occurrences is possible, and would change the state. */
export const possibleOf = (
  occurrence: Occurrence,
  ways: ActionWays,
  cells: readonly StepCell[],
  pool: TermPool,
): Term =>
  anyOf(occurrence, ways, pool, way =>
    pool.or(...cells.map(({ now, leaf }) => pool.not(pool.equal(now, way.next[leaf] as Term)))),
  )

/** @throws NotCompilable where the choices are left to the solver, so that "none of them" cannot be said */
function anyOf(
  { given }: Occurrence,
  { action, ways, inputs }: ActionWays,
  pool: TermPool,
  effect: (way: Way) => Term,
): Term {
  if (inputs.length > 0) throw new NotCompilable(`${action.name} has too many choices for all of them to be denied`)
  const isMeant = ({ choices }: Way) =>
    given.every(({ index, type, value }) => {
      const wanted = leaves(constantTree(pool, type, value))
      return leaves(choices[index] as Tree).every((leaf, i) => leaf === wanted[i])
    })
  const possible = ways.filter(isMeant).map(way => pool.and(way.chosen, ...way.guards, ...way.checks, effect(way)))
  return pool.or(...possible)
}
