/**
 * Queues shown as arrays. Only what a bounded first-in first-out queue can do is there: reading, `push`, `shift`
 * and predicates. Entries are values: they cannot be changed in place.
 */
import { formatType, type QueueType } from '../ir/type.ts'
import { parts, type Value } from '../ir/value.ts'
import { brand } from './brand.ts'
import { comparable, toValue } from './convert.ts'
import { Failure, fixedPlace, type Place } from './place.ts'

type Predicate = (item: unknown, index: number) => boolean

export function queueView(place: Place, view: (place: Place) => unknown): unknown[] {
  const type = place.type as QueueType
  const entry = (value: Value): unknown => view(fixedPlace(type.item, value, `${place.path}[]`))
  const items = () => parts(place.get()).map(entry)
  const write = (values: readonly Value[]) => {
    if (place.set === undefined)
      throw new TypeError(`${place.path} is immutable: only the state of an action can be changed`)
    place.set(values)
  }
  const methods: Record<string, unknown> = {
    push(...added: unknown[]): number {
      for (const item of added) {
        const value = toValue(type.item, item, `${place.path}.push`)
        if (parts(place.get()).length >= type.capacity) {
          throw new Failure('overflow', `${place.path}: more than ${type.capacity} entries`)
        }
        write([...parts(place.get()), value])
      }
      return parts(place.get()).length
    },
    shift(): unknown {
      const [head, ...rest] = parts(place.get())
      if (head === undefined) throw new Failure('empty', `${place.path}.shift() on an empty queue`)
      write(rest)
      return entry(head)
    },
    // predicates see every entry, as for sets: a failure in one is never hidden by an earlier result
    every: (predicate: Predicate) => items().filter((x, i) => !predicate(x, i)).length === 0,
    some: (predicate: Predicate) => items().filter((x, i) => predicate(x, i)).length > 0,
    filter: (predicate: Predicate) =>
      view(
        fixedPlace(
          type,
          parts(place.get()).filter((v, i) => predicate(entry(v), i)),
        ),
      ),
    reduce: (...given: Parameters<unknown[]['reduce']>) => items().reduce(...given),
    includes: (item: unknown) => items().some(x => JSON.stringify(comparable(x)) === JSON.stringify(comparable(item))),
  }
  const target = brand([] as unknown[], 'place', place)
  return new Proxy(target, {
    get(_, key) {
      if (key === 'length') return parts(place.get()).length
      if (key === Symbol.iterator) return () => items()[Symbol.iterator]()
      if (typeof key === 'symbol') return Reflect.get(target, key)
      if (/^\d+$/.test(key)) return items()[Number(key)]
      if (Object.hasOwn(methods, key)) return methods[key]
      throw new TypeError(`a queue has no '${key}'`)
    },
    set() {
      throw new TypeError(`the entries of ${place.path} (${formatType(type)}) cannot be assigned: use push and shift`)
    },
  })
}
