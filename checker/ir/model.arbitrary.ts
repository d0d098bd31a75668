/** Random models of at most a few hundred states, with every kind of step and property. */
import type fc from 'fast-check'
import { equal } from './boolean.ts'
import { type Draw, ExprSource } from './expr.arbitrary.ts'
import { constant, read, TRUE, type Variable } from './expr.ts'
import {
  type ActionSketch,
  checkStep,
  chooseStep,
  guardStep,
  modelOf,
  nextOf,
  parameter,
  property,
  spanAt,
  stateVariable,
} from './model.fixture.ts'
import type { Action, Branch, Model, Property, Step } from './model.ts'
import { refinementOf } from './refinement.ts'
import { Substitution } from './substitute.ts'
import { anyValueOf, smallType } from './type.arbitrary.ts'
import { boolType, cardinality, type Type } from './type.ts'

/**
 * The model with a claim that it refines another one: one like itself, with actions and guards left out, or one that has
 * nothing to do with it, through a mapping that is as random.
 */
export function drawRefinement(
  draw: Draw,
  nat: (options: { max: number }) => fc.Arbitrary<number>,
  model: Model,
): Model {
  const below = (count: number) => draw(nat, { max: count - 1 })
  const isLike = below(3) > 0
  const like: Model = {
    ...model,
    properties: [],
    actions: model.actions
      .filter(() => below(6) > 0)
      .map(action => ({ ...action, steps: action.steps.filter(step => step.kind !== 'guard' || below(2) > 0) })),
  }
  const abstract = isLike ? like : drawModel(draw, nat)
  const source = new ExprSource(draw)
  const mapping = abstract.variables.map((v, i) =>
    isLike && below(6) > 0 ? read(model.variables[i] as Variable) : source.ofType(v.type, model.variables, 2),
  )
  const check = checkStep(source.ofType(boolType, [...model.variables, ...model.variables.map(nextOf)], 2), 'check')
  const claim: Property = {
    ...property('refinement', 'refinement', TRUE, below(6) === 0 ? [check] : []),
    ...refinementOf(abstract, mapping),
  }
  return { ...model, properties: [...model.properties, claim] }
}

/** The model with a claim of non-interference: of some steps, for an observer of some part of the state. */
export function drawNonInterference(
  draw: Draw,
  nat: (options: { max: number }) => fc.Arbitrary<number>,
  model: Model,
): Model {
  const below = (count: number) => draw(nat, { max: count - 1 })
  const source = new ExprSource(draw)
  const { name, parameters } = model.actions[below(model.actions.length)] as Action
  const given = parameters
    .filter(() => below(2) === 0)
    .map(({ name: parameterName, index, type }) => ({
      name: parameterName,
      index,
      type,
      value: draw(anyValueOf, type),
    }))
  const observed = model.variables[below(model.variables.length)] as Variable
  const seen = below(3) > 0 ? read(observed) : source.ofType(observed.type, model.variables, 2)
  const body = equal(seen, new Substitution(variable => read({ ...variable, space: 'next' })).in(seen))
  const edge = [...model.variables, ...model.variables.map(nextOf)]
  const checks = below(8) === 0 ? [checkStep(source.ofType(boolType, edge, 2), 'check')] : []
  const { span, origins } = property('invariant', 'isolation', TRUE)
  const claim = { name: 'isolation', high: [{ action: name, given }], body, checks, span, origins }
  return { ...model, properties: [], nonInterference: [claim] }
}

/** @param pick draws an index below its argument */
export function drawModel(draw: Draw, nat: (options: { max: number }) => fc.Arbitrary<number>): Model {
  const source = new ExprSource(draw)
  const below = (count: number) => draw(nat, { max: count - 1 })
  const times = <T>(max: number, make: (i: number) => T): T[] =>
    Array.from({ length: below(max + 1) }, (_, i) => make(i))
  const expr = (type: Type, scope: readonly Variable[], fuel: number) => {
    const written = source.ofType(type, scope, fuel)
    return below(2) === 0 ? written : new Substitution(read).in(written)
  }
  const condition = (scope: readonly Variable[], fuel = 2) => expr(boolType, scope, fuel)

  const variables = Array.from({ length: 2 + below(2) }, (_, i) =>
    stateVariable(
      i,
      `s${i}`,
      draw(() => smallType(8).filter(type => cardinality(type) > 1)),
    ),
  )
  const actionOf = (state: readonly Variable[], isInitial: boolean): ActionSketch => {
    // Half of the changes write a parameter or a pick: others seldom lead far.
    const changed = variables.filter(() => isInitial || below(2) === 0)
    const chosen = changed.slice(0, 2).filter(() => below(4) > 0)
    const choices = chosen.map((v, i) => parameter(i, `p${i}`, v.type))
    const parameters = isInitial ? [] : choices.slice(0, below(choices.length + 1))
    const known = [...state, ...parameters]
    const conditional = (): Step[] =>
      times(1, () => (below(4) === 0 ? checkStep(condition(known), 'check') : guardStep(condition(known))))
    const steps: Step[] = isInitial && below(4) > 0 ? [] : conditional()
    for (const pick of choices.slice(parameters.length)) {
      steps.push(chooseStep(pick, below(3) > 0 ? TRUE : condition(known)))
      known.push(pick)
      steps.push(...(below(3) === 0 ? conditional() : []))
    }
    const next = changed.map(v => {
      const choice = choices[chosen.indexOf(v)]
      return [v.name, choice === undefined ? expr(v.type, known, 2) : read(choice)] as const
    })
    return { parameters, steps, next: Object.fromEntries(next) }
  }
  /** Conditions over what is chosen where the body comes to them; some are written at one place. */
  const branchesOf = ({ steps, parameters }: Action): Branch[] => {
    const known = [...variables, ...parameters]
    return [...steps, null].flatMap((step, after) => {
      const branches = times(2, i => {
        const when = below(2) === 0 ? TRUE : condition(known)
        return { condition: condition(known), when, after, span: spanAt(i) }
      })
      if (step?.kind === 'choose') known.push(step.variable)
      return branches
    })
  }
  const constantState = Object.fromEntries(variables.map(v => [v.name, constant(v.type, draw(anyValueOf, v.type))]))
  const edge = [...variables, ...variables.map(nextOf)]
  const checks = (scope: readonly Variable[]) => (below(6) === 0 ? [checkStep(condition(scope), 'check')] : [])
  const named = (kind: 'invariant' | 'witness' | 'constraint' | 'mayEnd' | 'step', max: number) =>
    times(max, i => {
      const scope = kind === 'step' ? edge : variables
      return property(kind, `${kind}${i}`, condition(scope, 3), checks(scope))
    })
  const model = modelOf({
    variables,
    initial: { next: constantState, ...(below(2) === 0 && actionOf([], true)) },
    actions: Object.fromEntries(
      Array.from({ length: 1 + below(3) }, (_, i) => [`action${i}`, actionOf(variables, false)]),
    ),
    properties: [
      ...named('invariant', 2),
      ...named('step', 1),
      ...named('witness', 2),
      ...(below(4) === 0 ? named('constraint', 1) : []),
      ...named('mayEnd', 2),
    ],
  })
  return { ...model, actions: model.actions.map(action => ({ ...action, branches: branchesOf(action) })) }
}
