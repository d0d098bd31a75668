/**
 * The meaning of every operator that binds no variable, as a function of the values of its arguments. Total: what a
 * `check` rules out still has a value here (a default), so that all engines agree on it.
 */
import { bitOperations } from './bits.ts'
import type { Expr } from './expr.ts'
import {
  type BagType,
  caseOf,
  fieldIndex,
  type MapType,
  type QueueType,
  type RecordType,
  type SetType,
  type VariantType,
} from './type.ts'
import { defaultValue, equalValues, parts, rankOf, replaced, type Value } from './value.ts'

export type Operation = (args: readonly Value[]) => Value

// Values are compared as data, where JavaScript's negative zero would be a second zero: adding 0 makes it the first.
/** Product, never a negative zero. */
export const product = (a: number, b: number): number => a * b + 0
/** Quotient rounded down; 0 for a zero divisor. */
export const floorDiv = (a: number, b: number): number => (b === 0 ? 0 : Math.floor(a / b) + 0)
/** Remainder with the sign of the divisor; 0 for a zero divisor. */
export const floorMod = (a: number, b: number): number => (b === 0 ? 0 : a - b * Math.floor(a / b))

const numbers =
  (f: (a: number, b: number) => Value): Operation =>
  ([a, b]) =>
    f(a as number, b as number)

/** The function that computes `expr` from the values of its arguments. Not for constants, variables and binders. */
export function operationOf(expr: Expr): Operation {
  // Plain operators other than `record`, `queue` and `variant` have a first argument; those do not look at it.
  const [first] = expr.args as readonly [Expr]
  switch (expr.operator) {
    case 'not':
      return ([a]) => a !== true
    case 'and':
      return args => args.every(a => a === true)
    case 'or':
      return args => args.some(a => a === true)
    case 'implies':
      return ([a, b]) => a !== true || b === true
    case 'equal':
      return ([a, b]) => equalValues(a as Value, b as Value)
    case 'less':
      return numbers((a, b) => a < b)
    case 'lessEqual':
      return numbers((a, b) => a <= b)
    case 'add':
      return numbers((a, b) => a + b)
    case 'subtract':
      return numbers((a, b) => a - b)
    case 'multiply':
      return numbers(product)
    case 'div':
      return numbers(floorDiv)
    case 'mod':
      return numbers(floorMod)
    case 'min':
      return numbers(Math.min)
    case 'max':
      return numbers(Math.max)
    case 'bitAnd':
    case 'bitOr':
    case 'bitXor':
    case 'shiftLeft':
    case 'shiftRight':
    case 'shiftRightUnsigned':
    case 'imul':
      return numbers(bitOperations[expr.operator])
    case 'if':
      return ([c, a, b]) => (c === true ? a : b) as Value
    case 'record':
    case 'queue':
      return args => args
    case 'field': {
      const index = fieldIndex(first.type as RecordType, expr.field as string)
      return ([r]) => parts(r)[index] as Value
    }
    case 'withField': {
      const index = fieldIndex(first.type as RecordType, expr.field as string)
      return ([r, v]) => replaced(parts(r), index, v as Value)
    }
    case 'variant':
      return args => [expr.variantCase as string, ...args]
    case 'tag':
      return ([v]) => parts(v)[0] as Value
    case 'payload': {
      const { index, missing } = payloadPosition(expr)
      return ([v]) => (parts(v)[0] === expr.variantCase ? (parts(v)[index] as Value) : missing)
    }
    case 'withPayload': {
      const { index } = payloadPosition(expr)
      return ([v, x]) => (parts(v)[0] === expr.variantCase ? replaced(parts(v), index, x as Value) : (v as Value))
    }
    case 'some':
      return ([v]) => [v as Value]
    case 'isSome':
      return ([v]) => v !== null
    case 'unwrap': {
      const missing = defaultValue(expr.type)
      return ([v]) => (v === null ? missing : (parts(v)[0] as Value))
    }
    case 'at': {
      const { from, to } = first.type as MapType
      const missing = defaultValue(to)
      return ([m, k]) => parts(m)[rankOf(from, k)] ?? missing
    }
    case 'store': {
      const { from } = first.type as MapType
      return ([m, k, v]) => {
        const rank = rankOf(from, k)
        return rank < 0 ? (m as Value) : replaced(parts(m), rank, v as Value)
      }
    }
    case 'has': {
      const { item } = first.type as SetType
      return ([s, x]) => parts(s)[rankOf(item, x)] === true
    }
    case 'insert':
    case 'remove': {
      const { item } = first.type as SetType
      const present = expr.operator === 'insert'
      return ([s, x]) => {
        const rank = rankOf(item, x)
        return rank < 0 ? (s as Value) : replaced(parts(s), rank, present)
      }
    }
    case 'size':
      return sizeOperation(first.type.kind)
    case 'copies': {
      const { item } = first.type as BagType
      return ([b, x]) => parts(b)[rankOf(item, x)] ?? 0
    }
    case 'addCopy':
    case 'removeCopy': {
      const { item, max } = expr.type as BagType
      const change = expr.operator === 'addCopy' ? 1 : -1
      return ([b, x]) => {
        const rank = rankOf(item, x)
        if (rank < 0) return b as Value
        return replaced(parts(b), rank, Math.min(max, Math.max(0, (parts(b)[rank] as number) + change)))
      }
    }
    case 'item': {
      const missing = defaultValue(expr.type)
      return ([q, i]) => parts(q)[i as number] ?? missing
    }
    case 'push': {
      const { capacity } = expr.type as QueueType
      return ([q, x]) => (parts(q).length < capacity ? [...parts(q), x as Value] : (q as Value))
    }
    case 'shift':
      return ([q]) => parts(q).slice(1)
    default:
      throw new TypeError(`${expr.operator} is not a plain operator`)
  }
}

function sizeOperation(kind: string | undefined): Operation {
  if (kind === 'queue') return ([q]) => parts(q).length
  if (kind === 'bag') return ([b]) => parts(b).reduce<number>((n, c) => n + (c as number), 0)
  return ([s]) => parts(s).reduce<number>((n, present) => n + (present === true ? 1 : 0), 0)
}

/** Where the payload field of a payload or withPayload expression sits in the value, and its default. */
export function payloadPosition(expr: Expr): { index: number; missing: Value } {
  const type = expr.args[0]?.type as VariantType
  const fields = caseOf(type, expr.variantCase as string)?.fields ?? []
  const at = fields.findIndex(f => f.name === expr.field)
  const field = fields[at]
  if (field === undefined) throw new TypeError(`no field ${expr.field} in case ${expr.variantCase}`)
  return { index: at + 1, missing: defaultValue(field.type) }
}
