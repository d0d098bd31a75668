/**
 * Blanks out types: every character that stays keeps its offset, so positions in what is left are those of the file as
 * written. In: TypeScript. Out: JavaScript; or null where types do not simply vanish (enums, parameter properties,
 * decorators, `<T>x`), where it is not certain that they do, and where the text is no TypeScript.
 *
 * Node's own eraser decides in those cases: it knows all of the language, and what to say of errors. But it is a
 * WebAssembly module that takes 50 ms of CPU time to start, which is more than everything else that loading a spec takes.
 *
 * Of a type that was overlooked, something is left that does not parse as JavaScript. What must be watched for is text that
 * parses and means something else, for want of a semicolon: where what is blanked out ended a line, it becomes one.
 */
import { tsPlugin } from '@sveltejs/acorn-typescript'
import { type AnyNode, Parser } from 'acorn'
import { children } from './walk.ts'

/** @returns the text without types, of the same length */
export function eraseTypes(text: string): string | null {
  try {
    TypeScript ??= Parser.extend(tsPlugin())
    const options = { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowHashBang: true } as const
    return new Eraser(text).erased(TypeScript.parse(text, options))
  } catch (error) {
    if (error instanceof Unsure || error instanceof SyntaxError) return null
    throw error
  }
}

let TypeScript: typeof Parser | undefined

/** It is not for us to erase this. */
class Unsure extends Error {}

/** A node of either language; what else it has depends on its type, and is looked at with care. */
interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value
const nodesIn = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [])
const childrenOf = (node: Node) => [...children(node as unknown as AnyNode)] as unknown as Node[]

const types = new Set(['TSTypeAnnotation', 'TSTypeParameterDeclaration', 'TSTypeParameterInstantiation'])
const assertions = new Map([
  ['TSAsExpression', 'as'],
  ['TSSatisfiesExpression', 'satisfies'],
])
/** Statements and members of classes that a line break may end. */
const endedByLineBreak = new Set([
  'ExpressionStatement',
  'VariableDeclaration',
  'ReturnStatement',
  'ThrowStatement',
  'ExportDefaultDeclaration',
  'ExportNamedDeclaration',
  'PropertyDefinition',
])
const modifiers = /\b(?:public|private|protected|readonly|override)\b/g
const lineBreak = /[\n\r\u2028\u2029]/
const space = /(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*/y

class Eraser {
  private readonly text: string
  private readonly characters: string[]
  /** where something ends without a semicolon */
  private readonly openEnds = new Set<number>()
  /** what loops declare in their heads, where a semicolon would be wrong */
  private readonly heads = new Set<Node>()

  constructor(text: string) {
    this.text = text
    this.characters = text.split('')
  }

  erased(program: object): string {
    this.visit(program as Node)
    return this.characters.join('')
  }

  /** Outer nodes before inner ones, so that open ends are known. */
  private visit(node: Node): void {
    const { type, start, end } = node
    if (endedByLineBreak.has(type) && !this.heads.has(node) && this.text[end - 1] !== ';') this.openEnds.add(end)
    if (types.has(type)) this.blank(start, end)
    else if (isTypeOnly(node)) this.blankWhole(node)
    else for (const part of this.eraseOwn(node)) this.visit(part)
  }

  /** Blanks out what stands beside the parts of a node. @returns the parts that are still to be visited */
  private eraseOwn(node: Node): Node[] {
    const { type, start, end } = node
    const [asserted] = nodesIn(node.expression)
    const assertion = assertions.get(type)
    if (assertion !== undefined && asserted !== undefined) {
      this.blank(this.wordBehind(asserted, assertion), end)
      return [asserted]
    }
    switch (type) {
      case 'TSNonNullExpression':
        this.blank(this.expect('!', end - 1), end)
        break
      case 'Identifier':
        this.blankMark(node, start + String(node.name).length)
        break
      case 'VariableDeclarator':
        for (const { start, name } of nodesIn(node.id)) this.blankMark(node, start + String(name).length)
        break
      case 'PropertyDefinition':
      case 'MethodDefinition':
        for (const key of nodesIn(node.key)) this.eraseOfMember(node, key)
        break
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.eraseOfClass(node)
        return childrenOf(node).filter(child => !nodesIn(node.implements).includes(child))
      case 'ImportSpecifier':
      case 'ExportSpecifier':
        if (node.importKind === 'type' || node.exportKind === 'type') this.blankItem(node)
        break
      case 'FunctionDeclaration':
      case 'FunctionExpression':
        for (const parameter of nodesIn(node.params)) if (parameter.name === 'this') this.blankItem(parameter)
        break
      case 'ArrowFunctionExpression':
        // A line break must stand neither before `=>` nor behind `return`, which types may have kept from it.
        for (const { start, end } of [...nodesIn(node.typeParameters), ...nodesIn(node.returnType)]) {
          if (lineBreak.test(this.text.slice(start, end))) throw new Unsure()
        }
        break
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
        for (const head of [...nodesIn(node.init), ...nodesIn(node.left)]) this.heads.add(head)
        break
      default:
        if (/^(TS|JSX|Decorator)/.test(type) && type !== 'TSInstantiationExpression') throw new Unsure()
    }
    return childrenOf(node)
  }

  /** Modifiers before the name, and `?` or `!` behind it. */
  private eraseOfMember(member: Node, key: Node): void {
    const before = this.text.slice(member.start, key.start)
    if (before.includes('/')) throw new Unsure()
    for (const { 0: word, index } of before.matchAll(modifiers)) {
      this.blank(member.start + index, member.start + index + word.length)
      // What comes next could go on with the member before, as [name] and *name do.
      if (index === 0) this.characters[member.start] = ';'
    }
    this.blankMark(member, member.computed === true ? this.expect(']', this.skip(key.end)) + 1 : key.end)
  }

  private eraseOfClass(node: Node): void {
    if (node.abstract === true) this.blank(this.expect('abstract', node.start), node.start + 'abstract'.length)
    const implemented = nodesIn(node.implements)
    const [first, last] = [implemented[0], implemented.at(-1)]
    if (first === undefined || last === undefined) return
    const keyword = this.text.lastIndexOf('implements', first.start)
    if (this.skip(keyword + 'implements'.length) !== first.start) throw new Unsure()
    this.blank(keyword, last.end)
  }

  /** `?` or `!` behind a name. That of `name?.()` is none. */
  private blankMark({ optional, definite }: Node, nameEnd: number): void {
    const at = this.skip(nameEnd)
    const isOptional = optional === true && this.text[at] === '?' && this.text[at + 1] !== '.'
    if (isOptional || definite === true) this.blank(isOptional ? at : this.expect('!', at), at + 1)
  }

  /** An item of a list, with the comma behind it. */
  private blankItem({ start, end }: Node): void {
    const next = this.skip(end)
    this.blank(start, this.text[next] === ',' ? next + 1 : end)
  }

  private blankWhole({ start, end }: Node): void {
    this.blank(start, end)
    // What stands before it ended here, if only because this begins a line.
    this.characters[start] = ';'
  }

  private blank(start: number, end: number): void {
    for (let at = start; at < end; at++) if (!lineBreak.test(this.text[at] as string)) this.characters[at] = ' '
    if (this.openEnds.has(end)) this.characters[start] = ';'
  }

  /** The next place that is no white space or comment. */
  private skip(from: number): number {
    space.lastIndex = from
    return from + (space.exec(this.text)?.[0].length ?? 0)
  }

  /** Where a word stands that follows an expression and the parentheses around it. */
  private wordBehind({ end }: Node, word: string): number {
    let at = this.skip(end)
    while (this.text[at] === ')') at = this.skip(at + 1)
    return this.expect(word, at)
  }

  private expect(word: string, at: number): number {
    if (!this.text.startsWith(word, at)) throw new Unsure()
    return at
  }
}

/** Whether a statement or a member of a class is there for the compiler only. */
function isTypeOnly(node: Node): boolean {
  const [declaration] = nodesIn(node.declaration)
  switch (node.type) {
    case 'ImportDeclaration':
      return node.importKind === 'type'
    case 'ExportAllDeclaration':
      return node.exportKind === 'type'
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return declaration === undefined ? node.exportKind === 'type' : isTypeOnly(declaration)
    case 'PropertyDefinition':
    case 'MethodDefinition':
      return node.declare === true || node.abstract === true || nodesIn(node.value)[0]?.type === 'TSDeclareMethod'
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSDeclareFunction':
    case 'TSIndexSignature':
      return true
    default:
      return node.declare === true
  }
}
