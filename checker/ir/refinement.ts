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
import type { Predicate } from './predicate.ts'
import { boundVariable, exists } from './quantifier.ts'
import { depthAbove, Substitution } from './substitute.ts'
import { type Fairness, type Formula, fairnessConditions, type Occurrence } from './temporal.ts'
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

/**
 * What the fairness of the abstract model demands of concrete behaviours, which have fairness of their own to meet it:
 * one formula for each assumption. Weak: again and again, the action is taken or not enabled. Strong: it is taken again
 * and again, or from some time on not enabled. Both are about steps that change the mapped state.
 *
 * @param about where the mapping was written, and what must hold for it to mean anything, of the states of a step
 */
export function mappedFairness(
  { abstract, mapping, changes }: Refinement,
  about: Omit<Predicate, 'body'>,
): MappedFairness[] {
  const { in: toNext } = new Substitution(variable => read({ ...variable, space: 'next' }))
  const mappedNext = mapping.map(toNext)
  const predicate = (body: Expr): Formula => ({ kind: 'predicate', predicate: { ...about, body } })
  return abstract.fairness.map(assumption => {
    const demands = fairnessConditions([assumption]).map(({ occurrence }): Formula => {
      const action = abstract.actions.find(({ name }) => name === occurrence.action) as Action
      const taken = and(changes, leadsTo(action, mapping, mappedNext, occurrence.given))
      const isEnabled = changesState(action, mapping, occurrence.given)
      return assumption.strength === 'weak'
        ? again(predicate(or(not(isEnabled), taken)))
        : { kind: 'or', operands: [again(predicate(taken)), finallyAlways(predicate(not(isEnabled)))] }
    })
    const [first, ...others] = demands
    const isOne = first !== undefined && others.length === 0
    return { assumption, formula: isOne ? first : { kind: 'and', operands: demands } }
  })
}
export interface MappedFairness {
  readonly assumption: Fairness
  readonly formula: Formula
}
const again = (operand: Formula): Formula => ({
  kind: 'always',
  operands: [{ kind: 'eventually', operands: [operand] }],
})
const finallyAlways = (operand: Formula): Formula => ({
  kind: 'eventually',
  operands: [{ kind: 'always', operands: [operand] }],
})

type Given = Occurrence['given']

/** For some choice, `action` leads from the abstract state `before` to the abstract state `after`. */
const leadsTo = (action: Action, before: readonly Expr[], after: readonly Expr[], given: Given = []): Expr =>
  someOutcome(action, before, given, next => same(next, after))
/** For some choice, `action` leads from the abstract state `before` to another one. */
const changesState = (action: Action, before: readonly Expr[], given: Given): Expr =>
  someOutcome(action, before, given, next => not(same(next, before)))

/** For some choice with the given parameters, `action` leads from `before` to a state that is as wanted. */
function someOutcome(
  action: Action,
  before: readonly Expr[],
  given: Given,
  isWanted: (next: readonly Expr[]) => Expr,
): Expr {
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
  const choices = given.map(({ index, type, value }) => equal(read(bound[index] as Variable), constant(type, value)))
  return bound.reduceRight(
    (body, variable) => exists(variable, body),
    and(...choices, ...conditions, isWanted(action.next.map(mapped))),
  )
}

const conditionOf = (step: Step): Expr => (step.kind === 'choose' ? step.when : step.condition)
const isFirst = (variable: Variable): Expr => equal(read(variable), constant(variable.type, valueAt(variable.type, 0)))
const same = (before: readonly Expr[], after: readonly Expr[]): Expr =>
  and(...before.map((e, i) => equal(e, after[i] as Expr)))
