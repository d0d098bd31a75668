/**
 * Source files and the registry of their texts, from which a diagnostic shows the lines that a span means.
 *
 * The registry holds for the whole process, also where several copies of this package are loaded (a bundled command and
 * the library of a test), so that any of them can show a span made by another. The latest text of a file wins.
 */
import type { Span } from './span.ts'

const registry = sharedRegistry()

/** The text of one source file, with its division into lines. */
export class SourceFile {
  readonly name: string
  readonly text: string
  #lineStarts: number[] | undefined

  /**
   * @param name absolute path, or a name in angle brackets where there is no file
   * @param text the file as written; offsets of spans refer to it
   */
  constructor(name: string, text: string) {
    this.name = name
    this.text = text
  }

  /** The span of the characters from offset `start` up to, not including, `end`. Offsets outside the text are clamped. */
  span(start: number, end: number): Span {
    const first = this.#position(start)
    const last = this.#position(end)
    return {
      file: this.name,
      start: first.offset,
      end: last.offset,
      line: first.line,
      column: first.column,
      endLine: last.line,
      endColumn: last.column,
    }
  }

  /** The text of a line (from 1) without its line break; empty for a line that the file does not have. */
  lineText(line: number): string {
    const start = this.#starts[line - 1]
    if (start === undefined) return ''
    return this.text.slice(start, this.#starts[line]).replace(/\r?\n$/, '')
  }

  /** The offset of a line and column (both from 1), clamped to the file. */
  offset(line: number, column: number): number {
    const start = this.#starts[line - 1] ?? this.text.length
    return Math.min(start + column - 1, this.text.length)
  }

  get #starts(): number[] {
    this.#lineStarts ??= [0, ...Array.from(this.text.matchAll(/\n/g), match => match.index + 1)]
    return this.#lineStarts
  }

  #position(wanted: number): { offset: number; line: number; column: number } {
    const offset = Math.max(0, Math.min(wanted, this.text.length))
    const starts = this.#starts
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { offset, line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

/** Makes a source file and remembers its text, so that spans in it can be shown later. */
export function registerSource(name: string, text: string): SourceFile {
  registry.set(name, text)
  return new SourceFile(name, text)
}

/** The text registered for a file; undefined if that file was never registered. */
export function sourceText(name: string): string | undefined {
  return registry.get(name)
}

function sharedRegistry(): Map<string, string> {
  const key = Symbol.for('von.sources')
  const holder = globalThis as { [key]?: Map<string, string> }
  holder[key] ??= new Map()
  return holder[key]
}
