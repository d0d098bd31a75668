/** Models by hand, for tests: with the builders, and no front end between. */
import type { Span } from '../source/span.ts'
import { type Expr, read, TRUE, type Variable } from './expr.ts'
import type { Action, Branch, Check, FailureKind, Guard, Model, Property, PropertyKind, Step } from './model.ts'
import type { EnumType, Type } from './type.ts'

/** A span that tells where in a test it belongs by its line. */
export const spanAt = (line: number): Span => ({
  file: '/test.ts',
  start: line,
  end: line + 1,
  line,
  column: 1,
  endLine: line,
  endColumn: 2,
})

export const stateVariable = (index: number, name: string, type: Type): Variable => ({
  space: 'state',
  index,
  name,
  type,
})
export const nextOf = (variable: Variable): Variable => ({ ...variable, space: 'next' })
export const parameter = (index: number, name: string, type: Type): Variable => ({
  space: 'parameter',
  index,
  name,
  type,
})

export const guardStep = (condition: Expr, line = 1): Guard => ({ kind: 'guard', condition, span: spanAt(line) })
export const checkStep = (condition: Expr, message: string, failure: FailureKind = 'range'): Check => ({
  kind: 'check',
  condition,
  failure,
  message,
  span: spanAt(1),
})
export const chooseStep = (variable: Variable, when: Expr = TRUE): Step => ({
  kind: 'choose',
  variable,
  when,
  span: spanAt(1),
})

export const property = (kind: PropertyKind, name: string, body: Expr, checks: readonly Check[] = []): Property => ({
  kind,
  name,
  checks,
  body,
  span: spanAt(1),
  origins: new Map(),
})

/** The parts of an action; a variable that `next` does not name keeps its value. */
export interface ActionSketch {
  readonly parameters?: readonly Variable[]
  readonly steps?: readonly Step[]
  readonly branches?: readonly Branch[]
  readonly next?: Readonly<Record<string, Expr>>
}
export interface ModelSketch {
  readonly variables: readonly Variable[]
  readonly initial: ActionSketch & { readonly next: Readonly<Record<string, Expr>> }
  readonly actions?: Readonly<Record<string, ActionSketch>>
  readonly properties?: readonly Property[]
  readonly temporal?: Model['temporal']
  readonly fairness?: Model['fairness']
  readonly interchangeable?: readonly EnumType[]
}

export function modelOf({
  variables,
  initial,
  actions = {},
  properties = [],
  temporal = [],
  fairness = [],
  interchangeable = [],
}: ModelSketch): Model {
  const actionOf = (name: string, { parameters = [], steps = [], branches = [], next = {} }: ActionSketch): Action => ({
    name,
    parameters,
    steps,
    branches,
    next: variables.map(v => next[v.name] ?? read(v)),
    span: spanAt(1),
    origins: new Map(),
  })
  return {
    name: 'test',
    constants: {},
    variables,
    initial: actionOf('init', initial),
    actions: Object.entries(actions).map(([name, sketch]) => actionOf(name, sketch)),
    properties,
    temporal,
    measures: [],
    nonInterference: [],
    fairness,
    interchangeable,
  }
}
