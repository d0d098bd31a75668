/** Mistakes that one could make in `bitVector.ts` and `cutTree.ts`. */
import type { Patch } from '../patched.fixture.ts'

export const bitVectorMutants: Readonly<Record<string, Patch>> = {
  firstValue: {
    about: 'The first value of an interval is taken for the one before.',
    replace: '(image[starts + next] as number) <= value',
    by: '(image[starts + next] as number) < value',
  },
  lastInterval: {
    about: 'The last interval is never found.',
    replace: 'if (next < count &&',
    by: 'if (next < count - 1 &&',
  },
  protocolForgotten: {
    about: 'Protocols do not matter.',
    replace: '(image[destinationPort + i] as number) &\n        (image[protocol + i] as number)',
    by: '(image[destinationPort + i] as number)',
  },
  lastMatch: {
    about: 'The last rule that matches decides, of 32.',
    replace: 'Math.clz32(common)',
    by: '(31 - Math.clz32((common & -common) >>> 0) ^ 31)',
  },
  firstWord: {
    about: 'Only 32 rules are looked at.',
    replace: 'i < words; i++',
    by: 'i < Math.min(1, words); i++',
  },
}

export const cutTreeMutants: Readonly<Record<string, Patch>> = {
  leftOfCut: {
    about: 'The first value of the right side goes left.',
    replace: '(packet[field] as number) < (image[node] as number)',
    by: '(packet[field] as number) <= (image[node] as number)',
  },
  lastValue: {
    about: 'The last value of a range is not in it.',
    replace: 'value > (image[rule + 2 * field + 1] as number)',
    by: 'value >= (image[rule + 2 * field + 1] as number)',
  },
  lastTree: {
    about: 'The last tree that has a rule decides.',
    replace: 'if (index >= limit) return limit',
    by: 'if (index === NONE) return limit',
  },
  firstTree: {
    about: 'Only the first tree is looked at.',
    replace: 'tree < trees; tree++',
    by: 'tree < 1; tree++',
  },
  longestLeaf: {
    about: 'The last rule of the longest leaf is left out.',
    replace: 'i < longest; i++',
    by: 'i < longest - 1; i++',
  },
  deepestLeaf: {
    about: 'The last cut of the longest path is left out.',
    replace: 'level < depth; level++',
    by: 'level < depth - 1; level++',
  },
}
