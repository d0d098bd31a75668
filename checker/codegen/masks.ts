/**
 * Terms that one look at a word decides: a conjunction of cells that have certain values is one masked comparison, and
 * the number of bits set among cells of one word is one count. Sets, and what specs say about all their members, become
 * one or two instructions this way, whatever their size.
 */
import { nested } from './operands.ts'
import type { PackedCell } from './packing.ts'
import type { Term } from './terms.ts'

/** The cells of a word that `mask` covers have the values in `value`. */
export interface MaskedTest {
  /** index of the 64-bit word */
  readonly word: number
  readonly mask: bigint
  readonly value: bigint
}
/** Parts of a conjunction, disjunction or sum: masks of words, and terms that have to be computed. */
export interface Parts {
  readonly masks: readonly MaskedTest[]
  readonly others: readonly Term[]
}

/**
 * The parts of an `and`: it is true when all tests and all other terms are. Of an `or`: it is true when one test fails, or
 * one other term is true.
 *
 * @param isWhole whether a term inside is to be left as it is
 */
export function partsOfJunction(term: Term, cells: readonly PackedCell[], isWhole: (term: Term) => boolean): Parts {
  const wanted = term.operator === 'and'
  return gathered(nested(term, isWhole), part => testOf(part, wanted, cells))
}

/** The parts of an `add`: the masks cover bits to be counted. */
export function partsOfSum(term: Term, cells: readonly PackedCell[], isWhole: (term: Term) => boolean): Parts {
  return gathered(nested(term, isWhole), part => (isBit(part) ? testOf(part, true, cells) : null))
}

const isBit = (term: Term) => term.operator === 'cell' && term.low === 0 && term.high === 1

/** Tests of the same word become one, as long as no bit is tested twice; a test that stays alone is no gain. */
function gathered(terms: readonly Term[], test: (term: Term) => MaskedTest | null): Parts {
  const byWord = new Map<number, { test: MaskedTest; terms: Term[] }>()
  const others: Term[] = []
  for (const term of terms) {
    const found = test(term)
    const known = found === null ? undefined : byWord.get(found.word)
    if (found === null || (known !== undefined && (known.test.mask & found.mask) !== 0n)) others.push(term)
    else if (known === undefined) byWord.set(found.word, { test: found, terms: [term] })
    else {
      known.terms.push(term)
      known.test = { word: found.word, mask: known.test.mask | found.mask, value: known.test.value | found.value }
    }
  }
  const isGain = ({ terms: all }: { terms: Term[] }) => all.length > 1
  const groups = [...byWord.values()]
  return {
    masks: groups.filter(isGain).map(group => group.test),
    others: [...groups.filter(group => !isGain(group)).flatMap(group => group.terms), ...others],
  }
}

/** The test that passes exactly where the term is `wanted`; null where one look at a word does not tell. */
function testOf(term: Term, wanted: boolean, cells: readonly PackedCell[]): MaskedTest | null {
  const [a, b] = term.args as [Term, Term]
  if (isBit(term)) return testOfCell(cells[term.value] as PackedCell, wanted ? 1 : 0)
  if (term.operator === 'not') return testOf(a, !wanted, cells)
  if (term.operator !== 'equal' || !wanted) return null
  const [cell, constant] = a.operator === 'cell' ? [a, b] : [b, a]
  if (cell.operator !== 'cell' || constant.operator !== 'constant') return null
  return testOfCell(cells[cell.value] as PackedCell, constant.value)
}
function testOfCell({ bit, width, low }: PackedCell, value: number): MaskedTest | null {
  const shift = bit & 63
  if (shift + width > 64) return null
  const place = (n: bigint) => n << BigInt(shift)
  return { word: bit >>> 6, mask: place((1n << BigInt(width)) - 1n), value: place(BigInt(value - low)) }
}
