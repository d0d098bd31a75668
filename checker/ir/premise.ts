/**
 * The premises of a property: what must happen at least once for it to say anything. `implies(a, b)` needs a state
 * with `a`; a quantifier needs an element with its premise; a conjunction needs each of its parts. A property whose
 * premise is never true is vacuous, however many states satisfy it.
 */
import { and, conjuncts, implies, not, or } from './boolean.ts'
import { type Expr, TRUE } from './expr.ts'
import type { Action, Property } from './model.ts'
import { exists } from './quantifier.ts'

/** A premise, and the part of the property that it belongs to. Parts that are never vacuous have none. */
export interface Premise {
  readonly condition: Expr
  readonly part: Expr
  /** in words, where the condition is not as its author wrote it */
  readonly text?: string
  /** the abstract action of which some step must be; a refinement that never takes it is worth a note, not vacuous */
  readonly refines?: Action
}

/** A refinement needs a step that changes the mapped state, and should have a step for each abstract action. */
export function premisesOf({ kind, body, refinement }: Property): Premise[] {
  if (kind === 'witness') return []
  if (refinement === undefined) return premises(body)
  const { abstract, changes, actions } = refinement
  return [
    { condition: changes, part: body, text: `a step changes the mapped state of ${abstract.name}` },
    ...actions.map(({ action, allows }) => ({ condition: and(changes, allows), part: body, refines: action })),
  ]
}

export function premises(body: Expr): Premise[] {
  return conjuncts(body).flatMap(part => {
    const condition = premiseOf(part)
    return condition === TRUE ? [] : [{ condition, part }]
  })
}

function premiseOf(body: Expr): Expr {
  const e = asImplication(body)
  if (e.operator === 'implies') {
    const [premise, conclusion] = e.args as [Expr, Expr]
    return and(premise, premiseOf(conclusion))
  }
  if (e.operator === 'forall' && e.variable !== undefined) return exists(e.variable, premiseOf(e.args[0] as Expr))
  if (e.operator === 'and') return or(...e.args.map(premiseOf))
  return TRUE
}

/** A disjunction with a negated part read as an implication: `!a || b` is `a implies b`. */
function asImplication(e: Expr): Expr {
  if (e.operator !== 'or') return e
  const negated = e.args.filter(a => a.operator === 'not')
  if (negated.length === 0 || negated.length === e.args.length) return e
  const rest = e.args.filter(a => a.operator !== 'not')
  const conclusion = rest.length === 1 ? (rest[0] as Expr) : null
  return conclusion === null ? e : implies(and(...negated.map(not)), conclusion)
}
