/**
 * Temporal properties and fairness, as an author declares them. A formula is made by ordinary calls of the operators,
 * which run once while the machine is built; the predicates in it are bodies like all others, found by their source.
 */
import { brand, brandOf } from './brand.ts'
import { type Declaration, DefinitionError } from './definitionError.ts'
import type { Fields } from './domain.ts'

/** True of a state, or of the step to the next one. */
export type PredicateBody = (state: never, next: never) => boolean

export type FormulaDefinition =
  | { readonly kind: 'predicate'; readonly predicate: PredicateBody }
  | { readonly kind: 'taken'; readonly action: string; readonly given: Readonly<Record<string, unknown>> }
  | { readonly kind: 'not' | 'always' | 'eventually'; readonly operands: readonly [FormulaDefinition] }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly FormulaDefinition[] }
  | { readonly kind: 'implies' | 'until'; readonly operands: readonly [FormulaDefinition, FormulaDefinition] }

export interface TemporalDefinition {
  readonly name: string
  readonly formula: FormulaDefinition
  /** the functions that stand for the property where it is shown, in written order */
  readonly written: readonly object[]
  readonly declaration: Declaration
}
export interface FairnessDefinition {
  readonly strength: 'weak' | 'strong'
  readonly action: string
  /** names of parameters */
  readonly each: readonly string[]
  readonly declaration: Declaration
}

declare const formula: unique symbol
/** A statement about a behaviour. */
export interface Formula {
  readonly [formula]: true
}
/** A formula, or a predicate of the present state, or of the step to the next: `(s, next) => ...`. */
export type Operand<S> = Formula | ((s: S, next: S) => boolean)

/** What formulas over the states `S` are made with. */
export interface TemporalOperators<S> {
  /** From now on, at every moment. */
  always(operand: Operand<S>): Formula
  /** Now or later. */
  eventually(operand: Operand<S>): Formula
  /** `goal` comes true, now or later, and `before` is true at every moment before. */
  until(before: Operand<S>, goal: Operand<S>): Formula
  /** Whenever `premise` is true, `goal` is true then or later. */
  leadsTo(premise: Operand<S>, goal: Operand<S>): Formula
  not(operand: Operand<S>): Formula
  and(...operands: readonly Operand<S>[]): Formula
  or(...operands: readonly Operand<S>[]): Formula
  implies(premise: Operand<S>, conclusion: Operand<S>): Formula
  /** The next step changes the state, as this action can, with these values of parameters and any of the others. */
  taken(action: string, parameters?: Readonly<Record<string, unknown>>): Formula
}

export type FormulaBuilder<S> = (operators: TemporalOperators<S>) => Operand<S>

// A formula is its definition; authors see it as opaque.
const asFormula = (definition: FormulaDefinition) => definition as unknown as Formula
const kinds = new Set(['predicate', 'taken', 'not', 'always', 'eventually', 'and', 'or', 'implies', 'until'])

/**
 * The definition of an operand.
 * @throws DefinitionError for what is neither a formula nor a predicate
 */
function definitionOf<S>(operand: Operand<S>): FormulaDefinition {
  if (typeof operand === 'function') return { kind: 'predicate', predicate: operand as PredicateBody }
  const definition = operand as unknown as FormulaDefinition | null | undefined
  if (typeof definition === 'object' && kinds.has(definition?.kind as string)) return definition as FormulaDefinition
  throw new DefinitionError(
    'VON3017',
    `${JSON.stringify(operand)} is neither a formula nor a predicate`,
    typeof operand === 'boolean'
      ? 'formulas are joined with not(...), and(...), or(...); a condition on a state is a function of it: s => ...'
      : 'a condition on a state is written as a function of it: s => ...',
  )
}

const unary = (kind: 'not' | 'always' | 'eventually', operand: Operand<unknown>) =>
  asFormula({ kind, operands: [definitionOf(operand)] })
const binary = (kind: 'implies' | 'until', a: Operand<unknown>, b: Operand<unknown>) =>
  asFormula({ kind, operands: [definitionOf(a), definitionOf(b)] })

const operators: TemporalOperators<unknown> = {
  always: operand => unary('always', operand),
  eventually: operand => unary('eventually', operand),
  until: (before, goal) => binary('until', before, goal),
  leadsTo: (premise, goal) => unary('always', binary('implies', premise, unary('eventually', goal))),
  not: operand => unary('not', operand),
  and: (...operands) => asFormula({ kind: 'and', operands: operands.map(definitionOf) }),
  or: (...operands) => asFormula({ kind: 'or', operands: operands.map(definitionOf) }),
  implies: (premise, conclusion) => binary('implies', premise, conclusion),
  taken: (action, parameters = {}) => asFormula({ kind: 'taken', action, given: parameters }),
}
/**
 * The formula that `build` makes of the operators.
 * @throws DefinitionError where it makes one that is no part of the result: in JavaScript, `always(p) && eventually(q)`
 *   is `eventually(q)`, and the property would hold without the other half
 */
export function builtFormula<S>(name: string, build: FormulaBuilder<S>): FormulaDefinition {
  const made: { readonly operator: string; readonly formula: Formula }[] = []
  const recording = Object.fromEntries(
    Object.entries(operators).map(([operator, make]) => [
      operator,
      brand(
        (...operands: never[]) => {
          const formula = (make as (...operands: never[]) => Formula)(...operands)
          made.push({ operator, formula })
          return formula
        },
        'operator',
        operator,
      ),
    ]),
  )
  const formula = definitionOf(build(recording as unknown as TemporalOperators<S>))
  const used = new Set<unknown>(partsOf(formula))
  const lost = made.find(one => !used.has(one.formula))
  if (lost === undefined) return formula
  throw new DefinitionError(
    'VON3029',
    `'${name}' makes a formula with ${lost.operator}(...) that is no part of it`,
    'join formulas with and(...), or(...), implies(...): && gives only the last of them',
  )
}
/** The name of a temporal operator; undefined for other functions. Bodies cannot call one. */
export const temporalOperatorName = (f: unknown) =>
  brandOf(f, 'operator') as keyof TemporalOperators<unknown> | undefined
const partsOf = (definition: FormulaDefinition): FormulaDefinition[] => [
  definition,
  ...('operands' in definition ? definition.operands.flatMap(partsOf) : []),
]

/** The predicates of a formula, in the order in which they were written. */
export function predicatesOf(definition: FormulaDefinition): PredicateBody[] {
  if (definition.kind === 'predicate') return [definition.predicate]
  return 'operands' in definition ? definition.operands.flatMap(predicatesOf) : []
}

/** Steps of an action, with given values of some of its parameters. */
export interface StepsDefinition {
  readonly action: string
  readonly given: Readonly<Record<string, unknown>>
}

interface Declared {
  readonly actions: readonly { readonly name: string; readonly parameters: Fields }[]
  readonly temporal: readonly TemporalDefinition[]
  readonly fairness: readonly FairnessDefinition[]
  readonly nonInterference: readonly {
    readonly name: string
    readonly high: readonly StepsDefinition[]
    readonly declaration: Declaration
  }[]
}

/** What speaks of actions: in words, and where it was declared. */
interface Speaker {
  readonly use: string
  readonly declaration: Declaration
}

/**
 * Actions may be declared after what speaks of them, so names are looked up when the machine is complete.
 * @throws DefinitionError for an action, a parameter or a value of a parameter that there is not
 */
export function requireKnownNames({ actions, temporal, fairness, nonInterference }: Declared): void {
  const parametersOf = (action: string, { use, declaration }: Speaker): Fields => {
    const found = actions.find(({ name }) => name === action)
    if (found !== undefined) return found.parameters
    const message = `${use} speaks of '${action}', which is no action`
    const known = actions.map(({ name }) => name).join(', ')
    throw new DefinitionError('VON3018', message, `the actions are ${known}`, declaration)
  }
  const requireParameter = (action: string, parameters: Fields, name: string, { use, declaration }: Speaker) => {
    if (Object.hasOwn(parameters, name)) return
    const message = `${use} speaks of '${name}', which is no parameter of ${action}`
    const known = Object.keys(parameters)
    const help = known.length === 0 ? `${action} has no parameters` : `the parameters are ${known.join(', ')}`
    throw new DefinitionError('VON3019', message, help, declaration)
  }
  for (const { strength, action, each, declaration } of fairness) {
    const speaker = { use: `${strength} fairness`, declaration }
    const parameters = parametersOf(action, speaker)
    for (const name of each) requireParameter(action, parameters, name, speaker)
  }
  const visit = (definition: FormulaDefinition, speaker: Speaker): void => {
    if ('operands' in definition) for (const operand of definition.operands) visit(operand, speaker)
    if (definition.kind === 'taken') requireSteps(definition, speaker)
  }
  const requireSteps = ({ action, given }: StepsDefinition, speaker: Speaker): void => {
    const { use, declaration } = speaker
    const parameters = parametersOf(action, speaker)
    for (const [name, value] of Object.entries(given)) {
      requireParameter(action, parameters, name, speaker)
      if (parameters[name]?.has(value) === true) continue
      throw new DefinitionError(
        'VON3020',
        `${use} speaks of ${action} with ${name} = ${JSON.stringify(value)}, which is not in the domain of ${name}`,
        'give a value of its domain, or leave it out for any value',
        declaration,
      )
    }
  }
  for (const { name, formula, declaration } of temporal) visit(formula, { use: `'${name}'`, declaration })
  for (const { name, high, declaration } of nonInterference)
    for (const steps of high) requireSteps(steps, { use: `'${name}'`, declaration })
}
