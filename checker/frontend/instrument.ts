/**
 * Rewrites a module so that every function knows its own source and the values it captures.
 *
 *     const live = l => l.expires > now
 *     const live = $von(l => l.expires > now,13,()=>({get now(){return now}}),"live")
 *
 * Each function is registered with its offset in the file and a thunk of getters, one per free variable. Nothing is read
 * before a getter is asked, so uninitialised variables harm nobody, and a `let` shows its present value. Function
 * declarations are registered at the top of their block, methods when their object or class is made. The helpers are
 * function declarations at the end of the module: hoisted, hence usable in import cycles, and self-contained, hence
 * usable in any thread and under any loader.
 *
 * What the module does otherwise stays: names of functions, hoisting, `this`, and the line of every statement.
 * Left alone, so that their source is unknown: accessors, constructors, private methods, methods and class fields with
 * computed names, and methods that a later entry of their object literal could replace.
 */
import type {
  AnonymousFunctionDeclaration,
  AnyNode,
  ClassBody,
  FunctionDeclaration,
  MethodDefinition,
  ObjectExpression,
} from 'acorn'
import MagicString from 'magic-string'
import type { SourceFile } from '../source/sourceFile.ts'
import { freeVariables } from './freeVariables.ts'
import { parseModule } from './parse.ts'
import { type FunctionNode, isFunction, walk } from './walk.ts'

export interface Instrumented {
  /** JavaScript, without types. */
  readonly code: string
  /** Leads from `code` to the file as written, whose text it includes. */
  readonly map: SourceMapV3
}

/** A source map as the standard has it (ECMA-426), with its two ways of being written. */
export interface SourceMapV3 {
  version: number
  file?: string | undefined
  sources: string[]
  sourcesContent?: (string | null)[] | undefined
  names: string[]
  mappings: string
  toString(): string
  toUrl(): string
}

/**
 * @returns undefined if the file neither imports nor exports: it is no ES module, or no one can use it as such
 * @throws SpecError as `parseModule`
 */
export function instrument(file: SourceFile): Instrumented | undefined {
  const { code, program } = parseModule(file)
  if (!program.body.some(statement => /^(Im|Ex)port/.test(statement.type))) return undefined

  const output = new MagicString(code)
  const helper = unusedName('$von', code)
  walk(program, (node, ancestors) => {
    if (node.type === 'FunctionDeclaration') registerDeclaration(output, helper, node, ancestors)
    else if (node.type === 'ObjectExpression') registerMethods(output, helper, node)
    else if (node.type === 'ClassBody') registerClassMethods(output, helper, node)
    else if (node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression') {
      registerExpression(output, helper, node, ancestors.at(-1))
    }
  })
  output.append(`\n${helpers(helper, file)}\n`)
  const map = output.generateMap({ source: file.name, hires: 'boundary' })
  map.sourcesContent = [file.text]
  return { code: output.toString(), map }
}

function unusedName(wanted: string, code: string): string {
  let name = wanted
  while (code.includes(name)) name += '$'
  return name
}

/** Refers to globals through globalThis only, as the module may have a variable `Object` or `Map` of its own. */
const helpers = (helper: string, file: SourceFile) =>
  `function ${helper}(fn,start,captures,name){
${helper}.module??={file:${JSON.stringify(file.name)},text:${JSON.stringify(file.text)}};
(${helper}.registry??=globalThis[globalThis.Symbol.for('von.functions')]??=new globalThis.WeakMap()).set(fn,{module:${helper}.module,start,captures});
if(typeof name==='symbol')name=name.description===undefined?'':'['+name.description+']';
if(name!==undefined)globalThis.Object.defineProperty(fn,'name',{value:''+name,configurable:true});
return fn}
function ${helper}Members(object,members){for(const[key,start,captures]of members){
const fn=globalThis.Object.getOwnPropertyDescriptor(object,key)?.value;
if(typeof fn==='function')${helper}(fn,start,captures)}
return object}
var ${helper}Key`

/** `start,captures`: what is registered of a function. */
function facts(fn: FunctionNode): string {
  const getters = freeVariables(fn).map(name => `get ${name}(){return ${name}}`)
  return `${fn.start},()=>({${getters.join(',')}})`
}

function registerDeclaration(
  output: MagicString,
  helper: string,
  node: FunctionDeclaration | AnonymousFunctionDeclaration,
  ancestors: readonly AnyNode[],
): void {
  const block = ancestors.findLast(ancestor => !ancestor.type.startsWith('Export'))
  let call = `${helper}(${node.id?.name},${facts(node)});`
  if (node.id === null) {
    // An anonymous default export has no name to register it by, so it gets one, and its proper name back.
    const keyword = /^(async\s+)?function\s*\*?/.exec(output.original.slice(node.start))?.[0]
    if (keyword === undefined) return
    output.appendLeft(node.start + keyword.length, ` ${helper}Default`)
    call = `${helper}(${helper}Default,${facts(node)},"default");`
  }
  // Before what else was inserted there: the first statement may itself begin with a function.
  output.prependLeft(firstStatement(block).start, call)
}

/** The first statement of a block after its directives, which would be none if anything came before them. */
function firstStatement(block: AnyNode | undefined): AnyNode {
  const statements = block?.type === 'SwitchCase' ? block.consequent : block && 'body' in block ? block.body : undefined
  const first = Array.isArray(statements) ? statements.find(each => !('directive' in each)) : undefined
  if (first === undefined) throw new Error(`a ${block?.type} holds no function declaration`)
  return first
}

function registerExpression(
  output: MagicString,
  helper: string,
  node: FunctionNode,
  parent: AnyNode | undefined,
): void {
  if (parent?.type === 'MethodDefinition') return
  if (parent?.type === 'Property' && (parent.method || parent.kind !== 'init')) return
  if (parent?.type === 'PropertyDefinition' && parent.computed) return
  const name = node.id ? undefined : inferredName(helper, node, parent)
  if (name === `${helper}Key` && parent?.type === 'Property') {
    output.appendLeft(parent.key.start, `${helper}Key=(`).appendLeft(parent.key.end, ')')
  }
  // The space keeps `return(a)=>b` from becoming `return$von(`.
  output.appendLeft(node.start, ` ${helper}(`)
  output.appendLeft(node.end, `,${facts(node)}${name === undefined ? '' : `,${name}`})`)
}

/**
 * The name that the language gives to an anonymous function because of where it stands, as an expression. An argument of
 * a call gets none, so the helper has to restore it.
 */
function inferredName(helper: string, node: AnyNode, parent: AnyNode | undefined): string | undefined {
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? JSON.stringify(parent.id.name) : undefined
    case 'AssignmentExpression': {
      const names = ['=', '&&=', '||=', '??='].includes(parent.operator) && parent.right === node
      return names && parent.left.type === 'Identifier' ? JSON.stringify(parent.left.name) : undefined
    }
    case 'AssignmentPattern':
      return parent.left.type === 'Identifier' ? JSON.stringify(parent.left.name) : undefined
    case 'Property': {
      if (parent.value !== node) return undefined
      if (parent.computed) return `${helper}Key`
      const key = keyName(parent.key)
      return key === '__proto__' ? undefined : JSON.stringify(key)
    }
    case 'PropertyDefinition':
      return JSON.stringify(keyName(parent.key))
    case 'ExportDefaultDeclaration':
      return '"default"'
    default:
      return undefined
  }
}

/** The name of a property whose key is not computed. */
function keyName(key: AnyNode): string {
  if (key.type === 'Identifier') return key.name
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  if (key.type === 'Literal') return String(key.value)
  throw new Error(`a property cannot be named by a ${key.type}`)
}

function registerMethods(output: MagicString, helper: string, object: ObjectExpression): void {
  const members = object.properties.flatMap((property, index) => {
    if (property.type !== 'Property' || property.computed || !isFunction(property.value) || !property.method) return []
    const key = keyName(property.key)
    const isReplaceable = object.properties
      .slice(index + 1)
      .some(later => later.type === 'SpreadElement' || later.computed || keyName(later.key) === key)
    return isReplaceable ? [] : [member(key, property.value)]
  })
  if (members.length === 0) return
  output.appendLeft(object.start, ` ${helper}Members(`)
  output.appendLeft(object.end, `,[${members.join(',')}])`)
}

function registerClassMethods(output: MagicString, helper: string, body: ClassBody): void {
  const methods = body.body.filter(
    definition =>
      definition.type === 'MethodDefinition' &&
      definition.kind === 'method' &&
      !definition.computed &&
      definition.key.type !== 'PrivateIdentifier',
  ) as MethodDefinition[]
  if (methods.length === 0) return
  const [statics, others] = [true, false].map(isStatic =>
    methods.filter(method => method.static === isStatic).map(method => member(keyName(method.key), method.value)),
  )
  const calls = `${helper}Members(this,[${statics}]);${helper}Members(this.prototype,[${others}])`
  output.appendLeft(body.start + 1, `static{${calls}}`)
}

/** `[key,start,captures]`, as the helper for members takes them. */
const member = (key: string, method: FunctionNode) => `[${JSON.stringify(key)},${facts(method)}]`
