/**
 * One path through a body: the state as assigned so far, the local variables, and the condition under which the path
 * is taken. Paths fork at conditions and are joined again; a path that has returned, thrown or failed its guard is no
 * longer continued.
 */
import { and, choose, not, or } from '../../ir/boolean.ts'
import type { Expr } from '../../ir/expr.ts'
import type { Facts } from './facts.ts'
import type { Abstract, Selector } from './values.ts'

/** A place that was replaced as a whole, and when. */
export interface Replacement {
  readonly selectors: readonly Selector[]
  readonly at: number
}

export interface Environment {
  /** value of every state variable now */
  state: readonly Expr[]
  /** when this path is taken, relative to the enclosing region (function body or loop) */
  condition: Expr
  facts: Facts
  locals: ReadonlyMap<number, Abstract>
  replacements: readonly Replacement[]
}

export const fork = (env: Environment, condition: Expr): Environment => ({
  ...env,
  condition: and(env.condition, condition),
  facts: env.facts.with(condition),
})

/**
 * The path that goes on from two that forked at `condition`; a side that is not continued is null.
 * @param left whether a missing side left the region (by return, break or continue) rather than failed. After a failure
 *   or a false guard nothing follows, so what comes next need not ask for the condition again.
 */
export function join(
  condition: Expr,
  before: Environment,
  yes: Environment | null,
  no: Environment | null,
  left: boolean,
  merge: (condition: Expr, yes: Abstract, no: Abstract) => Abstract,
): Environment | null {
  if (yes === null || no === null) {
    const rest = yes ?? no
    if (rest === null || left) return rest
    const whole = and(before.condition, yes === null ? not(condition) : condition)
    return rest.condition === whole ? { ...rest, condition: before.condition } : rest
  }
  return {
    state: yes.state.map((value, i) => choose(condition, value, no.state[i] as Expr)),
    condition: joinedCondition(condition, before, yes, no),
    facts: before.facts,
    locals: joinedLocals(condition, yes.locals, no.locals, merge),
    replacements: yes.replacements === no.replacements ? yes.replacements : [...yes.replacements, ...no.replacements],
  }
}

function joinedCondition(condition: Expr, before: Environment, yes: Environment, no: Environment): Expr {
  const wholeYes = and(before.condition, condition) === yes.condition
  const wholeNo = and(before.condition, not(condition)) === no.condition
  return wholeYes && wholeNo ? before.condition : or(yes.condition, no.condition)
}

function joinedLocals(
  condition: Expr,
  yes: ReadonlyMap<number, Abstract>,
  no: ReadonlyMap<number, Abstract>,
  merge: (condition: Expr, yes: Abstract, no: Abstract) => Abstract,
): ReadonlyMap<number, Abstract> {
  if (yes === no) return yes
  const joined = new Map<number, Abstract>()
  for (const [slot, value] of yes) if (no.has(slot)) joined.set(slot, merge(condition, value, no.get(slot)))
  return joined
}
