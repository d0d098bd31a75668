import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TermPool } from '../../codegen/terms.ts'
import { type BitOperator, bitOperations } from '../../ir/bits.ts'
import { openSession } from '../../solver/session.ts'
import { bitVectors, integers } from './arithmetic.ts'
import { literalOf, sortOf, textsOf } from './smtTerms.ts'

const runs = Number(process.env.VON_SMT_BIT_RUNS ?? 150)
const operators = Object.keys(bitOperations) as BitOperator[]

/** The ends of intervals are near powers of two, where widths change. */
const bound = fc
  .tuple(fc.integer({ min: 0, max: 34 }), fc.integer({ min: -2, max: 2 }), fc.boolean())
  .map(([bits, near, isNegative]) => (isNegative ? -1 : 1) * (2 ** bits + near))
const operand = fc
  .tuple(bound, bound, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([a, b, share]) => ({ low: Math.min(a, b), high: Math.max(a, b), share }))
const inside = ({ low, high, share }: { low: number; high: number; share: number }) =>
  low + Math.floor(share * (high - low))

it.each([
  ['bit-vectors', bitVectors, 'QF_BV'],
  ['integers', integers, 'ALL'],
] as const)(
  'gives bit operators in a solver the values that JavaScript gives them, with %s',
  async (_, arithmetic, logic) => {
    const session = await openSession({ logic })
    try {
      let example = 0
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...operators), operand, operand, async (operator, a, b) => {
          const prefix = `e${example++}`
          const pool = new TermPool(100, Number.MAX_SAFE_INTEGER)
          const operands = [a, b].map(({ low, high }, i) => pool.cell(i, low, high)) as [never, never]
          const given = [inside(a), inside(b)] as const
          const result = bitOperations[operator](...given) + 0
          const isResult = pool.equal(pool[operator](...operands), pool.constant(result))
          const nameOf = (cell: number) => `${prefix}x${cell}`
          const { commands, condition } = textsOf([isResult], arithmetic, nameOf, prefix)
          const values = [a, b].map(({ low, high }, i) => {
            const literal = low === high ? null : literalOf(arithmetic, given[i] as number, low, high)
            return literal === null ? '' : `(define-fun ${nameOf(i)} () ${sortOf(arithmetic, low, high)} ${literal})`
          })
          session.tell(['(push)', ...values, ...commands, `(assert (not ${condition(isResult)}))`].join('\n'))
          const answer = await session.check()
          session.tell('(pop)')
          expect(answer.kind).toBe('unsat')
        }),
        { seed: 4, numRuns: runs },
      )
    } finally {
      await session.close()
    }
  },
  120_000,
)
