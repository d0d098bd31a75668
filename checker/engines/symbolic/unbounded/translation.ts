/**
 * Expressions of an instance as formulas for any size. In: the values of the variables. Out: the value of the
 * expression, in which quantifiers over domains of any size are still there.
 *
 * Invariant: with domains that have as many members as in the instance, the formula means what the expression means,
 * wherever no check fails.
 */
import { type Expr, isBinder, type Operator, type Variable } from '../../../ir/expr.ts'
import type { Origins } from '../../../ir/model.ts'
import {
  type BagType,
  cardinality,
  type IntType,
  isSubtype,
  type MapType,
  type SetType,
  type Type,
  type VariantType,
} from '../../../ir/type.ts'
import type { Value } from '../../../ir/value.ts'
import type { Span } from '../../../source/span.ts'
import { amount, isAtLeast } from './amount.ts'
import type { Domains } from './domains.ts'
import type { Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'
import { Rolling } from './rolling.ts'
import {
  type Amount,
  bagValue,
  chooseValue,
  expect,
  type Fields,
  keyOf,
  mapValue,
  NotUniform,
  type SymbolicValue,
  scalar,
  setValue,
  termOf,
} from './symbolicValue.ts'

/** The value of a variable that is not bound. */
export type Reading = (variable: Variable) => SymbolicValue

/** By depth. */
type Bound = readonly (SymbolicValue | undefined)[]

const goesThroughAll: ReadonlySet<Operator> = new Set(['forall', 'exists', 'count', 'sum'])

/** A number is compared with so many numbers, one by one, where the other side grows. */
const COMPARED_MAX = 64

export class Translation {
  private readonly domains: Domains
  private readonly reading: Reading
  private readonly origins: Origins
  private readonly rolling: Rolling
  private readonly kept = new Map<string, SymbolicValue>()
  /** the innermost place that is being translated */
  place: Span | null = null

  constructor(domains: Domains, reading: Reading, origins: Origins) {
    this.domains = domains
    this.reading = reading
    this.origins = origins
    this.rolling = new Rolling(domains)
  }

  /** @throws NotUniform; `place` is then where */
  readonly valueOf = (e: Expr): SymbolicValue => {
    this.requireCases(e, new Set())
    return this.value(e, [])
  }
  readonly conditionOf = (e: Expr): Term => termOf(this.valueOf(e))

  /** What has quantifiers that cannot be written out is refused before all else is translated. */
  private requireCases(e: Expr, seen: Set<Expr>): void {
    if (seen.has(e)) return
    seen.add(e)
    const outer = this.place
    this.place = this.origins.get(e) ?? outer
    if (goesThroughAll.has(e.operator)) this.domains.casesOf((e.variable as Variable).type)
    for (const arg of e.args) this.requireCases(arg, seen)
    this.place = outer
  }

  private value(e: Expr, bound: Bound): SymbolicValue {
    const key = `${e.id}|${freeDepths(e)
      .map(depth => keyOf(bound[depth] as SymbolicValue))
      .join('|')}`
    let value = this.kept.get(key)
    if (value === undefined) {
      const outer = this.place
      this.place = this.origins.get(e) ?? outer
      value = this.compute(e, bound)
      this.place = outer
      this.kept.set(key, value)
    }
    return value
  }

  private compute(e: Expr, bound: Bound): SymbolicValue {
    const { domains } = this
    const value = (index: number) => this.value(e.args[index] as Expr, bound)
    const term = (index: number) => termOf(value(index))
    const typeOf = (index: number) => (e.args[index] as Expr).type
    const variable = e.variable as Variable
    const fieldName = e.field as string
    const variantCase = e.variantCase as string
    const inside = (argument: SymbolicValue) => {
      const deeper = bound.slice()
      deeper[variable.index] = argument
      return this.value(e.args[0] as Expr, deeper)
    }
    switch (e.operator) {
      case 'constant':
        return domains.constant(e.type, e.value as Value)
      case 'variable':
        return variable.space === 'bound' ? (bound[variable.index] as SymbolicValue) : this.reading(variable)
      case 'not':
        return scalar(logic.not(term(0)))
      case 'and':
        return scalar(logic.and(...e.args.map((_, i) => term(i))))
      case 'or':
        return scalar(logic.or(...e.args.map((_, i) => term(i))))
      case 'implies':
        return scalar(logic.implies(term(0), term(1)))
      case 'if':
        return chooseValue(term(0), value(1), value(2))
      case 'equal':
        return scalar(this.equal(e, value(0), value(1)))
      case 'less':
      case 'lessEqual':
        return scalar(this.compare(e, e.operator, value(0), value(1)))
      case 'add':
      case 'subtract':
      case 'multiply':
      case 'div':
      case 'mod':
      case 'min':
      case 'max':
        return this.arithmetic(e, value(0), value(1))
      case 'record': {
        const { fields } = e.type as Type & { kind: 'record' }
        return { kind: 'record', fields: new Map(fields.map(({ name }, i) => [name, value(i)])) }
      }
      case 'field':
        return expect('record', value(0)).fields.get(fieldName) as SymbolicValue
      case 'withField':
        return { kind: 'record', fields: new Map([...expect('record', value(0)).fields, [fieldName, value(1)]]) }
      case 'variant': {
        const { fields = [] } = (e.type as VariantType).cases.find(({ name }) => name === variantCase) ?? {}
        const parts: Fields = new Map(fields.map(({ name }, i) => [name, value(i)]))
        return { kind: 'variant', tag: logic.name(variantCase), cases: new Map([[variantCase, parts]]) }
      }
      case 'tag':
        return scalar(expect('variant', value(0)).tag)
      case 'payload': {
        const { tag, cases } = expect('variant', value(0))
        const found = cases.get(variantCase)?.get(fieldName)
        return this.orFallback(e.type, logic.equal(tag, logic.name(variantCase)), found)
      }
      case 'withPayload': {
        // In another case, the parts of this one mean nothing, and may change.
        const whole = expect('variant', value(0))
        const parts = whole.cases.get(variantCase)
        if (parts === undefined) return whole
        const changed: Fields = new Map([...parts, [fieldName, value(1)]])
        return { ...whole, cases: new Map([...whole.cases, [variantCase, changed]]) }
      }
      case 'some':
        return { kind: 'option', isSome: logic.TRUE, item: value(0) }
      case 'isSome':
        return scalar(expect('option', value(0)).isSome)
      case 'unwrap': {
        const { isSome, item } = expect('option', value(0))
        return this.orFallback(e.type, isSome, item ?? undefined)
      }
      case 'mapOf':
        return mapValue(inside)
      case 'at': {
        const { from, to } = typeOf(0) as MapType
        const [map, key] = [expect('map', value(0)), value(1)]
        return isSubtype(typeOf(1), from)
          ? map.at(key)
          : this.orFallback(to, domains.isIn(from, key, typeOf(1)), map.at(key))
      }
      case 'store': {
        const { from } = typeOf(0) as MapType
        const [map, key, stored] = [expect('map', value(0)), value(1), value(2)]
        return mapValue(asked => chooseValue(domains.equal(from, asked, typeOf(1), key), stored, map.at(asked)))
      }
      case 'setOf':
        return setValue(item => termOf(inside(item)))
      case 'has': {
        const { item } = typeOf(0) as SetType
        const [set, asked] = [expect('set', value(0)), value(1)]
        return scalar(logic.and(domains.isIn(item, asked, typeOf(1)), set.has(asked)))
      }
      case 'insert':
      case 'remove': {
        const { item } = typeOf(0) as SetType
        const [set, changed] = [expect('set', value(0)), value(1)]
        const isChanged = (asked: SymbolicValue) => domains.equal(item, asked, typeOf(1), changed)
        return e.operator === 'insert'
          ? setValue(asked => logic.or(isChanged(asked), set.has(asked)))
          : setValue(asked => logic.and(logic.not(isChanged(asked)), set.has(asked)))
      }
      case 'copies': {
        const { item } = typeOf(0) as BagType
        const asked = value(1)
        const isItem = domains.isIn(item, asked, typeOf(1))
        return scalar(logic.choose(isItem, expect('bag', value(0)).copies(asked), logic.int(0)))
      }
      case 'addCopy':
      case 'removeCopy': {
        const { item, max } = e.type as BagType
        const [bag, changed] = [expect('bag', value(0)), value(1)]
        const change = (copies: Term) =>
          e.operator === 'addCopy'
            ? least(logic.int(max), logic.compute('add', copies, logic.int(1)))
            : most(logic.int(0), logic.compute('subtract', copies, logic.int(1)))
        return bagValue(asked => {
          const copies = bag.copies(asked)
          return logic.choose(domains.equal(item, asked, typeOf(1), changed), change(copies), copies)
        })
      }
      case 'size':
        return this.size(typeOf(0), value(0))
      case 'forall':
      case 'exists':
        return scalar(this.quantified(e.operator, variable.type, x => termOf(inside(x))))
      case 'count':
        return this.count(variable.type, x => termOf(inside(x)))
      case 'sum': {
        const { low, high } = (e.args[0] as Expr).type as IntType
        const offset = low === 0 ? 0 : low * this.fixedSize(variable.type)
        const above = Array.from({ length: high - low }, (_, i) => low + i + 1)
        return this.tally(
          variable.type,
          above.map(n => x => logic.compute('lessEqual', logic.int(n), termOf(inside(x)))),
          offset,
        )
      }
      case 'queue':
      case 'item':
      case 'push':
      case 'shift':
        throw new NotUniform('a queue is used', 'queues are not supported for any number; leave that constant fixed')
      default:
        throw new NotUniform('bits of a number are used', 'numbers have no bits here; use arithmetic')
    }
  }

  /** Loops around may have left the names of identities in the body. */
  private quantified(quantifier: 'forall' | 'exists', type: Type, body: (value: SymbolicValue) => Term): Term {
    const over = quantifier === 'forall' ? logic.forallAll : logic.existsAll
    const parts = this.domains.casesOf(type).map(({ sorts, build }) => {
      const entry = (args: readonly Term[]) => body(build(args))
      return over(sorts, this.rolling.function(sorts, entry) ?? entry)
    })
    return quantifier === 'forall' ? logic.and(...parts) : logic.or(...parts)
  }

  /** A payload or item that may not be there. Identities have no default, and what is there then is as good. */
  private orFallback(type: Type, isThere: Term, found: SymbolicValue | undefined): SymbolicValue {
    if (found === undefined) return this.domains.fallback(type)
    if (isThere === logic.TRUE || mentionsIdentities(type, this.domains)) return found
    return chooseValue(isThere, found, this.domains.fallback(type))
  }

  private equal(e: Expr, a: SymbolicValue, b: SymbolicValue): Term {
    const [x, y] = e.args as [Expr, Expr]
    if (a.kind !== 'amount' && b.kind !== 'amount') return this.domains.equal(x.type, a, y.type, b)
    return logic.and(this.compare(e, 'lessEqual', a, b), logic.not(this.compare(e, 'less', a, b)))
  }

  private compare(e: Expr, operator: 'less' | 'lessEqual', a: SymbolicValue, b: SymbolicValue): Term {
    const [x, y] = e.args as [Expr, Expr]
    const atLeast = (many: Amount, n: number) => isAtLeast(many, n, this.domains)
    if (a.kind === 'amount' && b.kind === 'amount')
      throw new NotUniform(
        'two numbers that grow with a domain are compared',
        'compare each with a number, or say with every and some what is meant',
      )
    const isStrict = operator === 'less'
    if (a.kind === 'amount') return this.forEachNumber(y, termOf(b), n => logic.not(atLeast(a, isStrict ? n : n + 1)))
    if (b.kind === 'amount') return this.forEachNumber(x, termOf(a), n => atLeast(b, isStrict ? n + 1 : n))
    return logic.compute(operator, termOf(a), termOf(b))
  }
  /** What is true of a number, which may depend on the state. */
  private forEachNumber(e: Expr, number: Term, isTrue: (n: number) => Term): Term {
    if (number.value !== undefined) return isTrue(number.value)
    const { low, high } = e.type as IntType
    if (high - low >= COMPARED_MAX)
      throw new NotUniform(
        'a number that grows with a domain is compared with one of a wide range',
        `compare it with one that has at most ${COMPARED_MAX} values`,
      )
    const numbers = Array.from({ length: high - low + 1 }, (_, i) => low + i)
    return logic.or(...numbers.map(n => logic.and(logic.equal(number, logic.int(n)), isTrue(n))))
  }

  private arithmetic(e: Expr, a: SymbolicValue, b: SymbolicValue): SymbolicValue {
    const { operator } = e
    if (a.kind === 'amount' || b.kind === 'amount') {
      const [left, right] = [asAmount(a), asAmount(b)]
      if (operator === 'add' && left !== null && right !== null)
        return amount([...left.groups, ...right.groups], left.offset + right.offset)
      if (operator === 'subtract' && left !== null && right?.groups.length === 0)
        return amount(left.groups, left.offset - right.offset)
      throw new NotUniform(
        'a number that grows with a domain is used for more than to compare it with a constant',
        'write with every and some what is meant, or compare the count with a number',
      )
    }
    const [x, y] = [termOf(a), termOf(b)]
    switch (operator) {
      case 'min':
        return scalar(least(x, y))
      case 'max':
        return scalar(most(x, y))
      case 'div':
      case 'mod':
        if (y.value === undefined || y.value <= 0)
          throw new NotUniform('a divisor is not a positive constant', 'divide by a constant')
        return scalar(logic.compute(operator, x, y))
      default:
        return scalar(logic.compute(operator as 'add' | 'subtract' | 'multiply', x, y))
    }
  }

  private size(type: Type, value: SymbolicValue): SymbolicValue {
    if (type.kind === 'set') return this.count(type.item, expect('set', value).has)
    const { item, max } = type as BagType
    const { copies } = expect('bag', value)
    const numbers = Array.from({ length: max }, (_, i) => i + 1)
    return this.tally(
      item,
      numbers.map(n => x => logic.compute('lessEqual', logic.int(n), copies(x))),
    )
  }
  private count = (type: Type, test: (value: SymbolicValue) => Term): SymbolicValue => this.tally(type, [test])

  /** How many values pass each of the tests, over all tests. */
  private tally(type: Type, tests: readonly ((value: SymbolicValue) => Term)[], offset = 0): SymbolicValue {
    const groups = tests.flatMap(test =>
      this.domains
        .casesOf(type)
        .map(({ sorts, build }) => ({ sorts, test: (args: readonly Term[]) => test(build(args)) })),
    )
    return amount(groups, offset)
  }
  private fixedSize(type: Type): number {
    if (this.domains.casesOf(type).some(({ sorts }) => sorts.length > 0))
      throw new NotUniform('numbers that are not 0 are summed over a domain of any size', 'sum numbers from 0 on')
    return cardinality(type)
  }
}

function asAmount(value: SymbolicValue): Amount | null {
  if (value.kind === 'amount') return value
  const number = value.kind === 'scalar' ? value.term.value : undefined
  return number === undefined ? null : { kind: 'amount', groups: [], offset: number }
}
const least = (a: Term, b: Term) => logic.choose(logic.compute('lessEqual', a, b), a, b)
const most = (a: Term, b: Term) => logic.choose(logic.compute('lessEqual', a, b), b, a)

/** Whether a value of this type can contain an identity of a domain of any size as such, so that a default would name one. */
function mentionsIdentities(type: Type, domains: Domains): boolean {
  switch (type.kind) {
    case 'bool':
    case 'int':
      return false
    case 'enum':
      return domains.unboundedSortOf(type) !== null
    case 'record':
      return type.fields.some(field => mentionsIdentities(field.type, domains))
    case 'variant':
      return type.cases.some(({ fields }) => fields.some(field => mentionsIdentities(field.type, domains)))
    case 'map':
      return mentionsIdentities(type.to, domains)
    // empty by default
    case 'option':
    case 'set':
    case 'bag':
    case 'queue':
      return false
  }
}

const depths = new WeakMap<Expr, readonly number[]>()
/** Depths of the bound variables that an expression reads and does not bind. */
function freeDepths(e: Expr): readonly number[] {
  let known = depths.get(e)
  if (known === undefined) {
    const free = new Set(e.args.flatMap(freeDepths))
    if (isBinder(e)) free.delete((e.variable as Variable).index)
    if (e.operator === 'variable' && e.variable?.space === 'bound') free.add(e.variable.index)
    known = [...free].sort((a, b) => a - b)
    depths.set(e, known)
  }
  return known
}
