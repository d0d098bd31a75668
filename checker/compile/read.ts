/**
 * From syntax to the compiler's program. In: a function of a module. Out: its statements, with names resolved, constants in
 * place, and the body of each function in the place of its calls. What is outside the language of the packet path is refused.
 */
import type { AnyNode, AssignmentExpression, CallExpression, Expression, Pattern, Statement as Syntax } from 'acorn'
import { constantValue } from './constants.ts'
import type { Declaration, Module } from './modules.ts'
import type { CompiledFunction, Condition, Kind, Label, NumberExpr, Statement, Variable } from './program.ts'
import { refusal } from './refusal.ts'
import {
  article,
  assignedNames,
  isBits,
  isCompare,
  isIndexed,
  isQuotient,
  isZero,
  mathFunction,
  nameEnd,
} from './syntax.ts'
import { assign, isSimple, placed, type Value, valueIn, variableOf } from './values.ts'

type FunctionDeclaration = Extract<Declaration, { readonly kind: 'function' }>

interface Binding {
  readonly value: Value
  readonly isConst: boolean
}
interface Loop {
  readonly exit: Label
  readonly next: Label
}

/** Of one exported function: calls, those in what is called included. */
interface Size {
  calls: number
}
/** Each call has its own copy of the body that it runs: the whole path of packets has a few hundred. */
const CALLS_MAX = 10_000

/** @throws SpecError VON5xxx */
export function readFunction(declaration: FunctionDeclaration, name: string): CompiledFunction {
  const reader = new Reader(declaration, [], { calls: 0 })
  const parameters = reader.parameters.map(parameter => reader.parameter(parameter))
  const { body, result } = reader.bodyWith(parameters.map(variable => valueIn(variable, reader.at)))
  return { name, parameters, body, result, at: () => declaration.module.span(declaration.node) }
}

/** Reads one function, once for each call of it. */
class Reader {
  readonly parameters: readonly { readonly name: string; readonly kind: Kind }[]
  readonly #declaration: FunctionDeclaration
  /** the functions that are being read, from the outside */
  readonly #callers: readonly FunctionDeclaration[]
  readonly #module: Module
  readonly #size: Size
  readonly #scopes: Map<string, Binding>[] = [new Map()]
  readonly #loops: Loop[] = []
  readonly #end: Label
  /** undefined before the first `return` */
  #result: Variable | null | undefined

  constructor(declaration: FunctionDeclaration, callers: readonly FunctionDeclaration[], size: Size) {
    this.#size = size
    this.#declaration = declaration
    this.#callers = [...callers, declaration]
    this.#module = declaration.module
    this.#end = { name: declaration.name }
    const { node } = declaration
    if (node.async || node.generator)
      throw this.#refuse('VON5002', 'functions of the packet path are neither async nor generators', node)
    this.parameters = node.params.map((param, i) => {
      if (param.type !== 'Identifier')
        throw this.#refuse('VON5004', 'a parameter is a plain name', param, 'name it, and read what is in it by index')
      return { name: param.name, kind: this.#kindOfParameter(param, node.params[i + 1]) }
    })
  }

  /** @param parameters of the kinds of `this.parameters`; words, and what is never assigned, may be the caller's */
  bodyWith(parameters: readonly Value[]): { readonly body: readonly Statement[]; readonly result: Variable | null } {
    const { node } = this.#declaration
    for (const [i, { name }] of this.parameters.entries())
      this.#scope.set(name, { value: parameters[i] as Value, isConst: false })
    const body =
      node.body.type === 'BlockStatement' ? this.#statements(node.body.body) : this.#return(node.body, node.body)
    const { at } = this
    const end: readonly Statement[] = this.#result && body.at(-1)?.op !== 'leave' ? [{ op: 'missing', at }] : []
    return { body: [{ op: 'block', label: this.#end, body: [...body, ...end], at }], result: this.#result ?? null }
  }

  /** The function. */
  readonly at = () => this.#module.span(this.#declaration.node)

  isAssigned(parameter: string): boolean {
    return assignedNames(this.#declaration.node.body).has(parameter)
  }

  /** A variable for a parameter. */
  parameter({ name, kind }: { readonly name: string; readonly kind: Kind }): Variable {
    return { name, kind, isFixed: !this.isAssigned(name) }
  }

  get #scope(): Map<string, Binding> {
    return this.#scopes.at(-1) as Map<string, Binding>
  }

  /** The types that were blanked out still stand in the source; where there are none, the body tells. */
  #kindOfParameter(param: AnyNode, next: AnyNode | undefined): Kind {
    const { node } = this.#declaration
    const end = next?.start ?? node.body.start
    const type = /^\s*:\s*(\w+)/.exec(this.#module.source.text.slice(nameEnd(param), end))?.[1]
    if (type === 'number' || type === 'boolean') return type
    return type !== undefined || isIndexed(node.body, (param as { name?: string }).name ?? '') ? 'words' : 'number'
  }

  #refuse(code: string, message: string, node: { readonly start: number; readonly end: number }, help?: string) {
    return refusal(code, message, this.#module.span(node), help === undefined ? {} : { help })
  }

  // ---- statements ------------------------------------------------------------------------------------------------

  #statements(list: readonly Syntax[]): Statement[] {
    this.#scopes.push(new Map())
    const read = list.flatMap(statement => this.#statement(statement))
    this.#scopes.pop()
    return read
  }

  #statement(node: Syntax): readonly Statement[] {
    const at = () => this.#module.span(node)
    switch (node.type) {
      case 'BlockStatement':
        return this.#statements(node.body)
      case 'EmptyStatement':
        return []
      case 'VariableDeclaration':
        return node.declarations.map(({ id, init }) => {
          if (id.type !== 'Identifier') throw this.#refuse('VON5002', 'variables are declared one by one', id)
          if (!init) throw this.#refuse('VON5002', `'${id.name}' has no first value`, id, `let ${id.name} = 0`)
          const value = this.#value(init)
          if (value.kind === 'words')
            throw this.#refuse('VON5003', `'${id.name}' would be a second name of the same words`, init)
          const isFixed = node.kind === 'const' || !this.isAssigned(id.name)
          const variable = { name: id.name, kind: value.kind, isFixed }
          this.#scope.set(id.name, { value: valueIn(variable, at), isConst: node.kind === 'const' })
          return assign(variable, value, at)
        })
      case 'ExpressionStatement':
        return this.#effect(node.expression)
      case 'ReturnStatement':
        return this.#return(node.argument ?? null, node)
      case 'IfStatement': {
        const condition = this.#condition(node.test)
        const whenTrue = this.#statements([node.consequent])
        const whenFalse = node.alternate ? this.#statements([node.alternate]) : []
        return [{ op: 'if', condition, whenTrue, whenFalse, at }]
      }
      case 'WhileStatement':
        return [this.#loop(node.test, node.body, null, at)]
      case 'ForStatement': {
        this.#scopes.push(new Map())
        const { init, test, body, update } = node
        const before = !init ? [] : init.type === 'VariableDeclaration' ? this.#statement(init) : this.#effect(init)
        const loop = this.#loop(test ?? null, body, update ?? null, at)
        this.#scopes.pop()
        return [...before, loop]
      }
      case 'BreakStatement':
      case 'ContinueStatement': {
        const loop = this.#loops.at(-1)
        if (node.label || loop === undefined) throw this.#refuse('VON5002', 'labels are outside the packet path', node)
        return [{ op: 'leave', label: node.type === 'BreakStatement' ? loop.exit : loop.next, at }]
      }
      default:
        throw this.#refuse(
          'VON5002',
          `${article(node.type)} is outside the packet path`,
          node,
          'write if, for, while, break, continue, return, let, const and assignments',
        )
    }
  }

  #loop(test: Expression | null, body: Syntax, update: Expression | null, at: Statement['at']): Statement {
    const loop: Loop = { exit: { name: 'exit' }, next: { name: 'next' } }
    const condition: Condition = test ? this.#condition(test) : { op: 'boolean', value: true, at }
    this.#loops.push(loop)
    const round: Statement = { op: 'block', label: loop.next, body: this.#statements([body]), at }
    this.#loops.pop()
    return {
      op: 'loop',
      exit: loop.exit,
      test: condition,
      body: [round],
      update: update ? this.#effect(update) : [],
      at,
    }
  }

  #return(argument: Expression | null, node: AnyNode): Statement[] {
    const at = () => this.#module.span(argument ?? node)
    const value = argument && this.#value(argument)
    if (value?.kind === 'words') throw this.#refuse('VON5003', 'words cannot be returned', argument ?? node)
    const kind = value?.kind ?? null
    if (this.#result === undefined) this.#result = kind === null ? null : { name: 'result', kind, isFixed: false }
    if ((this.#result?.kind ?? null) !== kind)
      throw this.#refuse(
        'VON5003',
        'a function returns values of one kind',
        node,
        'return a value of that kind everywhere',
      )
    const leave: Statement = { op: 'leave', label: this.#end, at }
    return value && this.#result ? [assign(this.#result, value, at), leave] : [leave]
  }

  /** An expression that is there for what it does. */
  #effect(node: Expression): Statement[] {
    const at = () => this.#module.span(node)
    if (node.type === 'AssignmentExpression') return this.#assignment(node)
    if (node.type === 'SequenceExpression') return node.expressions.flatMap(each => this.#effect(each))
    if (node.type === 'UpdateExpression') {
      const one: NumberExpr = { op: 'number', value: 1, at }
      return this.#change(node.argument as Pattern, node, left => ({
        kind: 'number',
        expr: { op: 'arithmetic', operator: node.operator === '++' ? '+' : '-', left, right: one, at },
      }))
    }
    if (node.type === 'CallExpression') {
      const { body } = this.#call(node)
      return [...body]
    }
    throw this.#refuse('VON5002', 'this does nothing', node, 'assign it, or leave it out')
  }

  #assignment(node: AssignmentExpression): Statement[] {
    const { operator, left, right } = node
    const at = () => this.#module.span(node)
    if (operator === '=') return this.#change(left as Pattern, node, null, right)
    const binary = operator.slice(0, -1)
    return this.#change(left as Pattern, node, before => ({
      kind: 'number',
      expr: this.#binary(binary, before, this.#number(right), node, at),
    }))
  }

  /** @param change the new value from the one before; null where `right` is the new value */
  #change(
    target: Pattern,
    node: AnyNode,
    change: ((before: NumberExpr) => Value) | null,
    right?: Expression,
  ): Statement[] {
    const at = () => this.#module.span(node)
    if (target.type === 'Identifier') {
      const binding = this.#binding(target.name)
      const variable = binding?.isConst === false ? variableOf(binding.value) : undefined
      if (variable === undefined)
        throw this.#refuse('VON5002', `'${target.name}' is not a variable that can be assigned`, target)
      const value = change ? change(this.#number(target)) : this.#value(right as Expression)
      if (value.kind !== variable.kind) throw this.#wrongKind(variable.kind, value.kind, right ?? node)
      return [assign(variable, value as Value & { kind: 'number' | 'boolean' }, at)]
    }
    if (target.type === 'MemberExpression' && target.computed && target.object.type !== 'Super') {
      const words = this.#words(target.object)
      const index = this.#number(target.property as Expression)
      if (!change) return [{ op: 'write', words, index, value: this.#number(right as Expression), at }]
      // The index is computed once.
      const place: Variable = { name: 'place', kind: 'number', isFixed: true }
      const again: NumberExpr = { op: 'variable', variable: place, at: index.at }
      const value = change({ op: 'read', words, index: again, at: () => this.#module.span(target) })
      return [
        { op: 'set', variable: place, value: index, at },
        { op: 'write', words, index: again, value: (value as Value & { kind: 'number' }).expr, at },
      ]
    }
    throw this.#refuse('VON5002', 'this cannot be assigned', target, 'assign a variable, or a word by its index')
  }

  // ---- values ----------------------------------------------------------------------------------------------------

  #binding(name: string): Binding | undefined {
    return this.#scopes.findLast(scope => scope.has(name))?.get(name)
  }

  #number(node: Expression): NumberExpr {
    const value = this.#value(node)
    if (value.kind !== 'number') throw this.#wrongKind('number', value.kind, node)
    return value.expr
  }
  #condition(node: Expression): Condition {
    const value = this.#value(node)
    if (value.kind !== 'boolean') throw this.#wrongKind('boolean', value.kind, node)
    return value.expr
  }
  #words(node: Expression): Variable {
    const value = node.type === 'Identifier' ? this.#value(node) : undefined
    if (value?.kind !== 'words')
      throw this.#refuse('VON5003', 'only a parameter that is a Uint32Array has words', node, 'pass it as a parameter')
    return value.variable
  }

  #wrongKind(wanted: Kind, found: Kind, node: AnyNode) {
    const names = { number: 'a number', boolean: 'true or false', words: 'a Uint32Array' }
    const help = wanted === 'boolean' && found === 'number' ? 'compare it: x !== 0' : undefined
    return this.#refuse('VON5003', `${names[wanted]} is needed here, and this is ${names[found]}`, node, help)
  }

  #value(node: Expression): Value {
    const at = () => this.#module.span(node)
    const number = (expr: NumberExpr): Value => ({ kind: 'number', expr })
    const boolean = (expr: Condition): Value => ({ kind: 'boolean', expr })
    switch (node.type) {
      case 'Literal':
        if (typeof node.value === 'boolean') return boolean({ op: 'boolean', value: node.value, at })
        return number({ op: 'number', value: this.#constant(node), at })
      case 'ParenthesizedExpression':
        return this.#value(node.expression)
      case 'Identifier':
        return this.#named(node.name, node)
      case 'MemberExpression':
        if (!node.computed || node.object.type === 'Super' || node.property.type === 'PrivateIdentifier') break
        return number({ op: 'read', words: this.#words(node.object), index: this.#number(node.property), at })
      case 'UnaryExpression':
        if (node.operator === '!') return boolean({ op: 'not', operand: this.#condition(node.argument), at })
        if (node.operator === '~') {
          const ones: NumberExpr = { op: 'number', value: -1, at }
          return number({ op: 'bits', operator: '^', left: this.#number(node.argument), right: ones, at })
        }
        if (node.operator === '-' && node.argument.type === 'Literal')
          return number({ op: 'number', value: this.#constant(node), at })
        break
      case 'LogicalExpression': {
        if (node.operator === '??') break
        const [left, right] = [this.#condition(node.left), this.#condition(node.right)]
        return boolean({ op: node.operator === '&&' ? 'and' : 'or', left, right, at })
      }
      case 'ConditionalExpression': {
        const condition = this.#condition(node.test)
        const [whenTrue, whenFalse] = [this.#value(node.consequent), this.#value(node.alternate)]
        if (whenTrue.kind === 'number' && whenFalse.kind === 'number')
          return number({ op: 'choose', condition, whenTrue: whenTrue.expr, whenFalse: whenFalse.expr, at })
        if (whenTrue.kind === 'boolean' && whenFalse.kind === 'boolean')
          return boolean({ op: 'decide', condition, whenTrue: whenTrue.expr, whenFalse: whenFalse.expr, at })
        throw this.#wrongKind(whenTrue.kind, whenFalse.kind, node.alternate)
      }
      case 'BinaryExpression': {
        if (node.left.type === 'PrivateIdentifier') break
        return this.#binaryValue(node.operator, node.left, node.right, node)
      }
      case 'CallExpression': {
        const name = mathFunction(node)
        if (name !== undefined && !this.#isDeclared('Math')) return number(this.#math(name, node))
        const { body, result } = this.#call(node)
        if (result === null) throw this.#refuse('VON5003', 'this function returns nothing', node)
        return result.kind === 'number'
          ? number({ op: 'call', body, result, at })
          : boolean({ op: 'ask', body, result, at })
      }
    }
    throw this.#refuse('VON5002', `${article(node.type)} is outside the packet path`, node)
  }

  #isDeclared(name: string): boolean {
    return this.#binding(name) !== undefined || this.#module.lookup(name) !== undefined
  }

  #named(name: string, node: AnyNode): Value {
    const at = () => this.#module.span(node)
    const binding = this.#binding(name)
    if (binding !== undefined) return placed(binding.value, at)
    return { kind: 'number', expr: { op: 'number', value: this.#constant(node), at } }
  }

  #constant(node: AnyNode): number {
    return constantValue(this.#module, node as Expression)
  }

  #binaryValue(operator: string, left: Expression, right: Expression, node: AnyNode): Value {
    const at = () => this.#module.span(node)
    if (isCompare(operator)) {
      const [a, b] = [this.#value(left), this.#value(right)]
      if (a.kind === 'number' && b.kind === 'number')
        return { kind: 'boolean', expr: { op: 'compare', operator, left: a.expr, right: b.expr, at } }
      if (a.kind === 'boolean' && b.kind === 'boolean' && (operator === '===' || operator === '!==')) {
        const same: Condition = { op: 'same', left: a.expr, right: b.expr, at }
        return { kind: 'boolean', expr: operator === '===' ? same : { op: 'not', operand: same, at } }
      }
      throw this.#wrongKind(a.kind === 'number' ? 'number' : a.kind, b.kind, right)
    }
    // Quotients are no integers before this.
    if (operator === '>>>' && isQuotient(left) && isZero(right)) {
      const [a, b] = [this.#number(left.left), this.#number(left.right)]
      return { kind: 'number', expr: { op: 'quotient', left: a, right: b, at } }
    }
    if (operator === '**') return { kind: 'number', expr: { op: 'number', value: this.#constant(node), at } }
    return { kind: 'number', expr: this.#binary(operator, this.#number(left), this.#number(right), node, at) }
  }

  #binary(operator: string, left: NumberExpr, right: NumberExpr, node: AnyNode, at: NumberExpr['at']): NumberExpr {
    if (operator === '+' || operator === '-' || operator === '*') return { op: 'arithmetic', operator, left, right, at }
    if (isBits(operator)) return { op: 'bits', operator, left, right, at }
    if (operator === '%') return { op: 'remainder', left, right, at }
    const help = operator === '/' ? 'close it: (a / b) >>> 0' : operator === '==' ? 'write ===' : undefined
    throw this.#refuse('VON5002', `the operator ${operator} is outside the packet path here`, node, help)
  }

  #math(name: string, node: CallExpression): NumberExpr {
    const at = () => this.#module.span(node)
    const operands = node.arguments.map(argument => this.#number(argument as Expression))
    const [left, right] = operands as [NumberExpr, NumberExpr]
    if (name === 'clz32' && operands.length === 1) return { op: 'clz32', operand: left, at }
    if ((name === 'imul' || name === 'min' || name === 'max') && operands.length === 2)
      return { op: name, left, right, at }
    throw this.#refuse(
      'VON5002',
      `Math.${name} of ${operands.length} is outside the packet path`,
      node,
      'use Math.imul, clz32, min or max',
    )
  }

  /** The body that a call runs, behind its arguments. */
  #call(node: CallExpression): { readonly body: readonly Statement[]; readonly result: Variable | null } {
    const at = () => this.#module.span(node)
    const { callee } = node
    const target =
      callee.type === 'Identifier' && this.#binding(callee.name) === undefined
        ? this.#module.lookup(callee.name)
        : undefined
    if (target?.kind !== 'function')
      throw this.#refuse('VON5002', 'only functions of the packet path can be called here', callee)
    if (this.#callers.some(caller => caller.node === target.node))
      throw this.#refuse('VON5005', `'${target.name}' calls itself`, node, 'write a loop')
    if (++this.#size.calls > CALLS_MAX)
      throw this.#refuse(
        'VON5010',
        `a function would have more than ${CALLS_MAX} calls in it`,
        node,
        'call in a loop, or less deeply',
      )
    const reader = new Reader(target, this.#callers, this.#size)
    if (reader.parameters.length !== node.arguments.length)
      throw this.#refuse('VON5004', `'${target.name}' has ${reader.parameters.length} parameters`, node)
    const before: Statement[] = []
    const parameters = reader.parameters.map((parameter, i): Value => {
      const { name, kind } = parameter
      const argument = node.arguments[i] as Expression
      const value = this.#value(argument)
      if (value.kind !== kind) throw this.#wrongKind(kind, value.kind, argument)
      if (value.kind === 'words' || (isSimple(value) && !reader.isAssigned(name))) return value
      const variable = reader.parameter(parameter)
      before.push(assign(variable, value, at))
      return valueIn(variable, at)
    })
    const { body, result } = reader.bodyWith(parameters)
    return { body: [...before, ...body], result }
  }
}
