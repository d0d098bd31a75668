/** Laying out text for a terminal: wrapping and columns. Widths count characters; callers colour a cell after it is padded. */

/** How much room a reporter may use. */
export const defaultWidth = 100

/**
 * Breaks a text at spaces into lines of at most `width` characters, where its words allow it. Further lines are
 * indented by two.
 */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = `  ${word}`
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** The text, or as much of its beginning as fits into so many characters. */
export const shortened = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`

/** Width of a column that holds these cells, at most `limit`: longer cells push what follows them to the right. */
export const columnWidth = (cells: readonly string[], limit = Number.POSITIVE_INFINITY): number =>
  Math.min(limit, Math.max(0, ...cells.map(cell => cell.length)))

/** Rows as aligned lines, two spaces between columns and none at the end of a line. */
export function table(rows: readonly (readonly string[])[], indent = ''): string[] {
  const count = Math.max(0, ...rows.map(row => row.length))
  const widths = Array.from({ length: count }, (_, i) => columnWidth(rows.map(row => row[i] ?? '')))
  return rows.map(row => `${indent}${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
}
