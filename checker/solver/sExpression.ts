/**
 * S-expressions, the form of everything that a solver answers (SMT-LIB 2.6, section 3.1). In: text. Out: nested arrays,
 * whose leaves are the atoms as they were written: `#x0f`, `|a b|`, `"text"`. Comments are left out.
 */

export type SExpression = string | readonly SExpression[]

/** White space and comments, which are skipped; a parenthesis; a string; a quoted symbol; or any other atom. */
const token = /(?:\s|;[^\n]*(?:\n|$))+|([()]|"(?:[^"]|"")*"|\|[^|]*\||[^\s()"|;]+)/gy

/**
 * @returns the expressions in the text, in order
 * @throws SyntaxError where a parenthesis, a string or a quoted symbol is left open, or a parenthesis closes nothing
 */
export function parseSExpressions(text: string): SExpression[] {
  const top: SExpression[] = []
  const open: SExpression[][] = [top]
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const start = token.lastIndex
    const found = token.exec(text)
    if (found === null) throw new SyntaxError(`text or symbol is not closed: ${text.slice(start, start + 40)}`)
    const atom = found[1]
    const innermost = open.at(-1)
    if (atom === undefined || innermost === undefined) continue
    if (atom === '(') {
      const list: SExpression[] = []
      innermost.push(list)
      open.push(list)
    } else if (atom !== ')') {
      innermost.push(atom)
    } else {
      if (open.length === 1) throw new SyntaxError(`parenthesis closes nothing: ${text.slice(start, start + 40)}`)
      open.pop()
    }
  }
  if (open.length > 1) throw new SyntaxError(`${open.length - 1} parentheses are not closed`)
  return top
}

/** The expression on one line, as a solver would read it. */
export function printSExpression(expression: SExpression): string {
  return typeof expression === 'string' ? expression : `(${expression.map(printSExpression).join(' ')})`
}

/** One spelling for all that mean the same expression: a symbol may be quoted in bars, which do not belong to it. */
export function sameSpelling(expression: SExpression): string {
  if (typeof expression !== 'string') return `(${expression.map(sameSpelling).join(' ')})`
  return /^\|[^|]*\|$/.test(expression) ? expression.slice(1, -1) : expression
}
