/**
 * The scalars that a state is made of, each as the expression that reads it. In: the variables of a model, and how the
 * keys and items on the way are written: as constants, renamed, or with quantified variables for names. Out: the same
 * scalars in the same order, in the order of the encoding of states (`ir/encode.ts`).
 */

import { less } from '../../../ir/arithmetic.ts'
import { and, equal, isSome } from '../../../ir/boolean.ts'
import { constant, type Expr, integer, name, read, TRUE, type Variable } from '../../../ir/expr.ts'
import { at, copies, field, has, item, payload, size, tag, unwrap } from '../../../ir/structure.ts'
import { type BoolType, boolType, type EnumType, type IntType, intType, type Type, tagType } from '../../../ir/type.ts'
import { type Value, valuesOf } from '../../../ir/value.ts'

export interface Scalar {
  readonly read: Expr
  readonly type: BoolType | IntType | EnumType
  /** where the scalar is part of the value; elsewhere it has the default of its type, and reading it would be a failure */
  readonly isUsed: Expr
}

/** How a key of a map, or an item of a set or bag, is written. */
export type Written = (type: Type, value: Value) => Expr

export function scalarsOf(variables: readonly Variable[], written: Written = constant): Scalar[] {
  const all: Scalar[] = []
  const visit = (e: Expr, type: Type, isUsed: Expr): void => {
    const scalar = (part: Expr, of: Scalar['type']) => all.push({ read: part, type: of, isUsed })
    switch (type.kind) {
      case 'bool':
      case 'int':
      case 'enum':
        scalar(e, type)
        return
      case 'option':
        scalar(isSome(e), boolType)
        visit(unwrap(e), type.item, and(isUsed, isSome(e)))
        return
      case 'record':
        for (const f of type.fields) visit(field(e, f.name), f.type, isUsed)
        return
      case 'variant':
        scalar(tag(e), tagType(type))
        for (const c of type.cases) {
          const isCase = and(isUsed, equal(tag(e), name(c.name)))
          for (const f of c.fields) visit(payload(e, c.name, f.name), f.type, isCase)
        }
        return
      case 'map':
        for (const key of valuesOf(type.from)) visit(at(e, written(type.from, key)), type.to, isUsed)
        return
      case 'set':
        for (const member of valuesOf(type.item)) scalar(has(e, written(type.item, member)), boolType)
        return
      case 'bag':
        for (const member of valuesOf(type.item)) {
          scalar(copies(e, written(type.item, member)), intType(0, type.max))
        }
        return
      case 'queue':
        scalar(size(e), intType(0, type.capacity))
        for (let i = 0; i < type.capacity; i++) {
          visit(item(e, integer(i)), type.item, and(isUsed, less(integer(i), size(e))))
        }
    }
  }
  for (const v of variables) visit(read(v), v.type, TRUE)
  return all
}
