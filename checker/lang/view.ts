/**
 * Views: places shown as ordinary TypeScript data. Records, maps and variants behave as objects, queues as arrays,
 * options as `null` or their item, sets and bags as `ValueSet` and `Bag`. Assigning through a view checks the domain
 * and stores a copy. Views of constants refuse to be changed.
 */
import { caseOf, type MapType, type RecordType, type Type, type VariantType } from '../ir/type.ts'
import { parts, type Value, valuesOf } from '../ir/value.ts'
import { brandKey } from './brand.ts'
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

/** What stands behind the view of an object. Views are made at every use: they share a handler, and carry a place. */
interface PlaceTarget {
  readonly [place: symbol]: Place
}
const PLACE = brandKey('place')
const placeBehind = (target: PlaceTarget) => target[PLACE] as Place

const objectView = (place: Place): object => new Proxy<PlaceTarget>({ [PLACE]: place }, members)

function readMember(place: Place, key: string): unknown {
  if (key === 'kind' && place.type.kind === 'variant') return parts(place.get())[0]
  const member = memberPlace(place, key)
  return member === null ? undefined : view(member)
}
const hasMember = (place: Place, key: string | symbol): key is string =>
  typeof key === 'string' && memberNames(place).includes(key)

const members: ProxyHandler<PlaceTarget> = {
  get: (target, key) => (typeof key === 'symbol' ? Reflect.get(target, key) : readMember(placeBehind(target), key)),
  has: (target, key) => hasMember(placeBehind(target), key),
  ownKeys: target => memberNames(placeBehind(target)),
  getOwnPropertyDescriptor: (target, key) =>
    hasMember(placeBehind(target), key)
      ? { value: readMember(placeBehind(target), key), enumerable: true, configurable: true, writable: true }
      : undefined,
  set: (target, key, value) => {
    const place = placeBehind(target)
    assign(memberPlace(place, String(key)), `${place.path}.${String(key)}`, value)
    return true
  },
  deleteProperty: (target, key) => {
    throw new TypeError(`${placeBehind(target).path}.${String(key)} cannot be deleted`)
  },
}

function assign(member: Place | null, path: string, value: unknown): void {
  if (member === null) throw new TypeError(`there is no ${path}`)
  if (member.set === undefined) throw new TypeError(`${path} is immutable: only the state of an action can be changed`)
  member.set(toValue(member.type, value, member.path))
}
