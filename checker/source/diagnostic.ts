/**
 * What the checker has to say to a spec's author: plain data with a code, a place, a cause and a remedy; the error that
 * carries it; and its rendering as text.
 */
import { type FrameOptions, frame } from './frame.ts'
import { plain } from './palette.ts'
import type { Span } from './span.ts'

export interface Diagnostic {
  /** `VON` and four digits, listed in the catalogue that `von explain` reads. */
  readonly code: string
  /** The fact, in one line without a full stop. */
  readonly message: string
  /** The smallest piece of source that shows it. */
  readonly span?: Span
  /** The cause, or why it matters. */
  readonly note?: string
  /** What to write instead. */
  readonly help?: string
  /** Further places, nearest first, such as the call through which a helper was reached. */
  readonly related: readonly RelatedPlace[]
}

export interface RelatedPlace {
  /** What the place has to do with the diagnostic: `called from here`. */
  readonly message: string
  readonly span: Span
}

/**
 * A fault of the spec, not of the checker. Its stack holds the rendered diagnostics instead of our call stack, so that
 * it reads well wherever an uncaught error is printed (Vitest, a plain Node run).
 */
export class SpecError extends Error {
  static {
    SpecError.prototype.name = 'SpecError'
  }

  // Private, as Node prints the visible properties of an uncaught error.
  readonly #diagnostics: readonly Diagnostic[]

  /** @param diagnostics one or more; the first gives the error its message, with the remedy for those who print no stack */
  constructor(...diagnostics: [Diagnostic, ...Diagnostic[]]) {
    const [{ code, message, help }] = diagnostics
    super(help === undefined ? `${code}: ${message}` : `${code}: ${message}\n${labelled('help', help)}`)
    this.#diagnostics = diagnostics
    this.stack = diagnostics.map(diagnostic => renderDiagnostic(diagnostic)).join('\n\n')
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics
  }
}

/** A diagnostic as text: headline, frame, related frames, note and help; without a final line break. */
export function renderDiagnostic(diagnostic: Diagnostic, options: FrameOptions = {}): string {
  const { code, message, span, note, help, related } = diagnostic
  const { palette = plain } = options
  const lines = [`${palette.error(`error[${code}]`)}${palette.bold(`: ${message}`)}`]
  if (span !== undefined) lines.push(frame(span, options))
  for (const place of related) lines.push(labelled('note', place.message), frame(place.span, options))
  if (note !== undefined) lines.push(labelled(palette.bold('note'), note))
  if (help !== undefined) lines.push(labelled(palette.help('help'), help))
  return lines.join('\n')
}

/** Puts a label before a text; further lines of the text are indented to stand under the first. */
const labelled = (label: string, text: string) => `${label}: ${text.replaceAll('\n', '\n      ')}`
