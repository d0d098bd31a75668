/** Expressions as text: in the notation of messages, which is for people alone, or in that of specs, to be parsed again. */
import { type Expr, formatConstant, topological, type Variable } from './expr.ts'
import { type Field, formatType, type Type } from './type.ts'
import { parts, type Value } from './value.ts'

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

/** Where the notations differ. */
interface Notation {
  variable(variable: Variable): string
  constant(e: Expr): string
  /** the entry of a map, after the map */
  entry(key: Expr, printer: Printer): string
  implies(premise: Expr, conclusion: Expr, printer: Printer): Printed
  /** that an integer is less than another, or at most as large */
  order(a: Expr, b: Expr, isStrict: boolean, printer: Printer): Printed
  /** equality of values that are no scalars */
  equal(a: Expr, b: Expr, isDenied: boolean, printer: Printer): Printed
  readonly copies: string
  /** how the set of all values of a type is called */
  domain(type: Type): string
}

/** The text of an expression: state variables by their names, those after the step as `next.name`. */
export const formatExpr = (e: Expr): string => new Printer(ofMessages).format(e)

/**
 * The text of a condition in the language of specs, over the state `s` and, where it is about steps, `next`. It uses
 * `implies`, `eq`, `div` and `mod` of the language.
 *
 * @param domain what the spec calls the domain of this type, over which the expression quantifies
 * @returns null where there is a constant in it that no literal stands for, such as a set
 */
export function formatSource(e: Expr, domain: (type: Type) => string): string | null {
  const isSpeakable = topological([e]).every(part => part.operator !== 'constant' || hasLiteral(part.type))
  return isSpeakable ? new Printer({ ...ofSpecs, domain }).format(e) : null
}

class Printer {
  private readonly notation: Notation
  constructor(notation: Notation) {
    this.notation = notation
  }

  readonly format = (e: Expr): string => this.print(e).text

  within(e: Expr, place: number): string {
    const { text, binding } = this.print(e)
    return binding < place ? `(${text})` : text
  }
  infix(operands: readonly Expr[], symbol: string, binding: number): Printed {
    // The operands of a non-associative operator are kept apart by parentheses on the right.
    const [first, ...rest] = operands
    const isAssociative = symbol === '&&' || symbol === '||' || symbol === '+' || symbol === '*'
    const others = rest.map(arg => this.within(arg, isAssociative ? binding : binding + 1))
    return printed([this.within(first as Expr, binding), ...others].join(` ${symbol} `), binding)
  }
  /** In parentheses wherever they meet another operator: few readers know which binds more tightly. */
  private bits(x: Expr, symbol: string, y: Expr): Printed {
    return printed(`${this.within(x, PREFIX)} ${symbol} ${this.within(y, PREFIX)}`, BITS)
  }
  call(name: string, args: readonly Expr[]): Printed {
    return printed(`${name}(${args.map(this.format).join(', ')})`, POSTFIX)
  }
  method(e: Expr, name: string, args: readonly Expr[]): Printed {
    return this.call(`${this.within(e, POSTFIX)}.${name}`, args)
  }
  private select(e: Expr, suffix: string): Printed {
    return printed(`${this.within(e, POSTFIX)}${suffix}`, POSTFIX)
  }

  private print(e: Expr): Printed {
    const { notation } = this
    const [x, y, z] = e.args as [Expr, Expr, Expr]
    switch (e.operator) {
      case 'constant':
        return printed(notation.constant(e), POSTFIX)
      case 'variable':
        return printed(notation.variable(e.variable as Variable), POSTFIX)
      case 'not':
        return this.not(x)
      case 'and':
        return this.infix(e.args, '&&', AND)
      case 'or':
        return this.infix(e.args, '||', OR)
      case 'implies':
        return notation.implies(x, y, this)
      case 'equal':
        return this.equality(x, y, false)
      case 'less':
      case 'lessEqual':
        return notation.order(x, y, e.operator === 'less', this)
      case 'add':
        return this.infix(e.args, '+', SUM)
      case 'subtract':
        return this.infix(e.args, '-', SUM)
      case 'multiply':
        return this.infix(e.args, '*', PRODUCT)
      case 'div':
      case 'mod':
        return this.call(e.operator, e.args)
      case 'min':
      case 'max':
        return this.call(`Math.${e.operator}`, e.args)
      case 'bitAnd':
        return this.bits(x, '&', y)
      case 'bitOr':
        return this.bits(x, '|', y)
      case 'bitXor':
        return this.bits(x, '^', y)
      case 'shiftLeft':
        return this.bits(x, '<<', y)
      case 'shiftRight':
        return this.bits(x, '>>', y)
      case 'shiftRightUnsigned':
        return this.bits(x, '>>>', y)
      case 'imul':
        return this.call('Math.imul', e.args)
      case 'if':
        return printed(`${this.within(x, IMPLIES)} ? ${this.format(y)} : ${this.format(z)}`, LOOSEST)
      case 'record':
        return printed(`{ ${this.fields(e, e.type.kind === 'record' ? e.type.fields : []).join(', ')} }`, POSTFIX)
      case 'variant': {
        const own = e.type.kind === 'variant' ? (e.type.cases.find(c => c.name === e.variantCase)?.fields ?? []) : []
        return printed(`{ ${[`kind: '${e.variantCase}'`, ...this.fields(e, own)].join(', ')} }`, POSTFIX)
      }
      case 'field':
      case 'payload':
        return this.select(x, `.${e.field}`)
      case 'tag':
        return this.select(x, '.kind')
      case 'withField':
      case 'withPayload':
        return printed(`{ ...${this.within(x, POSTFIX)}, ${e.field}: ${this.format(y)} }`, POSTFIX)
      case 'some':
      case 'unwrap':
        return this.print(x)
      case 'isSome':
        return printed(`${this.within(x, COMPARISON)} !== null`, COMPARISON)
      case 'at':
        return this.select(x, notation.entry(y, this))
      case 'item':
        return this.select(x, `[${this.format(y)}]`)
      case 'store':
        return printed(`{ ...${this.within(x, POSTFIX)}, [${indexText(y)}]: ${this.format(z)} }`, POSTFIX)
      case 'has':
        return this.method(x, 'has', [y])
      case 'insert':
      case 'addCopy':
        return this.method(x, 'add', [y])
      case 'remove':
      case 'removeCopy':
        return this.method(x, 'delete', [y])
      case 'copies':
        return this.method(x, notation.copies, [y])
      case 'size':
        return this.select(x, x.type.kind === 'queue' ? '.length' : '.size')
      case 'queue':
        return printed(`[${e.args.map(this.format).join(', ')}]`, POSTFIX)
      case 'push':
        return this.method(x, 'push', [y])
      case 'shift':
        return this.method(x, 'shift', [])
      case 'forall':
        return this.binder(e, 'every')
      case 'exists':
        return this.binder(e, 'some')
      case 'count':
        return this.binder(e, 'count')
      case 'sum':
        return this.binder(e, 'sum')
      case 'setOf':
        return this.binder(e, 'filter')
      case 'mapOf': {
        const { name, type } = e.variable as Variable
        return printed(`fill(${notation.domain(type)}, ${name} => ${this.format(x)})`, POSTFIX)
      }
    }
  }

  private not(inner: Expr): Printed {
    const [x, y] = inner.args as [Expr, Expr]
    if (inner.operator === 'equal') return this.equality(x, y, true)
    if (inner.operator === 'isSome') return printed(`${this.within(x, COMPARISON)} === null`, COMPARISON)
    return printed(`!${this.within(inner, PREFIX)}`, PREFIX)
  }
  private equality(a: Expr, b: Expr, isDenied: boolean): Printed {
    if (!isScalar(a) || !isScalar(b)) return this.notation.equal(a, b, isDenied, this)
    return this.infix([a, b], isDenied ? '!==' : '===', COMPARISON)
  }
  private fields(e: Expr, fields: readonly Field[]): string[] {
    return fields.map((f, i) => `${f.name}: ${this.format(e.args[i] as Expr)}`)
  }
  private binder(e: Expr, name: string): Printed {
    const { type, name: variable } = e.variable as Variable
    return printed(`${this.notation.domain(type)}.${name}(${variable} => ${this.format(e.args[0] as Expr)})`, POSTFIX)
  }
}

const isScalar = ({ type: { kind } }: Expr) => kind === 'bool' || kind === 'int' || kind === 'enum'

/** A map's index: a constant name stands without quotes, as in the values of traces. */
const indexText = (e: Expr) => (e.operator === 'constant' ? formatConstant(e) : formatExpr(e))

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

const ofMessages: Notation = {
  variable: ({ space, name }) => (space === 'next' ? `next.${name}` : name),
  constant: e => (e.type.kind === 'enum' ? `'${e.value}'` : formatConstant(e)),
  entry: key => `[${indexText(key)}]`,
  implies: (premise, conclusion, printer) =>
    printed(`${printer.within(premise, OR)} implies ${printer.within(conclusion, IMPLIES)}`, IMPLIES),
  order: (a, b, isStrict, printer) => printer.infix([a, b], isStrict ? '<' : '<=', COMPARISON),
  equal: (a, b, isDenied, printer) => printer.infix([a, b], isDenied ? '!==' : '===', COMPARISON),
  copies: 'count',
  domain: domainName,
}

const ofSpecs: Omit<Notation, 'domain'> = {
  variable: ({ space, name }) => (space === 'next' ? `next.${name}` : space === 'state' ? `s.${name}` : name),
  constant: e => literalText(e.type, e.value as Value),
  entry: (key, printer) => `[${printer.format(key)}]`,
  implies: (premise, conclusion, printer) => printer.call('implies', [premise, conclusion]),
  order: (a, b, isStrict, printer) => {
    const isZero = (e: Expr) => e.operator === 'constant' && e.value === 0
    if (isStrict && isZero(a) && b.operator === 'copies')
      return printer.method(b.args[0] as Expr, 'has', b.args.slice(1))
    if (!isStrict && isZero(b) && a.operator === 'copies') {
      return printed(`!${printer.method(a.args[0] as Expr, 'has', a.args.slice(1)).text}`, PREFIX)
    }
    // as people say it: what varies comes first
    return a.operator === 'constant'
      ? printer.infix([b, a], isStrict ? '>' : '>=', COMPARISON)
      : printer.infix([a, b], isStrict ? '<' : '<=', COMPARISON)
  },
  equal: (a, b, isDenied, printer) => {
    const { text } = printer.call('eq', [a, b])
    return isDenied ? printed(`!${text}`, PREFIX) : printed(text, POSTFIX)
  },
  copies: 'copies',
}

/** Whether values of the type have literals: scalars, `null`, records and variants of such. */
function hasLiteral(type: Type): boolean {
  switch (type.kind) {
    case 'option':
      return hasLiteral(type.item)
    case 'record':
      return type.fields.every(f => hasLiteral(f.type))
    case 'variant':
      return type.cases.every(c => c.fields.every(f => hasLiteral(f.type)))
    default:
      return type.kind === 'bool' || type.kind === 'int' || type.kind === 'enum'
  }
}

/** A constant as a literal of TypeScript. */
function literalText(type: Type, value: Value): string {
  const fields = (list: readonly Field[], from: number) =>
    list.map((f, i) => `${f.name}: ${literalText(f.type, parts(value)[i + from] as Value)}`)
  switch (type.kind) {
    case 'bool':
    case 'int':
      return String(value)
    case 'enum':
      return `'${value}'`
    case 'option':
      return value === null ? 'null' : literalText(type.item, parts(value)[0] as Value)
    case 'record':
      return `{ ${fields(type.fields, 0).join(', ')} }`
    case 'variant': {
      const [kind] = parts(value)
      const own = type.cases.find(c => c.name === kind)?.fields ?? []
      return `{ ${[`kind: '${kind}'`, ...fields(own, 1)].join(', ')} }`
    }
    default:
      throw new TypeError(`a constant of type ${type.key} has no literal`)
  }
}
