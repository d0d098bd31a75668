/**
 * Refinement as a property of initial states and steps, so that every engine that knows step properties can check it.
 *
 * Under a mapping from concrete states to abstract ones, every initial state must be mapped to an initial state of the
 * abstract model, and every step to a step of one of its actions, or to no change at all (a stuttering step). In: the
 * abstract model, and the mapping as one expression per abstract variable. Out: both conditions over concrete
 * variables. They are the abstract actions with the mapping in place of their variables; parameters and picks become
 * existential quantifiers.
 *
 * What an abstract action does where one of its checks fails is no step, so it allows none. Constraints and properties
 * of the abstract model play no part.
 *
 * Source: M. Abadi and L. Lamport, "The Existence of Refinement Mappings", TCS 82(2), 1991, section 2.
 */
import { and, equal, not, or } from './boolean.ts'
import { constant, type Expr, read, type Variable } from './expr.ts'
import type { Action, Model, Refinement, Step } from './model.ts'
import { boundVariable, exists } from './quantifier.ts'
import { depthAbove, Substitution } from './substitute.ts'
import { valueAt } from './value.ts'

/**
 * @param mapping the value of every abstract variable, over `state` variables of the concrete model
 * @returns what a refinement claims, and the condition on steps
 */
export function refinementOf(abstract: Model, mapping: readonly Expr[]): { refinement: Refinement; body: Expr } {
  const toNext = new Substitution(variable => read({ ...variable, space: 'next' }))
  const mappedNext = mapping.map(toNext.in)
  const changes = not(same(mapping, mappedNext))
  const actions = abstract.actions.map(action => ({ action, allows: leadsTo(action, mapping, mappedNext) }))
  return {
    refinement: { abstract, mapping, initial: leadsTo(abstract.initial, [], mapping), changes, actions },
    body: or(not(changes), ...actions.map(each => each.allows)),
  }
}

/** For some choice, `action` leads from the abstract state `before` to the abstract state `after`. */
function leadsTo(action: Action, before: readonly Expr[], after: readonly Expr[]): Expr {
  const chosen = [
    ...action.parameters,
    ...action.steps.flatMap(step => (step.kind === 'choose' ? [step.variable] : [])),
  ]
  const depth = depthAbove([...action.steps.map(conditionOf), ...action.next])
  const bound = chosen.map(({ name, type, index }) => boundVariable(depth + index, name, type))
  const { in: mapped } = new Substitution(({ space, index }) =>
    space === 'parameter' ? read(bound[index] as Variable) : (before[index] as Expr),
  )
  const conditions = action.steps.map(step => {
    const condition = mapped(conditionOf(step))
    // a pick that the body does not reach stands for its first value only
    return step.kind === 'choose' ? or(condition, isFirst(bound[step.variable.index] as Variable)) : condition
  })
  return bound.reduceRight(
    (body, variable) => exists(variable, body),
    and(...conditions, same(action.next.map(mapped), after)),
  )
}

const conditionOf = (step: Step): Expr => (step.kind === 'choose' ? step.when : step.condition)
const isFirst = (variable: Variable): Expr => equal(read(variable), constant(variable.type, valueAt(variable.type, 0)))
const same = (before: readonly Expr[], after: readonly Expr[]): Expr =>
  and(...before.map((e, i) => equal(e, after[i] as Expr)))
