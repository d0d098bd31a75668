/**
 * Where something stands in a source file, as plain data: it travels with diagnostics, IR nodes and verdicts, and is
 * written to JSON as it is. Offsets refer to the file as its author wrote it, types included.
 */
export interface Span {
  /** Absolute path, never a URL; or another name without a path, such as `<input>`. */
  readonly file: string
  /** Offset of the first character, in UTF-16 code units from the start of the file. */
  readonly start: number
  /** Offset after the last character. */
  readonly end: number
  /** Line of `start`, from 1. */
  readonly line: number
  /** Column of `start`, from 1, in UTF-16 code units. */
  readonly column: number
  /** Line of `end`, from 1. */
  readonly endLine: number
  /** Column of `end`, from 1: the one after the last character. */
  readonly endColumn: number
}
