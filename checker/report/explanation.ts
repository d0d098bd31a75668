/** An entry of the catalogue of error codes, as text. */
import type { CodeEntry } from '../source/codes/entry.ts'
import { type Palette, plain } from '../source/palette.ts'
import { defaultWidth, wrapped } from './layout.ts'

export interface ExplainedCode extends CodeEntry {
  readonly code: string
}

export interface ExplanationOptions {
  readonly width?: number
  readonly palette?: Palette
}

export function explanationText(
  { code, title, explanation, example, remedy }: ExplainedCode,
  { width = defaultWidth, palette = plain }: ExplanationOptions = {},
): string {
  const block = (text: string) => text.split('\n').map(line => `    ${line}`.trimEnd())
  return [
    `${palette.bold(code)}  ${title}`,
    '',
    ...wrapped(explanation, width).map(line => line.trimStart()),
    '',
    palette.error('Refused:'),
    ...block(example),
    '',
    palette.help('Instead:'),
    ...block(remedy),
    '',
  ].join('\n')
}
