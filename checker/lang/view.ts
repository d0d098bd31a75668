/**
 * Views: places shown as ordinary TypeScript data. Records, maps and variants behave as objects, queues as arrays,
 * options as `null` or their item, sets and bags as `ValueSet` and `Bag`. Assigning through a view checks the domain
 * and stores a copy. Views of constants refuse to be changed.
 */
import { caseOf, type MapType, type RecordType, type Type, type VariantType } from '../ir/type.ts'
import { parts, type Value, valuesOf } from '../ir/value.ts'
import { brand } from './brand.ts'
import { BagView, SetView } from './collections.ts'
import { toValue } from './convert.ts'
import { entryPlace, fieldPlace, fixedPlace, itemPlace, type Place, payloadPlace } from './place.ts'
import { queueView } from './queueView.ts'

/** What an author sees of a place. */
export function view(place: Place): unknown {
  switch (place.type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
      return place.get()
    case 'option':
      return place.get() === null ? null : view(itemPlace(place))
    case 'set':
      return new SetView(place, view)
    case 'bag':
      return new BagView(place, view)
    case 'queue':
      return queueView(place, view)
    case 'record':
    case 'variant':
    case 'map':
      return objectView(place)
  }
}

/** An immutable author-level value. */
export const toAuthor = (type: Type, value: Value): unknown => view(fixedPlace(type, value))

/** The place of the member `key`; null when there is no such member. */
function memberPlace(place: Place, key: string): Place | null {
  if (place.type.kind === 'record') return fieldPlace(place, key)
  if (place.type.kind === 'variant') return payloadPlace(place, key)
  return entryPlace(place, key)
}
function memberNames(place: Place): string[] {
  const type = place.type as RecordType | VariantType | MapType
  if (type.kind === 'record') return type.fields.map(f => f.name)
  if (type.kind === 'map') return valuesOf(type.from).map(String)
  const current = parts(place.get())[0] as string
  return ['kind', ...(caseOf(type, current)?.fields.map(f => f.name) ?? [])]
}

function objectView(place: Place): object {
  const read = (key: string | symbol): unknown => {
    if (typeof key === 'symbol') return Reflect.get(target, key)
    if (key === 'kind' && place.type.kind === 'variant') return parts(place.get())[0]
    const member = memberPlace(place, key)
    return member === null ? undefined : view(member)
  }
  const target = brand({}, 'place', place)
  return new Proxy(target, {
    get: (_, key) => read(key),
    has: (_, key) => typeof key === 'string' && memberNames(place).includes(key),
    ownKeys: () => memberNames(place),
    getOwnPropertyDescriptor: (_, key) =>
      typeof key === 'string' && memberNames(place).includes(key)
        ? { value: read(key), enumerable: true, configurable: true, writable: true }
        : undefined,
    set: (_, key, value) => {
      assign(memberPlace(place, String(key)), `${place.path}.${String(key)}`, value)
      return true
    },
    deleteProperty: (_, key) => {
      throw new TypeError(`${place.path}.${String(key)} cannot be deleted`)
    },
  })
}

function assign(member: Place | null, path: string, value: unknown): void {
  if (member === null) throw new TypeError(`there is no ${path}`)
  if (member.set === undefined) throw new TypeError(`${path} is immutable: only the state of an action can be changed`)
  member.set(toValue(member.type, value, member.path))
}
