/** Mistakes that one could make in `calendar.ts`. */
import type { Patch } from '../patched.fixture.ts'

export const mutants: Readonly<Record<string, Patch>> = {
  'ON-1': {
    about: 'What a cycle has no packets for is lent to those of the next one.',
    replace: 'if (sent >= (calendar[bucket] as number)) return 0',
    by: `if (sent >= (calendar[bucket] as number)) {
           const later = bucketOf(calendar, calendar[CYCLE] + 1)
           if (calendar[later] === 0) return 0
           calendar[WAITING]--
           return later + 1 + --calendar[later] * ENTRY_WORDS
         }`,
  },
  'ON-3': {
    about: 'Packets of all partitions share a memory that is too small for what they may book.',
    replace: 'const record = HEAD_WORDS',
    by: 'if (calendar[WAITING] >= 3) return 0; const record = HEAD_WORDS',
  },
  'ON-6': {
    about: 'The budget of an earlier cycle is not over when the next one is booked.',
    replace: `    ahead++
    booked = 0`,
    by: `    ahead++
    booked = (booked + charge - calendar[record + BUDGET] - 1) >>> 0`,
  },
  'ON-7': {
    about: 'A cycle does not end before something was sent in it.',
    replace: 'if ((calendar[SENT] as number) < (calendar[bucket] as number)) return 0',
    by: 'if (calendar[WAITING] > 0 && calendar[bucket] === 0) return 0',
  },
  'ON-8': {
    about: 'New budgets hold at once, although cycles are booked by the old ones.',
    replace: 'const isOld = ahead < (calendar[OLD_CYCLES] as number)',
    by: 'const isOld = false',
  },
  'ON-8b': {
    about: 'New budgets hold a cycle too early.',
    replace: 'const isOld = ahead < (calendar[OLD_CYCLES] as number)',
    by: 'const isOld = ahead + 1 < calendar[OLD_CYCLES]',
  },
  'ON-10': {
    about: 'A packet fits only if a byte is left over.',
    replace: 'if (charge > room(calendar, record, ahead, booked)) {',
    by: 'if (charge >= room(calendar, record, ahead, booked)) {',
  },
  countsFromOne: {
    about: 'There is one partition more than there are.',
    replace: 'if (partition >= (calendar[PARTITION_COUNT] as number)) return 0',
    by: 'if (partition > calendar[PARTITION_COUNT]) return 0',
  },
  'ON-14': {
    about: 'What was booked for a cycle is forgotten when another packet is booked for it.',
    replace: 'calendar[record + BOOKED] = (booked + charge) >>> 0',
    by: 'calendar[record + BOOKED] = charge',
  },
  booksThePresent: {
    about: 'A packet is booked for the cycle that has begun.',
    replace: 'if (ahead === 0 || ahead >= cycles) {\n    ahead = 1',
    by: 'if (ahead >= cycles) {\n    ahead = 1',
  },
  overrunsTheRing: {
    about: 'A packet is booked for a cycle that has the bucket of the present one.',
    replace: 'if (ahead >= cycles || charge',
    by: 'if (ahead > cycles || charge',
  },
  keepsOldPackets: {
    about: 'The bucket of a cycle that is over is not emptied.',
    replace: 'calendar[bucket] = 0\n',
    by: '',
  },
  sendsLast: {
    about: 'The last packet of a cycle is sent first.',
    replace: 'Math.imul(sent, ENTRY_WORDS)) >>> 0',
    by: 'Math.imul(calendar[bucket] - 1 - sent, ENTRY_WORDS)) >>> 0',
  },
  losesTime: {
    about: 'Old budgets hold for ever.',
    replace: 'old > passed ? (old - passed) >>> 0 : 0',
    by: 'old',
  },
  miscounts: {
    about: 'A packet that is dropped is counted among those that wait.',
    replace: 'if (ahead >= cycles || charge > room(calendar, record, ahead, booked)) return 0',
    by: 'if (ahead >= cycles || charge > room(calendar, record, ahead, booked)) { calendar[WAITING]++; return 0 }',
  },
}
