/** Places in the source, for lines that have no room for a frame. */
import { shownPath } from '../source/frame.ts'
import { sourceText } from '../source/sourceFile.ts'
import type { Span } from '../source/span.ts'

/** `spec/lease/lease.ts:88:5` */
export const placeText = (span: Span, cwd: string | undefined): string =>
  `${shownPath(span.file, cwd)}:${span.line}:${span.column}`

/** What is written there, as one line; the place itself where the text of the file is not known. */
export const sourceOf = (span: Span): string =>
  sourceText(span.file)?.slice(span.start, span.end).replaceAll(/\s+/g, ' ') ?? placeText(span, undefined)
