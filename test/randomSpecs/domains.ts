/** Random domains: scalars of every kind, and all constructors nested in each other, small enough to be enumerated. */
import {
  bagType,
  boolType,
  cardinality,
  enumType,
  intType,
  mapType,
  optionType,
  queueType,
  recordType,
  setType,
  type Type,
  variantType,
} from '../../checker/ir/type.ts'
import type { Writer } from './writer.ts'

/** The domains of one spec. */
export interface Domains {
  /** `const D0 = ...`, in order */
  readonly declarations: readonly string[]
  /** every domain by its type: the expression that names it */
  readonly names: ReadonlyMap<Type, string>
  readonly types: readonly Type[]
}

export const isScalar = (type: Type): boolean => type.kind === 'bool' || type.kind === 'int' || type.kind === 'enum'
/** Small enough for pick, parameters, loops and quantifiers. */
export const isSmall = (type: Type): boolean => cardinality(type) <= 9

/** Whether a value has a queue in it: written out it is an array of JavaScript, whose methods are another matter. */
export function hasQueue(type: Type): boolean {
  switch (type.kind) {
    case 'queue':
      return true
    case 'option':
      return hasQueue(type.item)
    case 'map':
      return hasQueue(type.to)
    case 'record':
      return type.fields.some(f => hasQueue(f.type))
    case 'variant':
      return type.cases.some(c => c.fields.some(f => hasQueue(f.type)))
    default:
      return false
  }
}

const LARGEST = 5000

/** @param identities the count of the identities of the spec, which is one of its constants */
export function randomDomains(writer: Writer, identities: number): Domains {
  const names = new Map<Type, string>([[boolType, 'bool']])
  const declarations: string[] = []
  const declare = (type: Type, text: string) => {
    if (names.has(type) || cardinality(type) > LARGEST) return
    const name = writer.fresh('D')
    declarations.push(`const ${name} = ${text}`)
    names.set(type, name)
    writer.use(`domain ${type.kind}`)
  }
  const low = writer.oneOf([0, 0, -1])
  const high = low + writer.between(1, 3)
  declare(intType(low, high), `int(${low}, ${high})`)
  declare(enumType(Array.from({ length: identities }, (_, i) => `p${i}`)), "ids('p', N)")
  declare(enumType(['a', 'b', 'c']), "oneOf('a', 'b', 'c')")
  const compositeCount = writer.between(2, 6)
  for (let i = 0; i < compositeCount; i++) declare(...composite(writer, [...names]))
  return { declarations, names, types: [...names.keys()] }
}

type Named = readonly [Type, string]

/** A structure of domains that are already known. */
function composite(writer: Writer, known: readonly Named[]): Named {
  const among = (isAllowed: (type: Type) => boolean): Named => writer.oneOf(known.filter(([type]) => isAllowed(type)))
  const atMost = (count: number) => among(type => cardinality(type) <= count)
  const kind = writer.oneOf(['rec', 'option', 'set', 'map', 'variant', 'queue', 'bag'] as const)
  switch (kind) {
    case 'rec': {
      const [[f, fName], [g, gName]] = [atMost(40), atMost(40)]
      const type = recordType([
        { name: 'f', type: f },
        { name: 'g', type: g },
      ])
      return [type, `rec({ f: ${fName}, g: ${gName} })`]
    }
    case 'variant': {
      const [[f, fName], [g, gName]] = [atMost(40), atMost(40)]
      const cases = [
        { name: 'A', fields: [{ name: 'f', type: f }] },
        { name: 'B', fields: [] },
        {
          name: 'C',
          fields: [
            { name: 'f', type: f },
            { name: 'g', type: g },
          ],
        },
      ]
      return [variantType(cases), `variant({ A: { f: ${fName} }, B: {}, C: { f: ${fName}, g: ${gName} } })`]
    }
    case 'option': {
      const [item, name] = among(type => type.kind !== 'option' && cardinality(type) <= 100)
      return [optionType(item), `option(${name})`]
    }
    case 'map': {
      const [from, fromName] = among(type => type.kind === 'enum' || type.kind === 'int')
      const [to, toName] = atMost(12)
      return [mapType(from, to), `map(${fromName}, ${toName})`]
    }
    case 'set': {
      const [item, name] = atMost(9)
      return [setType(item), `set(${name})`]
    }
    case 'bag': {
      const [item, name] = atMost(4)
      return [bagType(item, 2), `bag(${name}, 2)`]
    }
    case 'queue': {
      const [item, name] = atMost(12)
      const capacity = writer.between(1, 3)
      return [queueType(item, capacity), `queue(${name}, ${capacity})`]
    }
  }
}

/** The static type of a domain's values, for annotations. */
export function staticType(domains: Domains, type: Type): string {
  if (type.kind === 'bool') return 'boolean'
  return type.kind === 'int' ? 'number' : `ValueOf<typeof ${domains.names.get(type)}>`
}
