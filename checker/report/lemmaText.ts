/**
 * Conditions as lemmas that can be pasted into a spec. In: conditions with names, and the text of the spec, for what it calls
 * its machine and its domains. Out: lines of TypeScript.
 */
import type { Expr } from '../ir/expr.ts'
import { formatSource } from '../ir/print.ts'
import type { EnumType } from '../ir/type.ts'

export interface NamedCondition {
  readonly name: string
  readonly condition: Expr
}

/** @param source the text of the spec's file; empty where there is none */
export function lemmaLines(lemmas: readonly NamedCondition[], source: string): string[] {
  const machine = /(\w+)\s*=\s*machine\(/.exec(source)?.[1] ?? 'm'
  return lemmas.map(({ name, condition }) => {
    const text = formatSource(condition, type => domainOf(type, source))
    return `${machine}.lemma('${name}', s => ${text})`
  })
}

/** What the spec calls a domain that it has made by `ids`; a domain like it where it has no name. */
function domainOf({ values }: EnumType, source: string): string {
  const stem = (values[0] ?? '').replace(/\d+$/, '')
  const made = `ids('${stem}', ${values.length})`
  for (const [, name, quoted] of source.matchAll(/(\w+)\s*=\s*ids\(\s*['"`]([^'"`]*)['"`]/g)) {
    if (name !== undefined && quoted === stem) return name
  }
  return made
}
