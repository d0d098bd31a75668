/**
 * JavaScript that computes terms, on 32-bit integers. A term that is used more than once is computed once and kept in a
 * constant named after it, which is at hand in its block and in the blocks inside, and not the other way round.
 */
import type { PackedCell } from '../packing.ts'
import type { Term } from '../terms.ts'

/** The name of a 32-bit word of the state that is expanded. */
export const wordName = (index: number): string => `w${index}`

/** Parsers and compilers go down into an expression by recursion. */
const MAX_NESTING = 40

export class TermText {
  private readonly cells: readonly PackedCell[]
  private readonly uses: ReadonlyMap<Term, number>
  /** terms at hand at this place of the text */
  private scope = new Set<Term>()
  /** how deep the text of a term is nested, as far as it is not at hand */
  private readonly nesting = new Map<Term, number>()

  constructor(cells: readonly PackedCell[], roots: Iterable<Term>) {
    this.cells = cells
    this.uses = countUses(roots)
  }

  /** A block of its own: what it computes is not at hand afterwards. */
  inside(body: () => string): string {
    const outer = this.scope
    this.scope = new Set(outer)
    const text = body()
    this.scope = outer
    return `{\n${text}}`
  }

  /** @returns statements to run first, and one expression for each term */
  values(terms: readonly Term[]): { readonly before: string; readonly values: readonly string[] } {
    let before = ''
    const visit = (term: Term): void => {
      if (term.operator === 'constant' || this.scope.has(term)) return
      term.args.forEach(visit)
      const nesting = 1 + Math.max(0, ...term.args.map(arg => this.nestingOf(arg)))
      this.nesting.set(term, nesting)
      if ((this.uses.get(term) ?? 0) <= 1 && nesting < MAX_NESTING) return
      before += `const ${nameOf(term)} = ${this.compute(term)}\n`
      this.scope.add(term)
    }
    terms.forEach(visit)
    return { before, values: terms.map(term => this.value(term)) }
  }
  private nestingOf(term: Term): number {
    return this.scope.has(term) ? 0 : (this.nesting.get(term) ?? 0)
  }

  private value(term: Term): string {
    return this.scope.has(term) ? nameOf(term) : this.compute(term)
  }

  private compute(term: Term): string {
    const [a, b, c] = term.args as [Term, Term, Term]
    const value = (t: Term) => this.value(t)
    switch (term.operator) {
      case 'constant':
        return term.value < 0 ? `(${term.value})` : `${term.value}`
      case 'cell':
        return this.cell(this.cells[term.value] as PackedCell)
      case 'not':
        return `(${value(a)} ^ 1)`
      case 'and':
        return `(${value(a)} & ${value(b)})`
      case 'or':
        return `(${value(a)} | ${value(b)})`
      case 'equal':
        return `(${value(a)} === ${value(b)} ? 1 : 0)`
      case 'less':
        return `(${value(a)} < ${value(b)} ? 1 : 0)`
      case 'lessEqual':
        return `(${value(a)} <= ${value(b)} ? 1 : 0)`
      // The results are in 32 bits, as the terms' intervals say; `| 0` tells the machine.
      case 'add':
        return `(${value(a)} + ${value(b)} | 0)`
      case 'subtract':
        return `(${value(a)} - ${value(b)} | 0)`
      case 'multiply':
        return `Math.imul(${value(a)}, ${value(b)})`
      case 'min':
        return `Math.min(${value(a)}, ${value(b)})`
      case 'max':
        return `Math.max(${value(a)}, ${value(b)})`
      case 'bitAnd':
        return `(${value(a)} & ${value(b)})`
      case 'bitOr':
        return `(${value(a)} | ${value(b)})`
      case 'bitXor':
        return `(${value(a)} ^ ${value(b)})`
      case 'shiftLeft':
        return `(${value(a)} << ${value(b)})`
      case 'shiftRight':
        return `(${value(a)} >> ${value(b)})`
      case 'shiftRightUnsigned':
        return `(${value(a)} >>> ${value(b)})`
      case 'imul':
        return `Math.imul(${value(a)}, ${value(b)})`
      case 'if':
        return `(${value(a)} ? ${value(b)} : ${value(c)})`
      case 'div':
        return `div(${value(a)}, ${value(b)})`
      case 'mod':
        return `mod(${value(a)}, ${value(b)})`
    }
  }

  private cell({ bit, width, low }: PackedCell): string {
    const word = bit >>> 5
    const shift = bit & 31
    const parts = [shift === 0 ? wordName(word) : `${wordName(word)} >>> ${shift}`]
    if (shift + width > 32) parts.push(`${wordName(word + 1)} << ${32 - shift}`)
    const bits = parts.length === 1 ? parts[0] : parts.map(part => `(${part})`).join(' | ')
    const rank = width === 32 ? `(${bits})` : `(${bits === wordName(word) ? bits : `(${bits})`} & ${ones(width)})`
    return low === 0 ? rank : `(${rank} + ${low} | 0)`
  }
}

/** The functions that the text calls: division rounded down, and its remainder; both are 0 for a zero divisor. */
export const arithmeticText = `const div = (x, y) => y === 0 ? 0 : Math.floor(x / y) | 0
const mod = (x, y) => y === 0 ? 0 : x - y * Math.floor(x / y) | 0
`

/** The lowest `width` bits, as a signed number. */
export const ones = (width: number): number => (width === 32 ? -1 : 2 ** width - 1) | 0

const nameOf = (term: Term) => `t${term.id}`

/** How many expressions use each term, over all roots. */
function countUses(roots: Iterable<Term>): Map<Term, number> {
  const uses = new Map<Term, number>()
  const visit = (term: Term): void => {
    const seen = uses.get(term) ?? 0
    uses.set(term, seen + 1)
    if (seen === 0) term.args.forEach(visit)
  }
  for (const root of roots) visit(root)
  return uses
}
