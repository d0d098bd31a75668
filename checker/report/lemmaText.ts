/**
 * Conditions as lemmas that can be pasted into a spec. In: conditions with names, and the model: the text of its spec says
 * what it calls its machine and its domains. Out: lines of TypeScript.
 */
import type { Model } from '../ir/model.ts'
import { formatExpr, formatSource } from '../ir/print.ts'
import type { Type } from '../ir/type.ts'
import { sourceText } from '../source/sourceFile.ts'
import type { InventedLemma } from '../verdict/report.ts'

export interface LemmaText {
  /** domains that have no name in the spec and that lemmas need, each as its declaration */
  readonly domains: readonly string[]
  /** a line for each lemma; a comment where the language has no notation for its condition */
  readonly lemmas: readonly string[]
}

export function lemmaText({ initial, variables }: Model, invented: readonly InventedLemma[]): LemmaText {
  const source = sourceText(initial.span.file) ?? ''
  const machine = /(\w+)\s*=\s*machine\(/.exec(source)?.[1] ?? 'm'
  const domains = new Map<Type, { readonly name: string; readonly made: string }>()
  const isTaken = (name: string) => variables.some(v => v.name === name) || new RegExp(`\\b${name}\\b`).test(source)
  const domainOf = (type: Type): string => {
    const own = nameIn(source, type)
    if (own !== undefined) return own
    const made = constructorOf(type)
    if (made === null) throw new NoDomain()
    let number = domains.size + 1
    while (isTaken(`Domain${number}`)) number++
    const known = domains.get(type) ?? { name: `Domain${number}`, made }
    domains.set(type, known)
    return known.name
  }
  const lemmas = invented.map(({ name, condition }) => {
    const text = orNull(() => formatSource(condition, domainOf))
    return text === null
      ? `// ${name}, which specs have no notation for: ${formatExpr(condition)}`
      : `${machine}.lemma('${name}', s => ${text})`
  })
  return { domains: [...domains.values()].map(({ name, made }) => `const ${name} = ${made}`), lemmas }
}

/** A type over which the language cannot quantify by a constructor alone. */
class NoDomain extends Error {}
function orNull(format: () => string | null): string | null {
  try {
    return format()
  } catch (error) {
    if (error instanceof NoDomain) return null
    throw error
  }
}

const stemOf = (values: readonly string[]) => (values[0] ?? '').replace(/\d+$/, '')

/** What the spec calls a domain that it has made by `ids`. */
function nameIn(source: string, type: Type): string | undefined {
  if (type.kind === 'bool') return 'bool'
  if (type.kind !== 'enum') return undefined
  const made = [...source.matchAll(/(\w+)\s*=\s*ids\(\s*['"`]([^'"`]*)['"`]/g)]
  return made.find(([, , stem]) => stem === stemOf(type.values))?.[1]
}

/** How a domain is made; null where that takes other domains. */
function constructorOf(type: Type): string | null {
  if (type.kind === 'int') return `int(${type.low}, ${type.high})`
  if (type.kind !== 'enum') return null
  const stem = stemOf(type.values)
  const isNumbered = type.values.every((value, i) => value === `${stem}${i}`)
  return isNumbered
    ? `ids('${stem}', ${type.values.length})`
    : `oneOf(${type.values.map(value => `'${value}'`).join(', ')})`
}
