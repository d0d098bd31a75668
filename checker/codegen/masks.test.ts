import { describe, expect, it } from 'vitest'
import { partsOfJunction, partsOfSum } from './masks.ts'
import type { PackedCell } from './packing.ts'
import { type Term, TermPool } from './terms.ts'

const pool = new TermPool(1000)
/** bits 0 to 2, one of bits 3 and 4 with values 1 to 4, one across the end of the first word, a bit of the second */
const cells: PackedCell[] = [
  ...[0, 1, 2].map(bit => ({ bit, width: 1, low: 0 })),
  { bit: 3, width: 2, low: 1 },
  { bit: 62, width: 4, low: 0 },
  { bit: 66, width: 1, low: 0 },
]
const [a, b, c, few, across, far] = cells.map(({ width, low }, i) => pool.cell(i, low, low + 2 ** width - 1)) as [
  Term,
  Term,
  Term,
  Term,
  Term,
  Term,
]
const none = () => false

describe('parts of a junction', () => {
  it('tests all cells of a word at once, each for the value that it must have', () => {
    const term = pool.and(a, pool.not(b), pool.equal(few, pool.constant(3)))
    expect(partsOfJunction(term, cells, none)).toEqual({
      masks: [{ word: 0, mask: 0b11011n, value: 0b10001n }],
      others: [],
    })
  })
  it('turns a disjunction into the test that all of it is false', () => {
    expect(partsOfJunction(pool.or(a, pool.not(b)), cells, none).masks).toEqual([
      { word: 0, mask: 0b11n, value: 0b10n },
    ])
    const isNotTwo = pool.not(pool.equal(few, pool.constant(2)))
    expect(partsOfJunction(pool.or(a, isNotTwo), cells, none).masks).toEqual([
      { word: 0, mask: 0b11001n, value: 0b1000n },
    ])
  })
  it('leaves what one word does not tell, what would be tested twice, and what stands alone in its word', () => {
    const isThree = pool.equal(across, pool.constant(3))
    const [two, three] = [2, 3].map(n => pool.equal(few, pool.constant(n))) as [Term, Term]
    const { masks, others } = partsOfJunction(pool.and(a, two, isThree, three, far), cells, none)
    expect(masks).toEqual([{ word: 0, mask: 0b11001n, value: 0b1001n }])
    expect(new Set(others)).toEqual(new Set([isThree, three, far]))
    // a disjunction with a cell of several bits is no test of a word
    expect(partsOfJunction(pool.or(a, two), cells, none)).toEqual({ masks: [], others: [a, two] })
  })
  it('does not look into a term that is kept as a whole', () => {
    const inner = pool.and(a, b)
    expect(partsOfJunction(pool.and(inner, c), cells, term => term === inner).others).toEqual([c, inner])
  })
})

it('counts bits of a word together, and adds what is left', () => {
  const term = [a, b, few, c, a].reduce((sum, each) => pool.add(sum, each))
  expect(partsOfSum(term, cells, none)).toEqual({ masks: [{ word: 0, mask: 0b111n, value: 0b111n }], others: [few, a] })
})
