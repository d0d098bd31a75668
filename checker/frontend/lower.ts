/**
 * From an instance of a spec, as its author wrote it, to the model that every engine reads: each body is interpreted
 * once, on symbolic values, with the values of its captured variables.
 */
import { constant, type Expr, FALSE, integer, read, TRUE, type Variable } from '../ir/expr.ts'
import type { Action, Check, Measure, Model, Predicate, Property } from '../ir/model.ts'
import { mappedFairness, refinementOf } from '../ir/refinement.ts'
import { Substitution } from '../ir/substitute.ts'
import { formatFairness, type TemporalProperty } from '../ir/temporal.ts'
import { type RecordType, recordType } from '../ir/type.ts'
import { defaultValue } from '../ir/value.ts'
import { intrinsicName } from '../lang/body.ts'
import type {
  ActionDefinition,
  MachineDefinition,
  MeasureDefinition,
  PropertyDefinition,
  RefinementDefinition,
} from '../lang/machine.ts'
import type { Instance } from '../lang/spec.ts'
import { SpecError } from '../source/diagnostic.ts'
import { closureOf } from './abstract/calls.ts'
import { sameStructure } from './abstract/compare.ts'
import { asBoolean, asInteger, member } from './abstract/data.ts'
import { interpretation } from './abstract/interpreter.ts'
import { rootPlace } from './abstract/places.ts'
import { Refusal } from './abstract/refusal.ts'
import { Run } from './abstract/run.ts'
import { fitted } from './abstract/store.ts'
import { type Abstract, type Closure, fromExpr, ObjectLiteral } from './abstract/values.ts'
import { lowerFairness, lowerOccurrence, lowerTemporal } from './temporal.ts'

/**
 * The model of an instance. Cost: milliseconds for a protocol of a few hundred lines.
 * @throws SpecError where a body is outside the language, with its place and what to write instead
 */
export function lower(instance: Instance): Model {
  const { machine } = instance
  const names = Object.keys(machine.variables)
  const stateType = recordType(names.map(name => ({ name, type: typeOf(machine, name) })))
  const variables = names.map((name, index): Variable => ({ space: 'state', name, index, type: typeOf(machine, name) }))
  const lowering: Lowering = { stateType, variables }
  const actions = machine.actions.map(action => lowerAction(lowering, action))
  const bodies = {
    predicate: (body: object, what: string) => lowerPredicate(lowering, bodyOf(body, what), 2),
    spanOf: (body: object, what: string) => spanOf(bodyOf(body, what)),
  }
  const refinements = machine.refinements.map(refinement => lowerRefinement(lowering, refinement))
  return {
    name: instance.spec,
    constants: instance.constants,
    variables,
    initial: lowerInit(lowering, machine),
    actions,
    properties: [...machine.properties.map(property => lowerProperty(lowering, machine, property)), ...refinements],
    measures: machine.measures.map(measure => lowerMeasure(lowering, measure)),
    temporal: [
      ...machine.temporal.map(definition => lowerTemporal(definition, actions, bodies)),
      ...refinements.flatMap(mappedTemporal),
    ],
    fairness: machine.fairness.map(definition => lowerFairness(definition, actions)),
    nonInterference: machine.nonInterference.map(({ name, high, observe }) => ({
      name,
      high: high.map(steps => lowerOccurrence(steps, actions)),
      ...lowerObserver(lowering, bodyOf(observe, `the observer of '${name}'`)),
    })),
    interchangeable: machine.interchangeable,
  }
}

export interface Lowering {
  readonly stateType: RecordType
  readonly variables: readonly Variable[]
}
const typeOf = (machine: MachineDefinition, name: string) => {
  const domain = machine.variables[name]
  if (domain === undefined) throw new TypeError(`no variable ${name}`)
  return domain.type
}
const newRun = ({ stateType, variables }: Lowering, role: Run['role'], parameterCount = 0) =>
  new Run(interpretation, role, stateType, variables, parameterCount)

/** The source of a body. @internal */
export function bodyOf(body: object, what: string): Closure {
  const closure = closureOf(body)
  if (closure !== null) return closure
  throw new SpecError({
    code: 'VON2030',
    message: `the source of ${what} is not known`,
    note: 'a spec is read as source text, which von attaches to its functions when it loads the file',
    help: 'load the spec with the von command or loadSpec(), under the Vite plugin von/vite, or with node --import von/register',
    related: [],
  })
}
const inBody = <T>(run: Run, closure: Closure, body: () => T): T => run.at(closure.scope.file, closure.node, body)
const spanOf = ({ node, scope }: Closure) => scope.file.span(node.start, node.end)

function lowerInit(lowering: Lowering, machine: MachineDefinition): Action {
  const closure = bodyOf(machine.init as object, 'init')
  const run = newRun(lowering, 'init')
  let next: Expr[] = lowering.variables.map(read)
  const completes = run.complete(() =>
    inBody(run, closure, () => {
      next = variableValues(run, interpretation.call(run, closure, []), lowering.variables, 'init')
    }),
  )
  return asAction(run, 'init', [], completes ? next : lowering.variables.map(read), closure)
}

/** The value that `state` gives to each variable. */
function variableValues(run: Run, state: Abstract, variables: readonly Variable[], giver: string): Expr[] {
  const given = state instanceof ObjectLiteral ? [...state.fields.keys()] : null
  const unknown = given?.find(name => !variables.some(v => v.name === name))
  if (unknown !== undefined)
    throw new Refusal('VON2011', `${giver} gives '${unknown}', which is not a variable of the machine`)
  return variables.map(v => fitted(run, v.type, member(run, state, v.name), v.name))
}

function lowerAction(lowering: Lowering, { name, parameters, body }: ActionDefinition): Action {
  const closure = bodyOf(body, `action '${name}'`)
  const declared = Object.entries(parameters).map(
    ([parameter, domain], index): Variable => ({ space: 'parameter', name: parameter, index, type: domain.type }),
  )
  const run = newRun(lowering, 'action', declared.length)
  const given = new ObjectLiteral(
    new Map<string, Abstract>(declared.map(v => [v.name, fromExpr(read(v))])),
    'parameter',
  )
  const completes = run.complete(() =>
    inBody(run, closure, () => interpretation.call(run, closure, [rootPlace(run, 'state'), given])),
  )
  return asAction(run, name, declared, completes ? run.env.state : lowering.variables.map(read), closure)
}

const asAction = (
  run: Run,
  name: string,
  parameters: readonly Variable[],
  next: readonly Expr[],
  body: Closure,
): Action => ({
  name,
  parameters,
  steps: run.steps,
  branches: run.branchesToCount(),
  next,
  span: spanOf(body),
  origins: run.origins,
})

function lowerProperty(lowering: Lowering, machine: MachineDefinition, definition: PropertyDefinition): Property {
  const { kind, name, predicate } = definition
  if (intrinsicName(predicate) === 'always') {
    // written in no source file: shown at init
    return {
      kind,
      name,
      checks: [],
      body: TRUE,
      span: spanOf(bodyOf(machine.init as object, 'init')),
      origins: new Map(),
    }
  }
  const arity = kind === 'step' ? 2 : 1
  return { kind, name, ...lowerPredicate(lowering, bodyOf(predicate, `property '${name}'`), arity) }
}

/** @param arity 2 where the predicate may also read the state after the step @internal */
export const lowerPredicate = (lowering: Lowering, closure: Closure, arity: 1 | 2): Predicate =>
  lowerClaim(lowering, closure, run => {
    const places = [rootPlace(run, 'state'), ...(arity === 2 ? [rootPlace(run, 'next')] : [])]
    return asBoolean(run, interpretation.call(run, closure, places))
  })

const lowerMeasure = (lowering: Lowering, { name, value }: MeasureDefinition): Measure => {
  const closure = bodyOf(value, `measure '${name}'`)
  const valueIn = (run: Run) => asInteger(run, interpretation.call(run, closure, [rootPlace(run, 'state')]))
  return {
    name,
    ...lowerClaim(lowering, closure, valueIn, integer(0)),
  }
}

/** Whether an observer sees the same of two states: of one in `state`, and of the other in `next`. */
const lowerObserver = (lowering: Lowering, closure: Closure): Predicate =>
  lowerSame(lowering, closure, run => {
    const observed = (root: 'state' | 'next') => interpretation.call(run, closure, [rootPlace(run, root)])
    return [observed('state'), observed('next')]
  })

/** Whether two values are the same, by structure; `closure` is where this is written. @internal */
export const lowerSame = (
  lowering: Lowering,
  closure: Closure,
  values: (run: Run) => readonly [Abstract, Abstract],
): Predicate => lowerClaim(lowering, closure, run => sameStructure(run, ...values(run)))

/**
 * @param bodyIn interprets the body, and gives what it says
 * @param nothing stands for a body that always fails
 */
function lowerClaim(
  lowering: Lowering,
  closure: Closure,
  bodyIn: (run: Run) => Expr,
  nothing: Expr = FALSE,
): Predicate {
  const run = newRun(lowering, 'property')
  let body = nothing
  run.complete(() =>
    inBody(run, closure, () => {
      body = bodyIn(run)
    }),
  )
  return {
    checks: run.steps.filter((step): step is Check => step.kind === 'check'),
    body,
    span: spanOf(closure),
    origins: run.origins,
  }
}

function lowerRefinement(lowering: Lowering, { name, abstract, mapping }: RefinementDefinition): Property {
  const closure = bodyOf(mapping, `the mapping of '${name}'`)
  const target = lower(abstract)
  const run = newRun(lowering, 'property')
  let mapped: Expr[] = target.variables.map(({ type }) => constant(type, defaultValue(type)))
  run.complete(() =>
    inBody(run, closure, () => {
      const state = interpretation.call(run, closure, [rootPlace(run, 'state')])
      mapped = variableValues(run, state, target.variables, 'the mapping')
    }),
  )
  const checks = run.steps.filter((step): step is Check => step.kind === 'check')
  const toNext = new Substitution(variable => read({ ...variable, space: 'next' }))
  return {
    kind: 'refinement',
    name,
    checks: [...checks, ...checks.map(check => ({ ...check, condition: toNext.in(check.condition) }))],
    ...refinementOf(target, mapped),
    span: spanOf(closure),
    origins: run.origins,
  }
}

/** A refinement also claims that behaviours are as fair as the abstract spec says. */
function mappedTemporal({ name, refinement, checks, span, origins }: Property): TemporalProperty[] {
  if (refinement === undefined) return []
  return mappedFairness(refinement, { checks, span, origins }).map(({ assumption, formula }) => ({
    name: `${name}: ${formatFairness(assumption)}`,
    formula,
    span,
  }))
}
