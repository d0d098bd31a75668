/**
 * What changed between two states: the one notion of a difference that all reporters share.
 *
 * Records, maps, present options and variants of an unchanged kind are descended into, so that a change names the
 * smallest part that differs, by the path an author would write (`lease[r0].expires`). Sets, bags and queues are told
 * as a whole, along with what they gained and lost.
 */

import type { Variable } from '../ir/expr.ts'
import type { State } from '../ir/model.ts'
import { type BagType, caseOf, type Field, type QueueType, type SetType, type Type } from '../ir/type.ts'
import { equalValues, formatValue, parts, type Value, valueAt } from '../ir/value.ts'

export interface Change {
  /** Where, in the author's words: the name of a variable, then fields and keys. */
  readonly path: string
  readonly type: Type
  readonly before: Value
  readonly after: Value
}

/** What a set, bag or queue gained and lost, each item formatted; `null` for a change that is no such difference. */
export interface Difference {
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/** The smallest parts that differ, in the order of the variables; empty exactly when the states are equal. */
export const changes = (variables: readonly Variable[], before: State, after: State): readonly Change[] =>
  variables.flatMap((variable, i) => changesWithin(variable.name, variable.type, before[i] as Value, after[i] as Value))

function changesWithin(path: string, type: Type, before: Value, after: Value): readonly Change[] {
  if (equalValues(before, after)) return []
  const whole = [{ path, type, before, after }]
  switch (type.kind) {
    case 'record':
      return fieldChanges(path, type.fields, parts(before), parts(after))
    case 'map':
      return parts(before).flatMap((entry, rank) =>
        changesWithin(
          `${path}[${formatValue(type.from, valueAt(type.from, rank))}]`,
          type.to,
          entry,
          parts(after)[rank] as Value,
        ),
      )
    case 'option':
      return before === null || after === null
        ? whole
        : changesWithin(path, type.item, parts(before)[0] as Value, parts(after)[0] as Value)
    case 'variant': {
      const [kind, ...fields] = parts(before)
      const [nextKind, ...nextFields] = parts(after)
      if (kind !== nextKind) return whole
      return fieldChanges(path, caseOf(type, kind as string)?.fields ?? [], fields, nextFields)
    }
    default:
      return whole
  }
}

const fieldChanges = (path: string, fields: readonly Field[], before: readonly Value[], after: readonly Value[]) =>
  fields.flatMap((field, i) =>
    changesWithin(`${path}.${field.name}`, field.type, before[i] as Value, after[i] as Value),
  )

/** What a collection gained and lost. Of queues, only what was shifted from the head or pushed to the tail. */
export function difference({ type, before, after }: Change): Difference | null {
  switch (type.kind) {
    case 'set':
    case 'bag':
      return memberDifference(type, parts(before), parts(after))
    case 'queue':
      return queueDifference(type, parts(before), parts(after))
    default:
      return null
  }
}

function memberDifference(type: SetType | BagType, before: readonly Value[], after: readonly Value[]): Difference {
  const gains = after.map((count, rank) => Number(count) - Number(before[rank]))
  const items = (sign: 1 | -1) =>
    gains.flatMap((gain, rank) => {
      const copies = gain * sign
      if (copies <= 0) return []
      const item = formatValue(type.item, valueAt(type.item, rank))
      return [copies > 1 ? `${item} x${copies}` : item]
    })
  return { added: items(1), removed: items(-1) }
}

function queueDifference(type: QueueType, before: readonly Value[], after: readonly Value[]): Difference | null {
  for (let shifted = 0; shifted <= before.length; shifted++) {
    const kept = before.length - shifted
    if (kept > after.length || !before.slice(shifted).every((item, i) => equalValues(item, after[i] as Value))) continue
    if (kept === 0 && before.length > 0 && after.length > 0) return null
    const format = (item: Value) => formatValue(type.item, item)
    return { added: after.slice(kept).map(format), removed: before.slice(0, shifted).map(format) }
  }
  return null
}
