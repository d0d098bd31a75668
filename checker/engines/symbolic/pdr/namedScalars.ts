/**
 * The scalars of a state with a parameter in place of each interchangeable name: what is said of some names becomes what may
 * be said of any. In: the variables of a model, and the types whose names may change places. Out: the scalars as
 * `scalars.ts` gives them, in the same order.
 */
import { constant, type Expr, name, read, type Variable, variablesRead } from '../../../ir/expr.ts'
import { moves } from '../../../ir/permutation.ts'
import { record, some, variant } from '../../../ir/structure.ts'
import { caseOf, type EnumType, type Type } from '../../../ir/type.ts'
import { parts, type Value } from '../../../ir/value.ts'
import { type Scalar, scalarsOf } from './scalars.ts'

/** Types of names have fewer names than this. */
const NAMES_MAX = 1_000

export class NamedScalars {
  readonly scalars: readonly Scalar[]
  /** whether there are parameters for all names: some can be parts of keys for which there is no expression */
  isComplete = true
  private readonly types: readonly EnumType[]
  private readonly names: readonly ReadonlySet<Variable>[]

  constructor(variables: readonly Variable[], types: readonly EnumType[]) {
    this.types = types
    this.scalars = scalarsOf(variables, (type, value) => this.written(type, value))
    this.names = this.scalars.map(s => new Set([...variablesRead([s.read])].filter(v => v.space === 'parameter')))
  }

  /** A name as a parameter, or as it is where it may not change places. */
  nameExpr(type: EnumType, value: string): Expr {
    const first = this.types.indexOf(type) * NAMES_MAX
    if (first < 0) return name(value)
    return read({ space: 'parameter', name: value, index: first + type.values.indexOf(value), type })
  }
  /** The parameters that say which scalar it is. */
  namesOf(scalar: number): ReadonlySet<Variable> {
    return this.names[scalar] as ReadonlySet<Variable>
  }

  /** A key or item, with parameters for its names. */
  private written(type: Type, value: Value): Expr {
    switch (type.kind) {
      case 'enum':
        return this.nameExpr(type, value as string)
      case 'record':
        return record(
          type,
          type.fields.map((f, i) => this.written(f.type, parts(value)[i] as Value)),
        )
      case 'variant': {
        const [kind, ...given] = parts(value)
        const fields = caseOf(type, kind as string)?.fields ?? []
        return variant(
          type,
          kind as string,
          fields.map((f, i) => this.written(f.type, given[i] as Value)),
        )
      }
      case 'option':
        return value === null ? constant(type, null) : some(this.written(type.item, parts(value)[0] as Value))
      default:
        if (moves(new Map(this.types.map(t => [t, []])), type)) this.isComplete = false
        return constant(type, value)
    }
  }
}
