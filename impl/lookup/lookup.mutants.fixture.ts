/** Mistakes that one could make in `lookup.ts`. */
import type { Patch } from '../patched.fixture.ts'

export const mutants: Readonly<Record<string, Patch>> = {
  'ON-4': {
    about: 'An unknown id has the first index.',
    replace: '  }\n  return NONE\n}',
    by: '  }\n  return 0\n}',
  },
  'ON-13': {
    about: 'Ids below the range are taken for ids in it, as their distance is signed.',
    replace: 'const offset = (id - (table[RANGE_FIRST] as number)) >>> 0',
    by: 'const offset = (id - (table[RANGE_FIRST] as number)) | 0',
  },
  signed: {
    about: 'Ids of 32 bits are compared as signed with those of a bucket.',
    replace: 'if (table[bucket + slot] === id)',
    by: 'if (((table[bucket + slot] as number) | 0) === id)',
  },
  oneTooFar: {
    about: 'The range is one id longer than it is.',
    replace: 'if (offset < size)',
    by: 'if (offset <= size)',
  },
  lastSlot: {
    about: 'The last slot of a bucket is left out.',
    replace: 'slot < BUCKET_IDS; slot++',
    by: 'slot < BUCKET_IDS - 1; slot++',
  },
  secondBucket: {
    about: 'The second bucket is not looked at.',
    replace: 'if (found !== NONE) return found\n',
    by: 'return found\n',
  },
  seed: {
    about: 'The seed is forgotten.',
    replace: 'firstHash((id ^ (table[SEED] as number)) >>> 0)',
    by: 'firstHash(id)',
  },
  anyBuckets: {
    about: 'More buckets than there are pass.',
    replace: 'return length - TABLE_HEAD - size === (mask + 1) * 2 * BUCKET_IDS',
    by: 'return length - TABLE_HEAD - size >= 2 * BUCKET_IDS',
  },
}
