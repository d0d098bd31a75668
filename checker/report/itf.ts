/**
 * A trace in the Informal Trace Format, which Apalache and Quint read and write.
 *
 * Integers are big, names are strings, maps and sets are tagged, queues are lists, variants and options are records of
 * `tag` and `value` with an empty tuple where a case has no fields, and a bag is the map from its items to their copies.
 * The action of each step stands in the state's `#meta`, as the format has no other place for it.
 *
 * Source: Apalache ADR-015, "Informal Trace Format in JSON".
 */
import type { Model, State } from '../ir/model.ts'
import { caseOf, type Field, type Type } from '../ir/type.ts'
import { parts, type Value, valueAt } from '../ir/value.ts'
import type { Trace } from '../verdict/trace.ts'
import { stateBefore, stepText } from './choices.ts'

export type ItfValue =
  | boolean
  | string
  | readonly ItfValue[]
  | { readonly '#bigint': string }
  | { readonly '#set': readonly ItfValue[] }
  | { readonly '#map': readonly (readonly [ItfValue, ItfValue])[] }
  | { readonly '#tup': readonly ItfValue[] }
  | { readonly [field: string]: ItfValue }

/**
 * The document, ending in a line break. A trace that ends where its loop begins is written without this last state, and
 * the action that leads back stands in the document's `#meta`.
 *
 * @param source where the trace is from, for readers: the spec, and the property it is about
 */
export function renderItf(model: Model, trace: Trace, source: string): string {
  const { initial, steps, loop } = trace
  const labels = steps.map((step, i) => stepText(model, step, stateBefore(trace, i)))
  const isBack = loop !== undefined && loop < steps.length
  const states = [
    { '#meta': { index: 0 }, ...stateFields(model, initial) },
    ...(isBack ? steps.slice(0, -1) : steps).map((step, i) => ({
      '#meta': { index: i + 1, action: labels[i] as string },
      ...stateFields(model, step.state),
    })),
  ]
  const document = {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      source,
      ...(isBack && { 'loop-action': labels.at(-1) }),
    },
    vars: model.variables.map(variable => variable.name),
    states,
    ...(loop !== undefined && { loop }),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

const stateFields = (model: Model, state: State): Record<string, ItfValue> =>
  Object.fromEntries(model.variables.map((variable, i) => [variable.name, itfValue(variable.type, state[i] as Value)]))

const nothing: ItfValue = { '#tup': [] }

/** A value of a type, as ITF writes it. */
export function itfValue(type: Type, value: Value): ItfValue {
  switch (type.kind) {
    case 'bool':
    case 'enum':
      return value as boolean | string
    case 'int':
      return integer(value as number)
    case 'option':
      return value === null
        ? { tag: 'None', value: nothing }
        : { tag: 'Some', value: itfValue(type.item, parts(value)[0] as Value) }
    case 'record':
      return recordValue(type.fields, parts(value))
    case 'variant': {
      const [tag, ...payload] = parts(value)
      const fields = caseOf(type, tag as string)?.fields ?? []
      return { tag: tag as string, value: fields.length === 0 ? nothing : recordValue(fields, payload) }
    }
    case 'map':
      return { '#map': parts(value).map((entry, rank) => [keyAt(type.from, rank), itfValue(type.to, entry)]) }
    case 'set':
      return { '#set': parts(value).flatMap((isMember, rank) => (isMember === true ? [keyAt(type.item, rank)] : [])) }
    case 'bag':
      return {
        '#map': parts(value).flatMap((copies, rank): [ItfValue, ItfValue][] =>
          copies === 0 ? [] : [[keyAt(type.item, rank), integer(copies as number)]],
        ),
      }
    case 'queue':
      return parts(value).map(item => itfValue(type.item, item))
  }
}

const integer = (value: number): ItfValue => ({ '#bigint': String(value) })
const keyAt = (type: Type, rank: number) => itfValue(type, valueAt(type, rank))
const recordValue = (fields: readonly Field[], values: readonly Value[]): ItfValue =>
  Object.fromEntries(fields.map((field, i) => [field.name, itfValue(field.type, values[i] as Value)]))
