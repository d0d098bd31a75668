/** Expressions in the notation of the author's language, for messages: readable, not meant to be parsed again. */
import { type Expr, formatConstant, type Variable } from './expr.ts'
import type { Type } from './type.ts'
import { formatType } from './type.ts'

// How tightly an operator binds its operands; a part that binds less tightly than its place demands gets parentheses.
const LOOSEST = 0
const IMPLIES = 1
const OR = 2
const AND = 3
const BITS = 4
const COMPARISON = 5
const SUM = 6
const PRODUCT = 7
const PREFIX = 8
const POSTFIX = 9

interface Printed {
  readonly text: string
  readonly binding: number
}
const printed = (text: string, binding: number): Printed => ({ text, binding })

/** The text of an expression: state variables by their names, those after the step as `next.name`. */
export const formatExpr = (e: Expr): string => print(e).text

const within = (e: Expr, place: number): string => {
  const { text, binding } = print(e)
  return binding < place ? `(${text})` : text
}
const infix = (e: Expr, symbol: string, binding: number): Printed => {
  // The operands of a non-associative operator are kept apart by parentheses on the right.
  const [first, ...rest] = e.args
  const isAssociative = symbol === '&&' || symbol === '||' || symbol === '+' || symbol === '*'
  const operands = rest.map(arg => within(arg, isAssociative ? binding : binding + 1))
  return printed([within(first as Expr, binding), ...operands].join(` ${symbol} `), binding)
}
/** In parentheses wherever they meet another operator: few readers know which binds more tightly. */
const bits = ({ args: [x, y] }: Expr, symbol: string): Printed =>
  printed(`${within(x as Expr, PREFIX)} ${symbol} ${within(y as Expr, PREFIX)}`, BITS)
const method = (e: Expr, name: string, args: readonly Expr[]): Printed =>
  printed(`${within(e, POSTFIX)}.${name}(${args.map(formatExpr).join(', ')})`, POSTFIX)
const call = (name: string, args: readonly Expr[]): Printed =>
  printed(`${name}(${args.map(formatExpr).join(', ')})`, POSTFIX)
const select = (e: Expr, suffix: string): Printed => printed(`${within(e, POSTFIX)}${suffix}`, POSTFIX)

function print(e: Expr): Printed {
  const [x, y, z] = e.args as [Expr, Expr, Expr]
  switch (e.operator) {
    case 'constant':
      return printed(e.type.kind === 'enum' ? `'${e.value}'` : formatConstant(e), POSTFIX)
    case 'variable':
      return printed(variableName(e.variable as Variable), POSTFIX)
    case 'not':
      return printNot(x)
    case 'and':
      return infix(e, '&&', AND)
    case 'or':
      return infix(e, '||', OR)
    case 'implies':
      return printed(`${within(x, OR)} implies ${within(y, IMPLIES)}`, IMPLIES)
    case 'equal':
      return infix(e, '===', COMPARISON)
    case 'less':
      return infix(e, '<', COMPARISON)
    case 'lessEqual':
      return infix(e, '<=', COMPARISON)
    case 'add':
      return infix(e, '+', SUM)
    case 'subtract':
      return infix(e, '-', SUM)
    case 'multiply':
      return infix(e, '*', PRODUCT)
    case 'div':
    case 'mod':
      return call(e.operator, e.args)
    case 'min':
    case 'max':
      return call(`Math.${e.operator}`, e.args)
    case 'bitAnd':
      return bits(e, '&')
    case 'bitOr':
      return bits(e, '|')
    case 'bitXor':
      return bits(e, '^')
    case 'shiftLeft':
      return bits(e, '<<')
    case 'shiftRight':
      return bits(e, '>>')
    case 'shiftRightUnsigned':
      return bits(e, '>>>')
    case 'imul':
      return call('Math.imul', e.args)
    case 'if':
      return printed(`${within(x, IMPLIES)} ? ${formatExpr(y)} : ${formatExpr(z)}`, LOOSEST)
    case 'record':
      return printed(`{ ${namedFields(e, e.type.kind === 'record' ? e.type.fields : []).join(', ')} }`, POSTFIX)
    case 'variant': {
      const fields = e.type.kind === 'variant' ? (e.type.cases.find(c => c.name === e.variantCase)?.fields ?? []) : []
      return printed(`{ ${[`kind: '${e.variantCase}'`, ...namedFields(e, fields)].join(', ')} }`, POSTFIX)
    }
    case 'field':
    case 'payload':
      return select(x, `.${e.field}`)
    case 'tag':
      return select(x, '.kind')
    case 'withField':
    case 'withPayload':
      return printed(`{ ...${within(x, POSTFIX)}, ${e.field}: ${formatExpr(y)} }`, POSTFIX)
    case 'some':
    case 'unwrap':
      return print(x)
    case 'isSome':
      return printed(`${within(x, COMPARISON)} !== null`, COMPARISON)
    case 'at':
    case 'item':
      return select(x, `[${formatIndex(y)}]`)
    case 'store':
      return printed(`{ ...${within(x, POSTFIX)}, [${formatIndex(y)}]: ${formatExpr(z)} }`, POSTFIX)
    case 'has':
      return method(x, 'has', [y])
    case 'insert':
    case 'addCopy':
      return method(x, 'add', [y])
    case 'remove':
    case 'removeCopy':
      return method(x, 'delete', [y])
    case 'copies':
      return method(x, 'count', [y])
    case 'size':
      return select(x, x.type.kind === 'queue' ? '.length' : '.size')
    case 'queue':
      return printed(`[${e.args.map(formatExpr).join(', ')}]`, POSTFIX)
    case 'push':
      return method(x, 'push', [y])
    case 'shift':
      return method(x, 'shift', [])
    case 'forall':
      return binder(e, 'every')
    case 'exists':
      return binder(e, 'some')
    case 'count':
      return binder(e, 'count')
    case 'sum':
      return binder(e, 'sum')
    case 'setOf':
      return binder(e, 'filter')
    case 'mapOf': {
      const { name, type } = e.variable as Variable
      return printed(`fill(${domainName(type)}, ${name} => ${formatExpr(x)})`, POSTFIX)
    }
  }
}

function printNot(inner: Expr): Printed {
  const [x, y] = inner.args as [Expr, Expr]
  if (inner.operator === 'equal') {
    return printed(`${within(x, COMPARISON)} !== ${within(y, COMPARISON + 1)}`, COMPARISON)
  }
  if (inner.operator === 'isSome') return printed(`${within(x, COMPARISON)} === null`, COMPARISON)
  return printed(`!${within(inner, PREFIX)}`, PREFIX)
}

const variableName = ({ space, name }: Variable) => (space === 'next' ? `next.${name}` : name)

/** A map's index: a constant name stands without quotes, as in the values of traces. */
const formatIndex = (e: Expr) => (e.operator === 'constant' ? formatConstant(e) : formatExpr(e))

const namedFields = (e: Expr, fields: readonly { readonly name: string }[]) =>
  fields.map((f, i) => `${f.name}: ${formatExpr(e.args[i] as Expr)}`)

const binder = (e: Expr, name: string): Printed =>
  printed(
    `${domainName((e.variable as Variable).type)}.${name}(${e.variable?.name} => ${formatExpr(e.args[0] as Expr)})`,
    POSTFIX,
  )

/** How the set of all values of a type is called: numbered names by what they share (`r` for r1, r2, r3). */
function domainName(type: Type): string {
  if (type.kind === 'bool') return 'bool'
  if (type.kind === 'enum') {
    const stems = new Set(type.values.map(value => value.replace(/\d+$/, '')))
    const [stem] = stems
    if (stems.size === 1 && stem !== '' && stem !== undefined) return stem
  }
  return `(${formatType(type)})`
}
