/**
 * WebAssembly that computes terms. A term that is used more than once is computed once and kept in a local; as code is
 * a tree of nested ifs, what is computed in front of an if is at hand inside it, and not the other way round.
 */
import { type MaskedTest, type Parts, partsOfJunction, partsOfSum } from './masks.ts'
import type { PackedCell } from './packing.ts'
import type { Term } from './terms.ts'
import type { Code } from './wasm/bytes.ts'
import { type FunctionRef, get, i32, i64, ifValue, type Local, select, set } from './wasm/instructions.ts'

export class TermCode {
  private readonly fn: FunctionRef
  /** the 64-bit words of the state */
  private readonly words: readonly Local[]
  private readonly cells: readonly PackedCell[]
  private readonly uses: ReadonlyMap<Term, number>
  /** terms at hand at this place of the code */
  private scope: Map<Term, Local>
  private readonly parts = new Map<Term, Parts>()

  constructor(fn: FunctionRef, words: readonly Local[], cells: readonly PackedCell[], roots: Iterable<Term>) {
    this.fn = fn
    this.words = words
    this.cells = cells
    this.uses = countUses(roots)
    this.scope = new Map()
  }

  /** Code that is reached only from here: what it computes is not at hand afterwards. */
  inside(body: () => Code): Code {
    const outer = this.scope
    this.scope = new Map(outer)
    const code = body()
    this.scope = outer
    return code
  }

  /**
   * Code that leaves the values of the terms, in order.
   * @returns statements to run first, and one expression for each term
   */
  values(terms: readonly Term[]): { readonly before: Code; readonly values: readonly Code[] } {
    const before: Code[] = []
    const visit = (term: Term): void => {
      if (term.operator === 'constant' || this.scope.has(term)) return
      this.operandsOf(term).forEach(visit)
      if (!this.isShared(term)) return
      const local = this.fn.local('i32')
      before.push(set(local, this.compute(term)))
      this.scope.set(term, local)
    }
    terms.forEach(visit)
    return { before, values: terms.map(term => this.value(term)) }
  }

  private isShared(term: Term): boolean {
    return term.operator !== 'constant' && (this.uses.get(term) ?? 0) > 1
  }
  private value(term: Term): Code {
    const local = this.scope.get(term)
    if (local !== undefined) return get(local)
    return term.operator === 'constant' ? i32.const(term.value) : this.compute(term)
  }

  private compute(term: Term): Code {
    const [a, b, c] = term.args as [Term, Term, Term]
    const value = (t: Term) => this.value(t)
    switch (term.operator) {
      case 'constant':
        return i32.const(term.value)
      case 'cell':
        return this.cell(this.cells[term.value] as PackedCell)
      case 'not':
        return i32.eqz(value(a))
      case 'and':
      case 'or': {
        const isAnd = term.operator === 'and'
        const { masks, others } = this.partsOf(term)
        const tests = masks.map(test => (isAnd ? i64.eq : i64.ne)(this.masked(test), i64.const(test.value)))
        return [...tests, ...others.map(value)].reduce(isAnd ? i32.and : i32.or)
      }
      case 'equal':
        return i32.eq(value(a), value(b))
      case 'less':
        return i32.ltS(value(a), value(b))
      case 'lessEqual':
        return i32.leS(value(a), value(b))
      case 'add': {
        const { masks, others } = this.partsOf(term)
        const counts = masks.map(test => i32.wrap(i64.popcnt(this.masked(test))))
        return [...counts, ...others.map(value)].reduce((sum, part) => i32.add(sum, part))
      }
      case 'subtract':
        return i32.sub(value(a), value(b))
      case 'multiply':
        return i32.mul(value(a), value(b))
      case 'min':
        return select(value(a), value(b), i32.ltS(value(a), value(b)))
      case 'max':
        return select(value(a), value(b), i32.gtS(value(a), value(b)))
      // The machine's shifts take their amount modulo 32, too.
      case 'bitAnd':
        return i32.and(value(a), value(b))
      case 'bitOr':
        return i32.or(value(a), value(b))
      case 'bitXor':
        return i32.xor(value(a), value(b))
      case 'shiftLeft':
        return i32.shl(value(a), value(b))
      case 'shiftRight':
        return i32.shrS(value(a), value(b))
      case 'shiftRightUnsigned':
        return i32.shrU(value(a), value(b))
      case 'imul':
        return i32.mul(value(a), value(b))
      case 'if':
        return select(value(b), value(c), value(a))
      case 'div':
      case 'mod': {
        const [x, y] = [value(a), value(b)]
        const isPositive = a.low >= 0 && b.low >= 0
        const divided = isPositive ? truncated(term.operator, x, y) : floored(term.operator, x, y)
        return b.low > 0 || b.high < 0 ? divided : ifValue('i32', i32.eqz(y), i32.const(0), divided)
      }
    }
  }

  /** What has to be computed before the term can be. */
  private operandsOf(term: Term): readonly Term[] {
    return isChain(term) ? this.partsOf(term).others : term.args
  }
  private partsOf(term: Term): Parts {
    let parts = this.parts.get(term)
    if (parts === undefined) {
      const isWhole = (inner: Term) => this.isShared(inner)
      parts = (term.operator === 'add' ? partsOfSum : partsOfJunction)(term, this.cells, isWhole)
      this.parts.set(term, parts)
    }
    return parts
  }
  private masked({ word, mask }: MaskedTest): Code {
    return i64.and(get(this.words[word] as Local), i64.const(mask))
  }

  private cell({ bit, width, low }: PackedCell): Code {
    const word = bit >>> 6
    const shift = bit & 63
    const local = this.words[word] as Local
    let bits: Code = shift === 0 ? get(local) : i64.shrU(get(local), i64.const(BigInt(shift)))
    if (shift + width > 64)
      bits = i64.or(bits, i64.shl(get(this.words[word + 1] as Local), i64.const(BigInt(64 - shift))))
    const rank = shift + width === 64 ? i32.wrap(bits) : i32.and(i32.wrap(bits), i32.const(2 ** width - 1))
    return low === 0 ? rank : i32.add(rank, i32.const(low))
  }
}

/** Whether the term may be one of several nested ones that are computed together. */
const isChain = ({ operator }: Term) => operator === 'and' || operator === 'or' || operator === 'add'

const truncated = (operator: 'div' | 'mod', x: Code, y: Code): Code =>
  operator === 'div' ? i32.divS(x, y) : i32.remS(x, y)
/** Rounded down, where the machine rounds towards zero: they differ by one where the remainder has not y's sign. */
function floored(operator: 'div' | 'mod', x: Code, y: Code): Code {
  const remainder = i32.remS(x, y)
  const differs = i32.and(i32.ne(remainder, i32.const(0)), i32.ltS(i32.xor(remainder, y), i32.const(0)))
  return operator === 'div' ? i32.sub(i32.divS(x, y), differs) : i32.add(remainder, select(y, i32.const(0), differs))
}

/** How many expressions use each term, over all roots. */
function countUses(roots: Iterable<Term>): Map<Term, number> {
  const uses = new Map<Term, number>()
  const visit = (term: Term): void => {
    const seen = uses.get(term) ?? 0
    uses.set(term, seen + 1)
    if (seen > 0) return
    for (const arg of term.args) visit(arg)
    // these read their operands twice
    if (['min', 'max', 'div', 'mod'].includes(term.operator)) term.args.forEach(visit)
  }
  for (const root of roots) visit(root)
  return uses
}
