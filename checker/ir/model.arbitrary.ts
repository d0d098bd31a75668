/** Random models of at most a few hundred states, with every kind of step and property. */
import type fc from 'fast-check'
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
  stateVariable,
} from './model.fixture.ts'
import type { Model, Step } from './model.ts'
import { rebuilt } from './rebuilt.fixture.ts'
import { anyValueOf, keyType, smallType } from './type.arbitrary.ts'
import { boolType, type Type } from './type.ts'

/** @param pick draws an index below its argument */
export function drawModel(draw: Draw, nat: (options: { max: number }) => fc.Arbitrary<number>): Model {
  const source = new ExprSource(draw)
  const below = (count: number) => draw(nat, { max: count - 1 })
  const times = <T>(max: number, make: (i: number) => T): T[] =>
    Array.from({ length: below(max + 1) }, (_, i) => make(i))
  const expr = (type: Type, scope: readonly Variable[], fuel: number) => {
    const written = source.ofType(type, scope, fuel)
    return below(2) === 0 ? written : rebuilt(written)
  }
  const condition = (scope: readonly Variable[], fuel = 2) => expr(boolType, scope, fuel)

  const variables = Array.from({ length: 2 + below(2) }, (_, i) =>
    stateVariable(
      i,
      `s${i}`,
      draw(() => smallType(8)),
    ),
  )
  /** Often the type of a state variable, so that parameters end up in the state. */
  const choiceType = () =>
    below(2) === 0 ? draw(() => keyType) : (variables[below(variables.length)] as Variable).type
  const actionOf = (state: readonly Variable[], isInitial: boolean): ActionSketch => {
    const parameters = isInitial ? [] : times(2, i => parameter(i, `p${i}`, choiceType()))
    const choices = [...parameters]
    const steps = times(isInitial ? 2 : 3, (): Step => {
      const kind = below(8)
      if (kind === 0) return checkStep(condition([...state, ...choices]), 'check')
      if (kind < 3) return guardStep(condition([...state, ...choices]))
      const variable = parameter(choices.length, `p${choices.length}`, choiceType())
      const step = chooseStep(variable, below(2) === 0 ? TRUE : condition([...state, ...choices]))
      choices.push(variable)
      return step
    })
    const nextOfType = (type: Type) => {
      const chosen = choices.find(c => c.type === type)
      return chosen !== undefined && below(2) === 0 ? read(chosen) : expr(type, [...state, ...choices], 2)
    }
    const written = isInitial ? variables : variables.filter(() => below(3) > 0)
    return { parameters, steps, next: Object.fromEntries(written.map(v => [v.name, nextOfType(v.type)])) }
  }
  const constantState = Object.fromEntries(variables.map(v => [v.name, constant(v.type, draw(anyValueOf, v.type))]))
  const edge = [...variables, ...variables.map(nextOf)]
  const checks = (scope: readonly Variable[]) => (below(6) === 0 ? [checkStep(condition(scope), 'check')] : [])
  const named = (kind: 'invariant' | 'witness' | 'constraint' | 'mayEnd' | 'step', max: number) =>
    times(max, i => {
      const scope = kind === 'step' ? edge : variables
      return property(kind, `${kind}${i}`, condition(scope, 3), checks(scope))
    })
  return modelOf({
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
}
