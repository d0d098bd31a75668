/**
 * The meaning of expressions once more, as plainly as possible: walks the tree again for every evaluation, and finds
 * ranks by looking through all values. Shares nothing with the interpreter but the representation of values.
 */
import type { Expr, Variable } from './expr.ts'
import type { State } from './model.ts'
import type { BagType, MapType, QueueType, RecordType, SetType, Type, VariantType } from './type.ts'
import { defaultValue, type Value, valuesOf } from './value.ts'

export interface Environment {
  readonly state: State
  readonly next: State
  readonly parameters: readonly Value[]
  /** by depth */
  readonly bound: Readonly<Record<number, Value>>
}

type List = readonly Value[]
const same = (a: Value, b: Value) => JSON.stringify(a) === JSON.stringify(b)
const rankIn = (type: Type, value: Value) => valuesOf(type).findIndex(v => same(v, value))
const withAt = (list: List, index: number, value: Value) => list.map((old, i) => (i === index ? value : old))
const fieldAt = (type: RecordType, name: string | undefined) => type.fields.findIndex(f => f.name === name)
const payloadAt = (type: VariantType, e: Expr) =>
  1 + (type.cases.find(c => c.name === e.variantCase)?.fields.findIndex(f => f.name === e.field) ?? Number.NaN)

const signed = (n: bigint) => Number(BigInt.asIntN(32, n))
const amount = (n: number) => BigInt.asUintN(5, BigInt(n))

export function naiveValue(e: Expr, env: Environment): Value {
  const of = (index: number) => naiveValue(e.args[index] as Expr, env)
  const number = (index: number) => of(index) as number
  const list = (index: number) => of(index) as List
  const all = () => e.args.map((_, i) => of(i))
  const type = e.args[0]?.type as Type
  const forAll = () => {
    const { index, type: range } = e.variable as Variable
    return valuesOf(range).map(v => naiveValue(e.args[0] as Expr, { ...env, bound: { ...env.bound, [index]: v } }))
  }
  const isPayload = () => list(0)[0] === e.variantCase
  switch (e.operator) {
    case 'constant':
      return e.value as Value
    case 'variable':
      return variableValue(e.variable as Variable, env)
    case 'not':
      return !of(0)
    case 'and':
      return !all().includes(false)
    case 'or':
      return all().includes(true)
    case 'implies':
      return of(0) ? of(1) : true
    case 'equal':
      return same(of(0), of(1))
    case 'less':
      return number(0) < number(1)
    case 'lessEqual':
      return number(0) <= number(1)
    case 'add':
      return number(0) + number(1)
    case 'subtract':
      return number(0) - number(1)
    case 'multiply':
      return number(0) * number(1) + 0
    case 'div':
      return number(1) === 0 ? 0 : Math.floor(number(0) / number(1)) + 0
    case 'mod':
      return number(1) === 0 ? 0 : number(0) - number(1) * Math.floor(number(0) / number(1))
    case 'min':
      return Math.min(number(0), number(1))
    case 'max':
      return Math.max(number(0), number(1))
    case 'bitAnd':
      return signed(BigInt(number(0)) & BigInt(number(1)))
    case 'bitOr':
      return signed(BigInt(number(0)) | BigInt(number(1)))
    case 'bitXor':
      return signed(BigInt(number(0)) ^ BigInt(number(1)))
    case 'shiftLeft':
      return signed(BigInt(number(0)) << amount(number(1)))
    case 'shiftRight':
      return signed(BigInt(signed(BigInt(number(0)))) >> amount(number(1)))
    case 'shiftRightUnsigned':
      return Number(BigInt.asUintN(32, BigInt(number(0))) >> amount(number(1)))
    case 'imul':
      return signed(BigInt(number(0)) * BigInt(number(1)))
    case 'if':
      return of(0) ? of(1) : of(2)
    case 'record':
    case 'queue':
      return all()
    case 'field':
      return list(0)[fieldAt(type as RecordType, e.field)] as Value
    case 'withField':
      return withAt(list(0), fieldAt(type as RecordType, e.field), of(1))
    case 'variant':
      return [e.variantCase as string, ...all()]
    case 'tag':
      return list(0)[0] as Value
    case 'payload':
      return isPayload() ? (list(0)[payloadAt(type as VariantType, e)] as Value) : defaultValue(e.type)
    case 'withPayload':
      return isPayload() ? withAt(list(0), payloadAt(type as VariantType, e), of(1)) : of(0)
    case 'some':
      return [of(0)]
    case 'isSome':
      return of(0) !== null
    case 'unwrap':
      return of(0) === null ? defaultValue(e.type) : (list(0)[0] as Value)
    case 'at':
      return list(0)[rankIn((type as MapType).from, of(1))] as Value
    case 'store':
      return withAt(list(0), rankIn((type as MapType).from, of(1)), of(2))
    case 'has':
      return list(0)[rankIn((type as SetType).item, of(1))] as Value
    case 'insert':
      return withAt(list(0), rankIn((type as SetType).item, of(1)), true)
    case 'remove':
      return withAt(list(0), rankIn((type as SetType).item, of(1)), false)
    case 'size':
      if (type.kind === 'queue') return list(0).length
      return list(0).reduce<number>((n, copies) => n + Number(copies), 0)
    case 'copies':
      return list(0)[rankIn((type as BagType).item, of(1))] as Value
    case 'addCopy': {
      const { item, max } = e.type as BagType
      const rank = rankIn(item, of(1))
      return withAt(list(0), rank, Math.min(max, (list(0)[rank] as number) + 1))
    }
    case 'removeCopy': {
      const rank = rankIn((type as BagType).item, of(1))
      return withAt(list(0), rank, Math.max(0, (list(0)[rank] as number) - 1))
    }
    case 'item':
      return list(0)[number(1)] ?? defaultValue(e.type)
    case 'push':
      return list(0).length === (e.type as QueueType).capacity ? of(0) : [...list(0), of(1)]
    case 'shift':
      return list(0).slice(1)
    case 'forall':
      return !forAll().includes(false)
    case 'exists':
      return forAll().includes(true)
    case 'count':
      return forAll().filter(v => v === true).length
    case 'sum':
      return forAll().reduce<number>((n, v) => n + (v as number), 0)
    case 'mapOf':
    case 'setOf':
      return forAll()
  }
}

function variableValue({ space, index }: Variable, env: Environment): Value {
  const values = { state: env.state, next: env.next, parameter: env.parameters, bound: env.bound }[space]
  return values[index] as Value
}
