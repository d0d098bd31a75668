/**
 * The values that the abstract interpreter computes with. What does not depend on the state is kept as an ordinary
 * JavaScript value, so that closures, helpers and constants of the author's program just work; the rest is one of the
 * classes below.
 */
import { boolean as booleanConstant, constant, Expr, integer, isConstant, name as nameConstant } from '../../ir/expr.ts'
import { formatType, type Type } from '../../ir/type.ts'
import { brandOf } from '../../lang/brand.ts'
import { placeOf } from '../../lang/convert.ts'
import type { Domain } from '../../lang/domain.ts'
import type { SourceFile } from '../../source/sourceFile.ts'
import type { FunctionNode } from '../walk.ts'

/** One step from a place to a part of it. */
export type Selector =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'payload'; readonly variantCase: string; readonly name: string }
  | { readonly kind: 'item' }
  | { readonly kind: 'entry'; readonly key: Expr }

/** A part of the state, read afresh at each use: `s.lease[r]` names the place, not the value it had. */
export class Place {
  readonly root: 'state' | 'next'
  readonly selectors: readonly Selector[]
  readonly type: Type
  /** when the name was taken, to refuse uses after the place was replaced as a whole */
  readonly taken: number
  constructor(root: Place['root'], selectors: readonly Selector[], type: Type, taken: number) {
    this.root = root
    this.selectors = selectors
    this.type = type
    this.taken = taken
  }
}

/** An object literal written in a body, or the parameters that it is given. */
export class ObjectLiteral {
  readonly fields: ReadonlyMap<string, Abstract>
  /** what the fields are, where reading one that there is not is a mistake and not `undefined`: 'parameter' */
  readonly only: string | null
  constructor(fields: ReadonlyMap<string, Abstract>, only: string | null = null) {
    this.fields = fields
    this.only = only
  }
}
/** An array literal written in a body. */
export class ListLiteral {
  readonly items: readonly Abstract[]
  constructor(items: readonly Abstract[]) {
    this.items = items
  }
}
/** One of two values that have no common expression (places, literals, null), by a condition on the state. */
export class Either {
  readonly condition: Expr
  readonly yes: Abstract
  readonly no: Abstract
  constructor(condition: Expr, yes: Abstract, no: Abstract) {
    this.condition = condition
    this.yes = yes
    this.no = no
  }
}
/** A function written in a body, with the variables around it. */
export class Closure {
  readonly node: FunctionNode
  readonly scope: Scope
  constructor(node: FunctionNode, scope: Scope) {
    this.node = node
    this.scope = scope
  }
}

export type Primitive = string | number | boolean | null | undefined
/** Host values (functions, domains, captured objects) are any other object. */
export type Abstract = Primitive | Expr | Place | ObjectLiteral | ListLiteral | Either | Closure | object

export const isPrimitive = (v: Abstract): v is Primitive =>
  v === null || (typeof v !== 'object' && typeof v !== 'function')
export const isSymbolic = (v: Abstract): boolean =>
  v instanceof Expr ||
  v instanceof Place ||
  v instanceof Either ||
  v instanceof ObjectLiteral ||
  v instanceof ListLiteral
/** A JavaScript object of the author's program. */
export const isHost = (v: Abstract): v is object => !isPrimitive(v) && !isSymbolic(v) && !(v instanceof Closure)
export const isDomain = (v: Abstract): v is Domain<unknown> => brandOf(v, 'domain') === true

/** A scalar constant becomes an ordinary value; any other expression stays. */
export function fromExpr(e: Expr): Abstract {
  if (!isConstant(e)) return e
  return e.value === null || typeof e.value !== 'object' ? (e.value as Primitive) : e
}

/** The expression of a number, boolean or string; of an immutable set, bag, record or queue made outside bodies. */
export function hostExpr(v: Abstract): Expr | null {
  if (typeof v === 'boolean') return booleanConstant(v)
  if (typeof v === 'number') return Number.isSafeInteger(v) ? integer(v) : null
  if (typeof v === 'string') return nameConstant(v)
  const place = isPrimitive(v) ? undefined : placeOf(v)
  return place === undefined ? null : constant(place.type, place.get())
}

/** A value in messages. */
export function describe(v: Abstract): string {
  if (v instanceof Expr || v instanceof Place) return `a value of ${formatType(v.type)}`
  if (v instanceof ObjectLiteral) return `an object { ${[...v.fields.keys()].join(', ')} }`
  if (v instanceof ListLiteral) return 'an array'
  if (v instanceof Either) return `${describe(v.yes)} or ${describe(v.no)}`
  if (v instanceof Closure) return 'a function'
  if (isDomain(v)) return `the domain ${v}`
  if (typeof v === 'string') return `'${v}'`
  if (isPrimitive(v)) return String(v)
  return typeof v === 'function' ? `function ${v.name || '(anonymous)'}` : 'an object'
}

// ---- lexical scopes ----------------------------------------------------------------------------------------------
/** A constant is its value; a `let` is a slot whose value belongs to the path being interpreted. */
export type Binding =
  | { readonly kind: 'const'; readonly value: Abstract }
  | { readonly kind: 'let'; readonly slot: number; readonly callbackDepth: number }

export class Scope {
  readonly file: SourceFile
  private readonly parent: Scope | null
  /** captured variables of the outermost function, by name */
  private readonly capture: ((name: string) => unknown) | null
  private readonly bindings = new Map<string, Binding>()

  constructor(file: SourceFile, parent: Scope | null, capture: ((name: string) => unknown) | null = null) {
    this.file = file
    this.parent = parent
    this.capture = capture
  }
  inner(): Scope {
    return new Scope(this.file, this)
  }
  declare(name: string, binding: Binding): void {
    this.bindings.set(name, binding)
  }
  /**
   * The binding of a name; a captured variable is a constant.
   * @throws ReferenceError from the capture, for an unknown or not yet initialised variable
   */
  find(name: string): Binding & { readonly captured?: boolean } {
    const found = this.bindings.get(name)
    if (found !== undefined) return found
    if (this.parent !== null) return this.parent.find(name)
    if (this.capture === null) throw new ReferenceError(`unknown name '${name}'`)
    return { kind: 'const', value: this.capture(name) as Abstract, captured: true }
  }
}
