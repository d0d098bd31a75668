/** What a piece of generated code may name. */
import { boolType, type Type } from '../../checker/ir/type.ts'
import type { Domains } from './domains.ts'
import type { Writer } from './writer.ts'

export interface Variable {
  /** how it is written: a name, or a path such as `s.v0` */
  readonly text: string
  readonly type: Type
  /** `let` variables can be assigned as a whole, places can be assigned and changed in place */
  readonly access: 'value' | 'let' | 'place'
  /**
   * For names of structures: the state variables that it may be a part of. Such a name must not be used once one of
   * these was replaced.
   */
  readonly roots: readonly string[]
  /** what is local may be known while the model is built; parameters and the state never are */
  readonly origin: 'state' | 'parameter' | 'local'
}

/** A function that was declared before. */
export interface Callable {
  readonly name: string
  readonly parameters: readonly { readonly type: Type; readonly isOptional: boolean }[]
  readonly result: Type
}
/** A function that changes the place it is given. */
export interface Procedure {
  readonly name: string
  readonly place: Type
  readonly parameters: readonly Type[]
}

/** What the modules of the generator need of each other; wired together in `specText.ts`. */
export interface Grammar {
  /** an expression of a type, at most `depth` operators deep */
  expression(scope: Scope, type: Type, depth: number): string
  integer(scope: Scope, depth: number): Integer
}
/** An expression whose value is from `low` to `high`, unless it fails. */
export interface Integer {
  readonly text: string
  readonly low: number
  readonly high: number
}

export class Scope {
  readonly grammar: Grammar
  readonly writer: Writer
  readonly domains: Domains
  /** names of numeric constants with their values */
  readonly numbers: ReadonlyMap<string, number>
  /** names of boolean constants */
  readonly flags: readonly string[]
  readonly variables: readonly Variable[]
  readonly callables: readonly Callable[]
  readonly procedures: readonly Procedure[]

  constructor(
    shape: Omit<Scope, 'with' | 'withVariables' | 'without' | 'name' | 'expression' | 'condition' | 'integer'>,
  ) {
    this.grammar = shape.grammar
    this.writer = shape.writer
    this.domains = shape.domains
    this.numbers = shape.numbers
    this.flags = shape.flags
    this.variables = shape.variables
    this.callables = shape.callables
    this.procedures = shape.procedures
  }
  expression(type: Type, depth: number): string {
    return this.grammar.expression(this, type, depth)
  }
  condition(depth: number): string {
    return this.expression(boolType, depth)
  }
  integer(depth: number): Integer {
    return this.grammar.integer(this, depth)
  }
  with(changes: Partial<Pick<Scope, 'variables' | 'callables' | 'procedures'>>): Scope {
    return new Scope({ ...this, ...changes })
  }
  withVariables(...added: readonly Variable[]): Scope {
    return this.with({ variables: [...this.variables, ...added] })
  }
  /** Without the names for parts of these state variables; of all of them when none are given. */
  without(roots?: readonly string[]): Scope {
    const isKept = (v: Variable) =>
      v.roots.length === 0 || (roots !== undefined && !v.roots.some(r => roots.includes(r)))
    return this.with({ variables: this.variables.filter(isKept) })
  }
  /** The expression that names a domain. */
  name(type: Type): string {
    const found = this.domains.names.get(type)
    if (found === undefined) throw new Error(`no domain has the type ${type.key}`)
    return found
  }
}

export const value = (text: string, type: Type): Variable => ({
  text,
  type,
  access: 'value',
  roots: [],
  origin: 'local',
})
