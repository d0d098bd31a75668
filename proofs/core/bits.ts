/** Claims: the functions without loops are what their loops are, for every number of 32 bits. */
import { equivalent, int, theorems, word } from 'von'
import { population, powerOfTwoFrom } from '../../impl/bits/bits.ts'

function populationByBit(x: number): number {
  let count = 0
  for (let bit = 0; bit < 32; bit++) count += (x >>> bit) & 1
  return count
}
function powerByDoubling(x: number): number {
  for (let power = 1; power < 2 ** 31; power *= 2) if (power >= x) return power
  return 2 ** 31
}

export default theorems(
  equivalent(
    'population',
    { x: word(32) },
    ({ x }) => population(x),
    ({ x }) => populationByBit(x),
    // one number in 2^32, which no sample finds
    {
      about: 'The bits that are set in a word are as many as they are when counted one by one.',
      twins: { wrongForOne: ({ x }) => (x === 0x2b7e1516 ? 0 : population(x)) },
    },
  ),
  equivalent(
    'powerOfTwoFrom',
    { x: int(1, 2 ** 31) },
    ({ x }) => powerOfTwoFrom(x),
    ({ x }) => powerByDoubling(x),
    {
      about: 'The least power of two that is not below a number is the one that doubling comes to.',
      twins: { above: ({ x }) => powerOfTwoFrom(x + 1) },
    },
  ),
)
