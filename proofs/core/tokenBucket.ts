/**
 * Claims: whole tokens by a shift are those by a division; refilling a bucket never takes it above its depth or below what
 * it had, and refilling it for two spans of time is refilling it once for both.
 *
 * Assumes: rates and spans below 2^20, depths below 2^21 tokens, as `refilled` demands; for two spans, rates below 8 and
 * spans below 16, as solvers find it hard that multiplication distributes.
 */
import { equivalent, theorem, theorems, word } from 'von'
import { refilled, tokens } from '../../impl/shaping/tokenBucket.ts'

const inputs = { credit: word(31), rate: word(20), elapsed: word(20), depth: word(21) }

export default theorems(
  equivalent(
    'tokensAreQuotients',
    { credit: word(31) },
    ({ credit }) => tokens(credit),
    ({ credit }) => Math.floor(credit / 1024),
    {
      about: 'Whole tokens by a shift are those by a division.',
      twins: { roundedUp: ({ credit }) => tokens(credit + 1023) },
    },
  ),
  theorem(
    'refillingStaysWithinTheDepth',
    inputs,
    ({ credit, rate, elapsed, depth }) => {
      const result = refilled(credit, rate, elapsed, depth)
      return result <= depth * 1024 && (credit > depth * 1024 || result >= credit)
    },
    {
      about: 'Refilling never takes a bucket above its depth, nor one that was not above it below what it had.',
      twins: { neverLess: ({ credit, rate, elapsed, depth }) => refilled(credit, rate, elapsed, depth) >= credit },
    },
  ),
  equivalent(
    'refillingTwiceIsRefillingOnce',
    { credit: word(16), rate: word(3), first: word(4), second: word(4), depth: word(6) },
    ({ credit, rate, first, second, depth }) => refilled(refilled(credit, rate, first, depth), rate, second, depth),
    ({ credit, rate, first, second, depth }) => refilled(credit, rate, first + second, depth),
    {
      about: 'Refilling for two spans of time is refilling once for both; for rates below 8 and spans below 16.',
      twins: {
        // ON-9
        elapsedTimeTwice: ({ credit, rate, first, second, depth }) =>
          refilled(refilled(credit, rate, first, depth), rate, first + second, depth),
      },
    },
  ),
)
