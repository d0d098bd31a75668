/** What the theorems of a module are about: their inputs, and how many of them there are, as data and as text. */
import { widthOf } from '../ir/encode.ts'
import { cardinality, formatType, type Type } from '../ir/type.ts'
import { type Palette, plain } from '../source/palette.ts'
import { table } from './layout.ts'
import { counted } from './numbers.ts'

export interface TheoremShape {
  readonly name: string
  readonly about: string | null
  readonly inputs: readonly {
    readonly name: string
    readonly type: string
    readonly bits: number
    /** how many there are; null above 2^53 */
    readonly values: number | null
  }[]
  /** of all inputs together: the product of their values; null above 2^53 */
  readonly inputsAtMost: number | null
  readonly twins: readonly string[]
}

export function theoremShape(
  { name, about, twins }: Pick<TheoremShape, 'name' | 'about' | 'twins'>,
  inputs: Readonly<Record<string, Type>>,
): TheoremShape {
  const types = Object.entries(inputs)
  return {
    name,
    about,
    inputs: types.map(([input, type]) => ({
      name: input,
      type: formatType(type),
      bits: widthOf(type),
      values: exact(cardinality(type)),
    })),
    inputsAtMost: exact(types.reduce((product, [, type]) => product * cardinality(type), 1)),
    twins,
  }
}
const exact = (count: number) => (count <= Number.MAX_SAFE_INTEGER ? count : null)

export function theoremShapeText(
  shapes: readonly TheoremShape[],
  file: string,
  { palette = plain }: { readonly palette?: Palette } = {},
): string {
  const blocks = shapes.map(({ name, about, inputs, inputsAtMost, twins }) => {
    const bits = inputs.reduce((sum, input) => sum + input.bits, 0)
    const all = inputsAtMost === null ? 'more than 2^53 inputs' : counted(inputsAtMost, 'input')
    return [
      palette.bold(name),
      ...(about === null ? [] : [`  ${about}`]),
      ...table(
        inputs.map(input => [input.name, counted(input.bits, 'bit'), input.type]),
        '    ',
      ),
      `  true of ${all}, ${counted(bits, 'bit')}`,
      ...twins.map(twin => `  twin ${twin} must be false`),
      '',
    ]
  })
  return [palette.bold(file), '', ...blocks.flat()].join('\n')
}
