/**
 * What the compiler makes of functions on the packet path, between syntax and instructions. Names are resolved, every call
 * is replaced by the body that it runs, and each variable is an object of its own, so that ranges and instructions can be
 * found for each call by itself.
 */
import type { Span } from '../source/span.ts'

/** `words` is a list of unsigned 32-bit numbers: a `Uint32Array` in JavaScript, a part of the memory in WebAssembly. */
export type Kind = 'number' | 'boolean' | 'words'

/** A parameter or a local variable; those of kind `words` are parameters, and are never assigned. */
export interface Variable {
  readonly name: string
  readonly kind: Kind
  /** whether it keeps its first value, until its declaration is run again */
  readonly isFixed: boolean
}

/** Where `leave` goes to: behind the block or loop with this label. */
export interface Label {
  readonly name: string
}

interface Placed {
  /** the source that it comes from */
  readonly at: () => Span
}

export type ArithmeticOperator = '+' | '-' | '*'
export type BitOperator = '&' | '|' | '^' | '<<' | '>>' | '>>>'
export type CompareOperator = '<' | '<=' | '>' | '>=' | '===' | '!=='

/** Numbers are integers, and never -0: exactly those of JavaScript, as long as they are below 2^53. */
export type NumberExpr = Placed &
  (
    | { readonly op: 'number'; readonly value: number }
    | { readonly op: 'variable'; readonly variable: Variable }
    /** traps where the index is not below the length */
    | { readonly op: 'read'; readonly words: Variable; readonly index: NumberExpr }
    | {
        readonly op: 'arithmetic'
        readonly operator: ArithmeticOperator
        readonly left: NumberExpr
        readonly right: NumberExpr
      }
    | { readonly op: 'bits'; readonly operator: BitOperator; readonly left: NumberExpr; readonly right: NumberExpr }
    /** `Math.imul`, `Math.min`, `Math.max`; `quotient` is `(left / right) >>> 0` */
    | {
        readonly op: 'imul' | 'min' | 'max' | 'quotient' | 'remainder'
        readonly left: NumberExpr
        readonly right: NumberExpr
      }
    | { readonly op: 'clz32'; readonly operand: NumberExpr }
    | {
        readonly op: 'choose'
        readonly condition: Condition
        readonly whenTrue: NumberExpr
        readonly whenFalse: NumberExpr
      }
    | { readonly op: 'call'; readonly body: readonly Statement[]; readonly result: Variable }
  )

export type Condition = Placed &
  (
    | { readonly op: 'boolean'; readonly value: boolean }
    | { readonly op: 'test'; readonly variable: Variable }
    | {
        readonly op: 'compare'
        readonly operator: CompareOperator
        readonly left: NumberExpr
        readonly right: NumberExpr
      }
    /** whether two conditions have the same value */
    | { readonly op: 'same'; readonly left: Condition; readonly right: Condition }
    | { readonly op: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
    | { readonly op: 'not'; readonly operand: Condition }
    | {
        readonly op: 'decide'
        readonly condition: Condition
        readonly whenTrue: Condition
        readonly whenFalse: Condition
      }
    | { readonly op: 'ask'; readonly body: readonly Statement[]; readonly result: Variable }
  )

export type Statement = Placed &
  (
    | { readonly op: 'set'; readonly variable: Variable; readonly value: NumberExpr }
    | { readonly op: 'decideInto'; readonly variable: Variable; readonly value: Condition }
    /** the lowest 32 bits of a value; traps where the index is not below the length */
    | { readonly op: 'write'; readonly words: Variable; readonly index: NumberExpr; readonly value: NumberExpr }
    | {
        readonly op: 'if'
        readonly condition: Condition
        readonly whenTrue: readonly Statement[]
        readonly whenFalse: readonly Statement[]
      }
    | { readonly op: 'block'; readonly label: Label; readonly body: readonly Statement[] }
    | {
        readonly op: 'loop'
        /** behind the loop */
        readonly exit: Label
        readonly test: Condition
        /** ends where `continue` goes */
        readonly body: readonly Statement[]
        readonly update: readonly Statement[]
      }
    | { readonly op: 'leave'; readonly label: Label }
    /** the end of a function that should have returned something before */
    | { readonly op: 'missing' }
  )

/** A function that the module exports. */
export interface CompiledFunction {
  readonly name: string
  readonly parameters: readonly Variable[]
  readonly body: readonly Statement[]
  /** null where it returns nothing */
  readonly result: Variable | null
  readonly at: () => Span
}
