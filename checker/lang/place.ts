/**
 * A place holds a value: a part of the state that an action is changing, or a constant. Views (see `view.ts`) show a
 * place as ordinary TypeScript data. A view is a name for its place: it is read afresh at every use, and what is
 * stored is copied, so two parts of the state never share structure.
 */
import { caseOf, fieldIndex, type MapType, type RecordType, type Type, type VariantType } from '../ir/type.ts'
import { parts, rankOf, replaced, type Value } from '../ir/value.ts'
import { brand, brandOf } from './brand.ts'

export interface Place {
  readonly type: Type
  /** as the author would write it: `s.lease[r0].expires` */
  readonly path: string
  get(): Value
  /** absent for constants and other immutable values */
  readonly set?: (value: Value) => void
}

/** What went wrong while running a body. The kinds are those of the model's checks. */
export class Failure extends Error {
  readonly kind: 'range' | 'overflow' | 'null' | 'variant' | 'index' | 'empty' | 'division' | 'assert' | 'throw'
  constructor(kind: Failure['kind'], message: string) {
    super(message)
    this.name = 'Failure'
    this.kind = kind
    brand(this, 'failure', kind)
  }
}
/** The kind of a failure raised by any copy of this package; undefined for other errors. */
export const failureKind = (error: unknown): Failure['kind'] | undefined =>
  brandOf(error, 'failure') as Failure['kind'] | undefined

export const fixedPlace = (type: Type, value: Value, path = 'value'): Place => ({ type, path, get: () => value })

/**
 * A part of `place`; writing it rewrites the whole with that part replaced.
 * @param index where the part is now; throws when it is no longer there
 */
function part(place: Place, type: Type, path: string, index: () => number): Place {
  const get = () => {
    const at = index()
    return parts(place.get())[at] as Value
  }
  const { set } = place
  return set === undefined
    ? { type, path, get }
    : {
        type,
        path,
        get,
        set: value => {
          const at = index()
          set(replaced(parts(place.get()), at, value))
        },
      }
}

export function fieldPlace(place: Place, name: string): Place | null {
  const index = fieldIndex(place.type as RecordType, name)
  const field = (place.type as RecordType).fields[index]
  return field === undefined ? null : part(place, field.type, `${place.path}.${name}`, () => index)
}

/** The field `name` of the case that the variant is in now. Null when no case has such a field. */
export function payloadPlace(place: Place, name: string): Place | null {
  const type = place.type as VariantType
  const current = String(parts(place.get())[0])
  const fields = caseOf(type, current)?.fields ?? []
  const position = fields.findIndex(f => f.name === name)
  const field = fields[position]
  if (field === undefined) {
    if (!type.cases.some(c => c.fields.some(f => f.name === name))) return null
    throw new Failure('variant', `${place.path} is '${current}', which has no field '${name}'`)
  }
  const path = `${place.path}.${name}`
  const index = () => {
    const now = parts(place.get())[0]
    if (now !== current) throw new Failure('variant', `${place.path} is '${String(now)}', which has no field '${name}'`)
    return position + 1
  }
  return part(place, field.type, path, index)
}

export function entryPlace(place: Place, key: string): Place {
  const { from, to } = place.type as MapType
  const path = `${place.path}[${key}]`
  const rank = rankOf(from, from.kind === 'int' ? Number(key) : key)
  if (rank < 0) throw new Failure('index', `${path}: ${key} is not a key of ${place.path}`)
  return part(place, to, path, () => rank)
}

/** The item of a non-null option. */
export function itemPlace(place: Place): Place {
  if (place.type.kind !== 'option') throw new TypeError(`${place.path} is not an option`)
  const index = () => {
    if (place.get() === null) throw new Failure('null', `${place.path} is null`)
    return 0
  }
  return part(place, place.type.item, place.path, index)
}
