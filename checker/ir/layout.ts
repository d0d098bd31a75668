/** What each bit of an encoded state stands for: the cells of `encode.ts`, by the names an author would use. */
import { widthOf } from './encode.ts'
import type { Variable } from './expr.ts'
import { boolType, type Field, intType, type Type, tagType } from './type.ts'
import { formatValue, valuesOf } from './value.ts'

/** A part of every encoded state that holds one scalar, or one whole set or bag. */
export interface Cell {
  /** such as `lease[r1].expires`; `lease[r1] !== null` is the bit that says whether an option is there */
  readonly path: string
  /** position of the lowest bit, counted from the start of the state */
  readonly bit: number
  /** number of bits; 0 for a cell that has one value only */
  readonly width: number
}

/** The cells of a state in order, without gaps. */
export function layoutOf(variables: readonly Variable[]): Cell[] {
  let bit = 0
  return variables
    .flatMap(v => partsIn(v.name, v.type))
    .map(({ path, type }) => {
      const width = widthOf(type)
      const cell = { path, bit, width }
      bit += width
      return cell
    })
}

/** What a value consists of, in the order of its encoding: scalars, and whole sets and bags. */
export interface Part {
  /** as in `Cell` */
  readonly path: string
  readonly type: Type
}
export function partsIn(path: string, type: Type): Part[] {
  const ofFields = (prefix: string, fields: readonly Field[]) =>
    fields.flatMap(f => partsIn(`${prefix}.${f.name}`, f.type))
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
    case 'set':
    case 'bag':
      return [{ path, type }]
    case 'option':
      return [{ path: `${path} !== null`, type: boolType }, ...partsIn(path, type.item)]
    case 'record':
      return ofFields(path, type.fields)
    case 'variant':
      return [
        { path: `${path}.kind`, type: tagType(type) },
        ...type.cases.flatMap(({ name, fields }) => ofFields(`${path}.${name}`, fields)),
      ]
    case 'map':
      return valuesOf(type.from).flatMap(key => partsIn(`${path}[${formatValue(type.from, key)}]`, type.to))
    case 'queue':
      return [
        { path: `${path}.length`, type: intType(0, type.capacity) },
        ...Array.from({ length: type.capacity }, (_, i) => partsIn(`${path}[${i}]`, type.item)).flat(),
      ]
  }
}
