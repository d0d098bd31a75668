/**
 * Conditions as lemmas that can be pasted into a spec. In: conditions with names, and the model: the text of its spec says
 * what it calls its machine and its domains. Out: lines of TypeScript.
 */

import type { Model } from '../ir/model.ts'
import { formatSource } from '../ir/print.ts'
import type { EnumType } from '../ir/type.ts'
import { sourceText } from '../source/sourceFile.ts'
import type { InventedLemma } from '../verdict/report.ts'

export function lemmaLines(model: Model, lemmas: readonly InventedLemma[]): string[] {
  const source = sourceText(model.initial.span.file) ?? ''
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
