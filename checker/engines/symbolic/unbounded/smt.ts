/**
 * First-order terms without quantifiers as SMT-LIB2. A domain of any size is an uninterpreted sort; one of a given size is
 * a datatype with that many constructors. Names of enumerations are one datatype.
 */
import { anythingOf } from './caseAnalysis.ts'
import type { FunctionSymbol } from './domains.ts'
import { identity, isDomain, type Sort, type Term, visit } from './firstOrder.ts'

/** By sort: how many members it has. */
export type Sizes = ReadonlyMap<Sort, number>

const quoted = (symbol: string) => `|${symbol.replaceAll(/[|\\]/g, '_')}|`
const sortText = (sort: Sort) => (sort === 'Bool' || sort === 'Int' ? sort : quoted(sort))
/** A name is quoted once more, so that it is no function. */
const nameText = (name: string) => quoted(`'${name}'`)
/** The members of a domain of a given size. */
export const membersOf = (sort: Sort, size: number): readonly Term[] =>
  Array.from({ length: size }, (_, i) => identity(`${sort} ${i}`, sort))
const memberText = (sort: Sort, index: number) => nameText(`${sort} ${index}`)

/**
 * @param sizes of each domain, how many members it has; null is any number but none
 * @param terms whatever will be said: their names are declared
 */
export function declarations(
  functions: readonly FunctionSymbol[],
  sizes: ReadonlyMap<Sort, number | null>,
  terms: readonly Term[],
): string {
  const named = visit(terms).flatMap(t => (t.operator === 'name' && !isDomain(t.sort) ? [t.symbol as string] : []))
  const ranges = functions.flatMap(({ type, sort }) => (type.kind === 'enum' && sort === '$Name' ? type.values : []))
  const names = [...new Set([...ranges, ...named])].sort()
  return [
    ...[...sizes].map(([sort, size]) =>
      size === null
        ? `(declare-sort ${quoted(sort)} 0)`
        : datatype(
            sort,
            Array.from({ length: size }, (_, i) => memberText(sort, i)),
          ),
    ),
    ...(names.length === 0 ? [] : [datatype('$Name', names.map(nameText))]),
    ...functions.map(({ symbol, sorts, sort }) => declaration(symbol, sorts, sort)),
    ...[...sizes.keys(), 'Bool', 'Int', ...(names.length === 0 ? [] : ['$Name'])].map(sort =>
      declaration(anythingOf(sort).symbol as string, [], sort),
    ),
  ].join('\n')
}
const datatype = (sort: Sort, constructors: readonly string[]) =>
  `(declare-datatypes ((${quoted(sort)} 0)) ((${constructors.map(each => `(${each})`).join(' ')})))`
const declaration = (symbol: string, sorts: readonly Sort[], sort: Sort) =>
  `(declare-fun ${quoted(symbol)} (${sorts.map(sortText).join(' ')}) ${sortText(sort)})`

const operators = {
  not: 'not',
  and: 'and',
  or: 'or',
  equal: '=',
  if: 'ite',
  less: '<',
  lessEqual: '<=',
  add: '+',
  subtract: '-',
  multiply: '*',
  div: 'div',
  mod: 'mod',
} as const

/** A term, with its shared parts as definitions, so that the text is not longer than the term is large. */
export class Printer {
  private readonly named = new Map<Term, string>()

  /** Commands to be told once, and the term over what they define. */
  private print(term: Term): { readonly definitions: string; readonly text: string } {
    const order = visit([term])
    const uses = new Map<Term, number>()
    for (const t of order) for (const arg of t.args) uses.set(arg, (uses.get(arg) ?? 0) + 1)
    const texts = new Map<Term, string>()
    const definitions: string[] = []
    for (const t of order) {
      let text =
        this.named.get(t) ??
        textOf(
          t,
          t.args.map(arg => texts.get(arg) as string),
        )
      const isShared = (uses.get(t) ?? 0) > 1 && t.args.length > 0 && t.operator !== 'apply'
      if (isShared && !this.named.has(t)) {
        const name = quoted(`t${t.id}`)
        definitions.push(`(define-fun ${name} () ${sortText(t.sort)} ${text})`)
        this.named.set(t, name)
        text = name
      }
      texts.set(t, text)
    }
    return { definitions: definitions.join('\n'), text: texts.get(term) as string }
  }

  /** A command that says that the term is true. */
  assertion(term: Term): string {
    const { definitions, text } = this.print(term)
    return `${definitions}\n(assert ${text})`
  }

  /** Declares a Boolean that says so, where it is assumed. */
  assumption(name: string, term: Term): string {
    const { definitions, text } = this.print(term)
    return `${definitions}\n(declare-const ${name} Bool)\n(assert (=> ${name} ${text}))`
  }
}

function textOf(t: Term, args: readonly string[]): string {
  switch (t.operator) {
    case 'true':
    case 'false':
      return t.operator
    case 'int': {
      const value = t.value as number
      return value < 0 ? `(- ${-value})` : `${value}`
    }
    case 'name':
      return nameText(t.symbol as string)
    case 'apply': {
      const symbol = quoted(t.symbol as string)
      return args.length === 0 ? symbol : `(${symbol} ${args.join(' ')})`
    }
    default:
      return `(${operators[t.operator as keyof typeof operators]} ${args.join(' ')})`
  }
}

/** A function at members of domains of given sizes. */
export const applicationText = (symbol: string, sorts: readonly Sort[], args: readonly number[]): string =>
  sorts.length === 0
    ? quoted(symbol)
    : `(${quoted(symbol)} ${sorts.map((sort, i) => memberText(sort, args[i] as number)).join(' ')})`
export const isNameText = (text: string, name: string): string => `(= ${text} ${nameText(name)})`
export const isMemberText = (text: string, sort: Sort, index: number): string =>
  `(= ${text} ${memberText(sort, index)})`
