/** Mistakes that one could make in `lookup.ts`. */
import type { Patch } from '../patched.fixture.ts'

export const mutants: Readonly<Record<string, Patch>> = {
  'ON-4': {
    about: 'An unknown id has the first index.',
    replace: 'return (inBucket(table, first, id) & inBucket(table, second, id)) >>> 0',
    by: 'const found = (inBucket(table, first, id) & inBucket(table, second, id)) >>> 0; return found === 0xffffffff ? 0 : found',
  },
  'ON-13': {
    about: 'Ids below the range are taken for ids in it, as their distance is signed.',
    replace: 'const offset = (id - (table[RANGE_FIRST] as number)) >>> 0',
    by: 'const offset = (id - (table[RANGE_FIRST] as number)) | 0',
  },
  shortIds: {
    about: 'The highest bit of ids is not compared with those of a bucket.',
    replace: 'Math.clz32(difference)',
    by: 'Math.clz32(difference & 0x7fffffff)',
  },
  nearIds: {
    about: 'Ids that differ in their lowest bit are the same.',
    replace: 'Math.clz32(difference)',
    by: 'Math.clz32(difference & ~1)',
  },
  oneTooFar: {
    about: 'The range is one id longer than it is.',
    replace: 'if (offset < size)',
    by: 'if (offset <= size)',
  },
  lastSlot: {
    about: 'The last slot of a bucket is left out.',
    replace: 'return (a & b & c & d) >>> 0',
    by: 'return (a & b & c) >>> 0',
  },
  secondBucket: {
    about: 'The second bucket is not looked at.',
    replace: ' & inBucket(table, second, id)',
    by: '',
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
