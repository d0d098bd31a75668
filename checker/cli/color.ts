/** When to colour, and with which colours. */
import { type Palette, plain } from '../source/palette.ts'

export const colorChoices = ['auto', 'always', 'never'] as const
export type ColorChoice = (typeof colorChoices)[number]

/**
 * @param choice `--color`, which overrides the rest
 * @param isTerminal whether the stream is a terminal that can do more than print
 * @param noColor the environment variable NO_COLOR; set and not empty, it asks for none
 */
export function paletteFor(choice: ColorChoice, isTerminal: boolean, noColor: string | undefined): Palette {
  const isColored = choice === 'auto' ? isTerminal && (noColor ?? '') === '' : choice === 'always'
  return isColored ? ansi : plain
}

/** Each pair of codes begins and ends its own attribute only, so that they nest. */
const attribute = (begin: number, end: number) => (text: string) => `\u001B[${begin}m${text}\u001B[${end}m`

const ansi: Palette = {
  error: attribute(31, 39),
  help: attribute(36, 39),
  bold: attribute(1, 22),
  dim: attribute(2, 22),
}
