/**
 * What a model is, in digests of its parts: two models with the same fingerprint have the same states and steps, in the
 * same order, and ask the same of them. In: a model. Out: a digest for each of its parts, and the names of those that
 * differ. Where things were written and what messages say makes no difference.
 */
import { createHash } from 'node:crypto'
import { Expr } from '../../../ir/expr.ts'
import type { Model } from '../../../ir/model.ts'

/** A digest by the name of a part, such as `actions.lease`; of constants the value itself. */
export type Fingerprint = Readonly<Record<string, string>>

/** Fields that say where something comes from, not what it is. */
const about = new Set(['span', 'origins', 'message'])

/** It walks over all fields of a model, so that no part can be forgotten when models get new ones. */
export function fingerprintOf(model: Model): Fingerprint {
  const digests = new Digests()
  const parts: Record<string, string> = {}
  for (const [key, part] of Object.entries(model)) {
    if (key === 'constants') {
      for (const [name, value] of Object.entries(model.constants)) parts[`constants.${name}`] = String(value)
    } else if (Array.isArray(part) && part.every(isNamed)) {
      for (const each of part) parts[`${key}.${each.name}`] = digests.of(each)
      parts[`the order of ${key}`] = digests.of(part.map(each => each.name))
    } else {
      parts[key] = digests.of(part)
    }
  }
  return parts
}

/** What has changed, in words, one for each part; empty when the fingerprints are the same. */
export function differences(before: Fingerprint, after: Fingerprint): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(part => {
    const [old, now] = [before[part], after[part]]
    if (old === now) return []
    if (old === undefined) return [`${part} is new`]
    if (now === undefined) return [`${part} is gone`]
    return [part.startsWith('constants.') ? `${part} was ${old} and is ${now}` : `${part} has changed`]
  })
}

const isNamed = (part: unknown): part is { readonly name: string } =>
  typeof part === 'object' && part !== null && 'name' in part && typeof part.name === 'string'

class Digests {
  /** Expressions share their parts: each is digested once. */
  private readonly known = new Map<Expr, string>()

  of(part: unknown): string {
    return createHash('sha256').update(this.textOf(part)).digest('base64url')
  }

  private textOf(part: unknown): string {
    if (part instanceof Expr) return this.ofExpr(part)
    if (part instanceof Map) return this.textOf([...part])
    if (part instanceof Set) return this.textOf([...part])
    if (Array.isArray(part)) return `[${part.map(item => this.textOf(item)).join()}]`
    if (typeof part !== 'object' || part === null) return part === undefined ? 'undefined' : JSON.stringify(part)
    // A type's key says all about it.
    if ('key' in part && 'kind' in part) return JSON.stringify(part.key)
    return this.ofFields(Object.entries(part))
  }
  private ofFields(fields: readonly (readonly [string, unknown])[]): string {
    return `{${fields
      .filter(([name, value]) => !about.has(name) && value !== undefined)
      .map(([name, value]) => `${name}:${this.textOf(value)}`)
      .join()}}`
  }
  private ofExpr(e: Expr): string {
    let digest = this.known.get(e)
    if (digest === undefined) {
      const { id: _, ...shape } = e
      digest = createHash('sha256')
        .update(this.ofFields(Object.entries(shape)))
        .digest('base64url')
      this.known.set(e, digest)
    }
    return digest
  }
}
