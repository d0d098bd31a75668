/** Temporal properties and fairness, from their definitions to the IR. Their names were checked with the definition. */
import type { Action } from '../ir/model.ts'
import type { Predicate } from '../ir/predicate.ts'
import type { Fairness, Formula, Occurrence, TemporalProperty } from '../ir/temporal.ts'
import { toValue } from '../lang/convert.ts'
import type { FairnessDefinition, FormulaDefinition, StepsDefinition, TemporalDefinition } from '../lang/temporal.ts'
import type { Span } from '../source/span.ts'

/** What the lowering of bodies provides. */
interface Bodies {
  predicate(body: object, what: string): Predicate
  spanOf(body: object, what: string): Span
}

export function lowerTemporal(
  definition: TemporalDefinition,
  actions: readonly Action[],
  bodies: Bodies,
): TemporalProperty {
  const { name, formula, written } = definition
  const what = `property '${name}'`
  const spans = written.map(body => bodies.spanOf(body, what))
  return { name, formula: lowerFormula(formula, actions, body => bodies.predicate(body, what)), span: joined(spans) }
}

function lowerFormula(
  definition: FormulaDefinition,
  actions: readonly Action[],
  predicate: (body: object) => Predicate,
): Formula {
  switch (definition.kind) {
    case 'predicate':
      return { kind: 'predicate', predicate: predicate(definition.predicate) }
    case 'taken':
      return { kind: 'taken', occurrence: lowerOccurrence(definition, actions) }
    default: {
      const operands = definition.operands.map(operand => lowerFormula(operand, actions, predicate))
      // The kind says how many operands there are, and is kept.
      return { kind: definition.kind, operands } as unknown as Formula
    }
  }
}

export function lowerOccurrence({ action, given }: StepsDefinition, actions: readonly Action[]): Occurrence {
  return {
    action,
    given: Object.entries(given).map(([name, value]) => {
      const parameter = parameterOf(actions, action, name)
      return { ...parameter, value: toValue(parameter.type, value, name) }
    }),
  }
}

export const lowerFairness = (
  { strength, action, each }: FairnessDefinition,
  actions: readonly Action[],
): Fairness => ({ strength, action, each: each.map(name => parameterOf(actions, action, name)) })

function parameterOf(actions: readonly Action[], action: string, name: string) {
  const found = actions.find(a => a.name === action)?.parameters.find(p => p.name === name)
  if (found === undefined) throw new TypeError(`${action} has no parameter ${name}`)
  return { name, index: found.index, type: found.type }
}

/** From the first place to the last, as far as they are in one file. */
function joined(spans: readonly Span[]): Span {
  const [first, last] = [spans[0] as Span, spans.at(-1) as Span]
  const isInOrder = first.file === last.file && first.start <= last.start
  return isInOrder ? { ...first, end: last.end, endLine: last.endLine, endColumn: last.endColumn } : first
}
