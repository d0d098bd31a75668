/** The state machine of a protocol instance: variables, initial states, actions and properties, as the author gives them. */
import type { EnumType } from '../ir/type.ts'
import {
  fieldsOf,
  requireFunction,
  requireName,
  requireOneOf,
  requireOptions,
  requireRecord,
  typeOf,
} from './argument.ts'
import { always } from './body.ts'
import { brand, brandOf } from './brand.ts'
import { DefinitionError, declaredHere } from './definitionError.ts'
import { type Domain, enumerable, type Fields, type Id, type RecordOf } from './domain.ts'
import { highSteps, type NonInterferenceDefinition, type StepsByAction } from './nonInterference.ts'
import { builtFormula, type FairnessDefinition, type FormulaBuilder, type TemporalDefinition } from './temporal.ts'

/** A body as declared; its source is found through the function itself. */
export interface ActionDefinition {
  readonly name: string
  readonly parameters: Fields
  readonly body: (state: never, parameters: never) => void
}
export interface PropertyDefinition {
  readonly kind: 'invariant' | 'lemma' | 'step' | 'witness' | 'constraint' | 'mayEnd'
  readonly name: string
  readonly predicate: (state: never, next: never) => boolean
}
export interface MeasureDefinition {
  readonly name: string
  readonly value: (state: never) => number
}
export interface RefinementDefinition {
  readonly name: string
  readonly abstract: Instance
  readonly mapping: (state: never) => unknown
}
export interface MachineDefinition {
  readonly variables: Fields
  readonly init: (() => unknown) | null
  readonly actions: readonly ActionDefinition[]
  readonly properties: readonly PropertyDefinition[]
  readonly measures: readonly MeasureDefinition[]
  readonly temporal: readonly TemporalDefinition[]
  readonly fairness: readonly FairnessDefinition[]
  readonly refinements: readonly RefinementDefinition[]
  readonly nonInterference: readonly NonInterferenceDefinition[]
  /** without duplicates */
  readonly interchangeable: readonly EnumType[]
}

export type ConstantValue = number | boolean | string

/** One instance of a spec: constants fixed, machine built. */
export interface Instance<S = unknown> {
  readonly spec: string
  readonly constants: Readonly<Record<string, ConstantValue>>
  readonly machine: MachineDefinition
  /** Only a type: the state of the machine. */
  readonly state?: S
}

/** A state as a mapping may give it: `const` type parameters, which keep names from becoming strings, make arrays readonly. */
type MappedTo<A> = { readonly [K in keyof A]: A[K] extends (infer T)[] ? readonly T[] : A[K] }

/** What `machine(variables)` returns: declare everything on it and return it from the spec. */
export interface Machine<S> {
  /** The initial state; `pick` in it gives several. Every variable must be given. */
  init(state: () => S): void
  /**
   * An action that may happen whenever its guards hold, for every value of its parameters. The body changes `s` in
   * place; it either happens as a whole or not at all.
   */
  action<P extends Fields>(name: string, parameters: P, body: (s: S, parameters: RecordOf<P>) => void): void
  /** True in every reachable state. */
  invariant(name: string, predicate: (s: S) => boolean): void
  /**
   * True in every reachable state, as an invariant, but there to help proofs: `von prove` relies on it and proves it,
   * the other commands look at it only where it is asked for by its name.
   */
  lemma(name: string, predicate: (s: S) => boolean): void
  /** True of every step, from `s` to `next`. */
  step(name: string, predicate: (s: S, next: S) => boolean): void
  /** True in at least one reachable state: something that can happen, and must stay possible. */
  witness(name: string, predicate: (s: S) => boolean): void
  /** A number of interest: `von optimum` finds the largest and the smallest that it is in any reachable state. */
  measure(name: string, value: (s: S) => number): void
  /**
   * Under the mapping, this machine does only what the abstract one may do: it begins in one of its initial states, and
   * every step is one of its steps or changes nothing that is mapped. The mapping gives every abstract variable.
   */
  refines<I extends Instance, const M extends MappedTo<Exclude<I['state'], undefined>>>(
    name: string,
    abstract: I,
    mapping: (s: S) => M,
  ): void
  /**
   * The high steps do not influence what is observed: a run looks the same as the run without its high steps, by what
   * `observe` gives at all times, and by which other steps are possible. `high` names actions; of each it may give
   * values, or lists of values, of some parameters.
   */
  noninterference(name: string, claim: { readonly high: StepsByAction; readonly observe: (s: S) => unknown }): void
  /** States where it is false are not explored further. The verdict is then never better than `bounded`. */
  constraint(name: string, predicate: (s: S) => boolean): void
  /** States in which nothing more needs to happen. Without a predicate, deadlock is not checked. */
  mayEnd(predicate?: (s: S) => boolean): void

  /** True sooner or later, in every fair behaviour. A predicate may also be about a step: `(s, next) => ...`. */
  eventually(name: string, goal: (s: S, next: S) => boolean): void
  /** True again and again, in every fair behaviour. */
  alwaysEventually(name: string, goal: (s: S, next: S) => boolean): void
  /** Whenever `premise` is true, `goal` is true then or later, in every fair behaviour. */
  leadsTo(name: string, premise: (s: S, next: S) => boolean, goal: (s: S, next: S) => boolean): void
  /** From the start, `before` is true until `goal` is; and `goal` comes true, in every fair behaviour. */
  until(name: string, before: (s: S, next: S) => boolean, goal: (s: S, next: S) => boolean): void
  /** Any formula: `m.temporal('name', ({ always, eventually }) => eventually(always(s => ...)))`. */
  temporal(name: string, formula: FormulaBuilder<S>): void
  /**
   * Assumes fairness of actions, each for itself. Weak: what stays enabled is taken. Strong: what is enabled again and
   * again is taken. With `each`, that is assumed of every choice of values for these parameters.
   */
  fair(
    strength: 'weak' | 'strong',
    actions: string | readonly string[],
    options?: { readonly each: string | readonly string[] },
  ): void
  /**
   * The names of each of these domains, made by `ids`, stand for things that are all alike: if any two change places in
   * a state, nothing else about it differs. `von check --symmetry` explores one of such states only, and refuses a spec
   * for which this is not so. Domains with the same names are one domain.
   */
  interchangeable(...domains: readonly Domain<Id<string>>[]): void
}

export function machine<const V extends Fields>(variables: V): Machine<RecordOf<V>> {
  fieldsOf(variables, 'the variables of a machine', 'machine({ variable: Domain })')
  let init: (() => unknown) | null = null
  const actions: ActionDefinition[] = []
  const properties: PropertyDefinition[] = []
  const measures: MeasureDefinition[] = []
  const temporal: TemporalDefinition[] = []
  const fairness: FairnessDefinition[] = []
  const refinements: RefinementDefinition[] = []
  const nonInterference: NonInterferenceDefinition[] = []
  const interchangeable: EnumType[] = []
  const unused = (name: string, taken: readonly { name: string }[], one: string, all: string) => {
    requireName(name, one)
    if (taken.some(t => t.name === name)) {
      throw new DefinitionError(
        'VON3010',
        `there are two ${all} named '${name}'`,
        'names are how a report points at them: rename one',
      )
    }
  }
  const unusedProperty = (name: string) =>
    unused(name, [...properties, ...temporal, ...refinements, ...nonInterference], 'a property', 'properties')
  const property = (kind: PropertyDefinition['kind'], name: string, predicate: PropertyDefinition['predicate']) => {
    unusedProperty(name)
    requireFunction(predicate, `what ${kind} '${name}' says`, 'write it as a function of the state: s => ...')
    properties.push({ kind, name, predicate })
  }
  const temporalProperty = (name: string, build: FormulaBuilder<RecordOf<V>>, written: readonly object[]) => {
    unusedProperty(name)
    temporal.push({ name, formula: builtFormula(name, build), written, declaration: declaredHere() })
  }
  const definition: MachineDefinition = {
    variables,
    actions,
    properties,
    measures,
    temporal,
    fairness,
    refinements,
    nonInterference,
    interchangeable,
    get init() {
      return init
    },
  }
  const built: Machine<RecordOf<V>> = {
    init(state) {
      if (init !== null)
        throw new DefinitionError(
          'VON3011',
          'init is given twice',
          'use pick inside one init for several initial states',
        )
      requireFunction(state, 'init', 'm.init(() => ({ variable: value }))')
      init = state
    },
    action(name, parameters, body) {
      unused(name, actions, 'an action', 'actions')
      for (const parameter of fieldsOf(parameters, `the parameters of '${name}'`, ACTION))
        enumerable(parameter.type, `the parameter ${parameter.name} of '${name}'`)
      requireFunction(body, `what '${name}' does`, ACTION)
      actions.push({ name, parameters, body: body as ActionDefinition['body'] })
    },
    invariant: (name, predicate) => property('invariant', name, predicate),
    lemma: (name, predicate) => property('lemma', name, predicate),
    step: (name, predicate) => property('step', name, predicate),
    witness: (name, predicate) => property('witness', name, predicate),
    measure(name, value) {
      unused(name, measures, 'a measure', 'measures')
      requireFunction(value, `what measure '${name}' gives`, 'write it as a function of the state: s => ...')
      measures.push({ name, value })
    },
    refines(name, abstract, mapping) {
      if (!isInstance(abstract))
        throw new DefinitionError(
          'VON3021',
          `'${name}' refines something that is not an instance of a spec`,
          'give the constants of the abstract spec: abstract.instance({ ... })',
        )
      unusedProperty(name)
      requireFunction(mapping, `the mapping of '${name}'`, 'it gives the abstract state: s => ({ variable: ... })')
      refinements.push({ name, abstract, mapping })
    },
    noninterference(name, claim) {
      unusedProperty(name)
      requireOptions(claim, ['high', 'observe'], `'${name}'`)
      const { high, observe } = claim
      requireRecord(high, `what is high in '${name}'`, "{ high: { arrive: { flow: 'f1' } }, observe: s => ... }")
      requireFunction(observe, `what is observed in '${name}'`, 'write it as a function of the state: s => ...')
      nonInterference.push({ name, high: highSteps(name, high), observe, declaration: declaredHere() })
    },
    constraint: (name, predicate) => property('constraint', name, predicate),
    mayEnd: (predicate = always) =>
      property('mayEnd', `mayEnd${properties.filter(p => p.kind === 'mayEnd').length || ''}`, predicate),
    eventually: (name, goal) => temporalProperty(name, ({ eventually }) => eventually(goal), [goal]),
    alwaysEventually: (name, goal) =>
      temporalProperty(name, ({ always, eventually }) => always(eventually(goal)), [goal]),
    leadsTo: (name, premise, goal) => temporalProperty(name, ({ leadsTo }) => leadsTo(premise, goal), [premise, goal]),
    until: (name, before, goal) => temporalProperty(name, ({ until }) => until(before, goal), [before, goal]),
    temporal(name, build) {
      requireFunction(build, `the formula of '${name}'`, '({ always, eventually }) => always(eventually(s => ...))')
      temporalProperty(name, build, [build])
    },
    fair(strength, actions, options = { each: [] }) {
      requireOneOf(strength, ['weak', 'strong'], 'what m.fair assumes')
      requireOptions(options, ['each'], 'fairness')
      const { each } = options
      const declaration = declaredHere()
      for (const action of [actions].flat()) fairness.push({ strength, action, each: [each].flat(), declaration })
    },
    interchangeable(...domains) {
      for (const domain of domains) {
        const type = typeOf(domain, 'what is interchangeable')
        if (type.kind !== 'enum')
          throw new DefinitionError(
            'VON3023',
            `the values of ${domain} are not names`,
            "only identities are interchangeable: declare them with ids('r', n)",
          )
        if (!interchangeable.includes(type)) interchangeable.push(type)
      }
    },
  }
  return brand(built, 'machine', definition)
}

const ACTION = "m.action('name', { p: Domain }, (s, { p }) => { ... }), with {} where there is nothing to choose"

/** By its shape, as another copy of the package may have made it. */
const isInstance = (value: unknown): value is Instance =>
  typeof value === 'object' && value !== null && 'machine' in value && 'constants' in value

/** What was declared on a machine; undefined when `value` is not one. */
export const machineDefinition = (value: unknown): MachineDefinition | undefined =>
  brandOf(value, 'machine') as MachineDefinition | undefined
