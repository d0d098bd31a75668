/** What each bit of an encoded state stands for: the cells of `encode.ts`, by the names an author would use. */
import { widthOf } from './encode.ts'
import type { Variable } from './expr.ts'
import { type Field, intType, type Type, tagType } from './type.ts'
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
    .flatMap(v => cellsOf(v.name, v.type))
    .map(({ path, width }) => {
      const cell = { path, bit, width }
      bit += width
      return cell
    })
}

type UnplacedCell = Omit<Cell, 'bit'>

function cellsOf(path: string, type: Type): UnplacedCell[] {
  const whole = (name: string, scalar: Type): UnplacedCell => ({ path: name, width: widthOf(scalar) })
  const fieldsOf = (prefix: string, fields: readonly Field[]) =>
    fields.flatMap(f => cellsOf(`${prefix}.${f.name}`, f.type))
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
    case 'set':
    case 'bag':
      return [whole(path, type)]
    case 'option':
      return [{ path: `${path} !== null`, width: 1 }, ...cellsOf(path, type.item)]
    case 'record':
      return fieldsOf(path, type.fields)
    case 'variant':
      return [
        whole(`${path}.kind`, tagType(type)),
        ...type.cases.flatMap(({ name, fields }) => fieldsOf(`${path}.${name}`, fields)),
      ]
    case 'map':
      return valuesOf(type.from).flatMap(key => cellsOf(`${path}[${formatValue(type.from, key)}]`, type.to))
    case 'queue':
      return [
        whole(`${path}.length`, intType(0, type.capacity)),
        ...Array.from({ length: type.capacity }, (_, i) => cellsOf(`${path}[${i}]`, type.item)).flat(),
      ]
  }
}
