/**
 * Random well-typed expressions over all operators, as written: made without the builders, so that tests can tell what
 * the builders change (see `substitute.ts`). Quantifiers are nested, and often reuse a depth that one around them uses.
 */
import fc from 'fast-check'
import { type Expr, type ExprShape, makeExpr, type Operator, read, type Variable } from './expr.ts'
import { anyValueOf, keyType } from './type.arbitrary.ts'
import {
  boolType,
  type Field,
  intType,
  isSubtype,
  mapType,
  setType,
  type Type,
  tagType,
  type VariantCase,
} from './type.ts'

/** Draws a value of an arbitrary; that of `fc.gen()`. */
export type Draw = fc.GeneratorValue

const WIDE = intType(-1_000_000, 1_000_000)
const FUEL = 4

/** Draws expressions of a type over the given variables. */
export class ExprSource {
  private readonly draw: Draw
  constructor(draw: Draw) {
    this.draw = draw
  }

  /** An expression whose values are all of `type`. */
  ofType(type: Type, scope: readonly Variable[], fuel = FUEL): Expr {
    if (type.kind === 'int') return this.clamped(this.integer(scope, fuel), type.low, type.high, type)
    const leaves = [() => this.constantOf(type), ...this.readsOf(type, scope, fuel)]
    if (fuel === 0) return this.oneOf(leaves)()
    const inner = (t: Type) => this.ofType(t, scope, fuel - 1)
    const choice = () => makeExpr({ operator: 'if', type, args: [inner(boolType), inner(type), inner(type)] })
    return this.oneOf([...leaves, choice, ...this.operationsOf(type, scope, fuel)])()
  }

  private nat(max: number): number {
    return this.draw(fc.nat, { max })
  }
  private oneOf<T>(options: readonly T[]): T {
    return options[this.nat(options.length - 1)] as T
  }
  private constantOf(type: Type): Expr {
    return makeExpr({ operator: 'constant', type, value: this.draw(anyValueOf, type) })
  }
  private clamped(e: Expr, low: number, high: number, type: Type): Expr {
    const bound = (value: number) => makeExpr({ operator: 'constant', type: intType(value, value), value })
    const atLeast = makeExpr({ operator: 'max', type: intType(low, WIDE.high), args: [e, bound(low)] })
    return makeExpr({ operator: 'min', type, args: [atLeast, bound(high)] })
  }

  /** Variables of the type, and parts of variables that have it. */
  private readsOf(type: Type, scope: readonly Variable[], fuel: number): (() => Expr)[] {
    return scope.flatMap(v => this.partsOf(() => read(v), v.type, type, scope, fuel))
  }
  private partsOf(
    whole: () => Expr,
    type: Type,
    wanted: Type,
    scope: readonly Variable[],
    fuel: number,
  ): (() => Expr)[] {
    const part = (partType: Type, shape: () => Omit<ExprShape, 'type'>) =>
      this.partsOf(() => makeExpr({ type: partType, ...shape() }), partType, wanted, scope, fuel)
    // A variant of fewer cases would do, too, but a payload that it does not have could then be replaced.
    const isFit = type.kind === 'variant' ? type === wanted : isSubtype(type, wanted)
    const found = isFit ? [whole] : []
    switch (type.kind) {
      case 'record':
        return found.concat(
          type.fields.flatMap(f => part(f.type, () => ({ operator: 'field', args: [whole()], field: f.name }))),
        )
      case 'variant': {
        const payloads = type.cases.flatMap(c => c.fields.map(f => ({ variantCase: c.name, f })))
        return found.concat(
          part(tagType(type), () => ({ operator: 'tag', args: [whole()] })),
          payloads.flatMap(({ variantCase, f }) =>
            part(f.type, () => ({ operator: 'payload', args: [whole()], variantCase, field: f.name })),
          ),
        )
      }
      case 'option':
        return found.concat(part(type.item, () => ({ operator: 'unwrap', args: [whole()] })))
      case 'map': {
        const key = () => (fuel === 0 ? this.constantOf(type.from) : this.ofType(type.from, scope, fuel - 1))
        return found.concat(part(type.to, () => ({ operator: 'at', args: [whole(), key()] })))
      }
      case 'queue': {
        const indices = intType(0, type.capacity)
        const index = () => (fuel === 0 ? this.constantOf(indices) : this.ofType(indices, scope, fuel - 1))
        return found.concat(part(type.item, () => ({ operator: 'item', args: [whole(), index()] })))
      }
      default:
        return found
    }
  }

  private integer(scope: readonly Variable[], fuel: number): Expr {
    const leaves = [() => this.constantOf(intType(-3, 5)), ...this.readsOf(WIDE, scope, fuel)]
    if (fuel === 0) return this.oneOf(leaves)()
    const inner = () => this.integer(scope, fuel - 1)
    const small = () => this.clamped(inner(), -9, 9, intType(-9, 9))
    const binary = (operator: Operator) => () => makeExpr({ operator, type: WIDE, args: [small(), small()] })
    const shift = (operator: Operator, low: number) => () => {
      const amount = this.clamped(inner(), 0, 5, intType(0, 5))
      return makeExpr({ operator, type: WIDE, args: [this.clamped(inner(), low, 9, intType(low, 9)), amount] })
    }
    const sizeOf = (type: Type) => () =>
      makeExpr({ operator: 'size', type: WIDE, args: [this.ofType(type, scope, fuel - 1)] })
    const collections = scope.map(v => v.type).filter(t => t.kind === 'set' || t.kind === 'bag' || t.kind === 'queue')
    return this.oneOf([
      ...leaves,
      ...(['add', 'subtract', 'multiply', 'div', 'mod', 'min', 'max'] as const).map(binary),
      ...(['bitAnd', 'bitOr', 'bitXor', 'imul'] as const).map(binary),
      ...[shift('shiftLeft', -9), shift('shiftRight', -9), shift('shiftRightUnsigned', 0)],
      () => makeExpr({ operator: 'if', type: WIDE, args: [this.ofType(boolType, scope, fuel - 1), inner(), inner()] }),
      this.binderOf('count', WIDE, boolType, scope, fuel),
      this.binderOf('sum', WIDE, intType(-3, 3), scope, fuel),
      ...collections.map(sizeOf),
      ...scope.flatMap(({ type }) =>
        type.kind === 'bag'
          ? () => makeExpr({ operator: 'copies', type: WIDE, args: this.both(type, type.item, scope, fuel) })
          : [],
      ),
    ])()
  }

  private both(a: Type, b: Type, scope: readonly Variable[], fuel: number): [Expr, Expr] {
    return [this.ofType(a, scope, fuel - 1), this.ofType(b, scope, fuel - 1)]
  }

  private binderOf(operator: Operator, type: Type, body: Type, scope: readonly Variable[], fuel: number, over?: Type) {
    return () => {
      const index = this.nat(1)
      const variable: Variable = { space: 'bound', index, name: `x${index}`, type: over ?? this.draw(() => keyType) }
      const inner = [...scope.filter(v => v.space !== 'bound' || v.index !== index), variable]
      return makeExpr({ operator, type, variable, args: [this.ofType(body, inner, fuel - 1)] })
    }
  }

  private operationsOf(type: Type, scope: readonly Variable[], fuel: number): (() => Expr)[] {
    const inner = (t: Type) => this.ofType(t, scope, fuel - 1)
    const fieldsOf = (fields: readonly Field[]) => fields.map(f => inner(f.type))
    const make =
      (operator: Operator, args: () => readonly Expr[], more: Partial<ExprShape> = {}) =>
      () =>
        makeExpr({ operator, type, args: args(), ...more })
    switch (type.kind) {
      case 'bool':
        return this.conditions(scope, fuel)
      case 'record':
        return [
          make('record', () => fieldsOf(type.fields)),
          ...type.fields.map(f => make('withField', () => [inner(type), inner(f.type)], { field: f.name })),
        ]
      case 'variant': {
        const change = (c: VariantCase, f: Field) =>
          make('withPayload', () => [inner(type), inner(f.type)], { variantCase: c.name, field: f.name })
        return type.cases.flatMap(c => [
          make('variant', () => fieldsOf(c.fields), { variantCase: c.name }),
          ...c.fields.map(f => change(c, f)),
        ])
      }
      case 'option':
        return [make('some', () => [inner(type.item)])]
      case 'map':
        return [
          make('store', () => [inner(type), inner(type.from), inner(type.to)]),
          this.binderOf('mapOf', mapType(type.from, type.to), type.to, scope, fuel, type.from),
        ]
      case 'set':
        return [
          make('insert', () => [inner(type), inner(type.item)]),
          make('remove', () => [inner(type), inner(type.item)]),
          this.binderOf('setOf', setType(type.item), boolType, scope, fuel, type.item),
        ]
      case 'bag':
        return [
          make('addCopy', () => [inner(type), inner(type.item)]),
          make('removeCopy', () => [inner(type), inner(type.item)]),
        ]
      case 'queue':
        return [
          make('queue', () => [inner(type.item)]),
          make('push', () => [inner(type), inner(type.item)]),
          make('shift', () => [inner(type)]),
        ]
      default:
        return []
    }
  }

  private conditions(scope: readonly Variable[], fuel: number): (() => Expr)[] {
    const bools = (operator: Operator, count: number) => () =>
      makeExpr({
        operator,
        type: boolType,
        args: Array.from({ length: count }, () => this.ofType(boolType, scope, fuel - 1)),
      })
    const compare = (operator: Operator, type: Type) => () =>
      makeExpr({ operator, type: boolType, args: this.both(type, type, scope, fuel) })
    const ofOption = (type: Type) => () =>
      makeExpr({ operator: 'isSome', type: boolType, args: [this.ofType(type, scope, fuel - 1)] })
    return [
      bools('not', 1),
      bools('and', 2),
      bools('and', 3),
      bools('or', 2),
      bools('or', 3),
      bools('implies', 2),
      compare('less', intType(-2, 3)),
      compare('lessEqual', intType(-2, 3)),
      this.binderOf('forall', boolType, boolType, scope, fuel),
      this.binderOf('exists', boolType, boolType, scope, fuel),
      ...scope.map(v => compare('equal', v.type)),
      ...scope.flatMap(({ type }) => (type.kind === 'option' ? ofOption(type) : [])),
      ...scope.flatMap(({ type }) =>
        type.kind === 'set'
          ? () => makeExpr({ operator: 'has', type: boolType, args: this.both(type, type.item, scope, fuel) })
          : [],
      ),
    ]
  }
}
