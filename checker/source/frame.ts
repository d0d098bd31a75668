/**
 * A source frame: where a span stands, its line, and a mark under the characters it means.
 *
 *       --> spec/lease/lease.ts:88:5
 *     88 |     isUnique(s.delivered)
 *        |     ^^^^^^^^^^^^^^^^^^^^^
 *
 * Of a span over several lines the first line is shown, followed by an ellipsis. Of a very long line, the part around
 * the span is shown.
 */
import path from 'node:path'
import { type Palette, plain } from './palette.ts'
import { SourceFile, sourceText } from './sourceFile.ts'
import type { Span } from './span.ts'

export interface FrameOptions {
  /** Files below this folder are shown relative to it, others by their full path. */
  readonly cwd?: string
  /** Characters of a source line that are shown at most. */
  readonly width?: number
  readonly palette?: Palette
}

const tab = '  '

/** The frame as lines joined by line breaks; only the place, if the text of the file is not registered. */
export function frame(span: Span, { cwd, width = 100, palette = plain }: FrameOptions = {}): string {
  const gutter = ' '.repeat(String(span.line).length)
  const place = `${gutter}${palette.dim('-->')} ${shownPath(span.file, cwd)}:${span.line}:${span.column}`
  const text = sourceText(span.file)
  if (text === undefined) return place

  const line = new SourceFile(span.file, text).lineText(span.line)
  const from = span.column - 1
  const continues = span.endLine > span.line
  const to = Math.max(from + 1, continues ? line.trimEnd().length : span.endColumn - 1)
  const before = expandTabs(line.slice(0, from))
  const marked = expandTabs(line.slice(from, to))
  const after = continues ? ' …' : expandTabs(line.slice(to)).trimEnd()

  const shown = cut(before, marked, after, width)
  const mark = palette.error('^'.repeat(Math.max(1, shown.marked.length)))
  return [
    place,
    `${palette.dim(`${span.line} |`)} ${shown.before}${shown.marked}${shown.after}`,
    `${palette.dim(`${gutter} |`)} ${' '.repeat(shown.before.length)}${mark}`,
  ].join('\n')
}

/** A path as a reader wants it: relative to `cwd` if the file is below it. */
export function shownPath(file: string, cwd: string | undefined): string {
  if (cwd === undefined || !path.isAbsolute(file)) return file
  const relative = path.relative(cwd, file)
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative
}

const expandTabs = (text: string) => text.replaceAll('\t', tab)

/** Shortens a line to about `width` characters: the marked part first, then what surrounds it, more of it on the left. */
function cut(before: string, marked: string, after: string, width: number) {
  if (before.length + marked.length + after.length <= width) return { before, marked, after }
  const room = Math.max(0, width - marked.length)
  const right = Math.min(after.length, Math.max(room >> 2, room - before.length))
  const left = Math.min(before.length, room - right)
  const isMarkedCut = marked.length > width
  return {
    before: left < before.length ? `…${before.slice(before.length - left)}` : before,
    marked: isMarkedCut ? `${marked.slice(0, width)}…` : marked,
    after: isMarkedCut ? '' : right < after.length ? `${after.slice(0, right)}…` : after,
  }
}
