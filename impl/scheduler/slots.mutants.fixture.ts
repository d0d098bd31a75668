/** Mistakes that one could make in `slots.ts`. */
import type { Patch } from '../patched.fixture.ts'

export const mutants: Readonly<Record<string, Patch>> = {
  'ON-1': {
    about: 'A slot that its owner does not need is lent to another partition.',
    replace: '  if (count === 0) return 0\n',
    by: '  if (count === 0) return record === HEAD_WORDS ? 0 : sendFirst(slots, HEAD_WORDS)\n',
  },
  'ON-3': {
    about: 'The queues of all partitions share a memory.',
    replace: 'if (count >= capacity) return 0',
    by: 'if (count + slots[HEAD_WORDS + (1 - partition) * PARTITION_WORDS + COUNT] >= capacity) return 0',
  },
  'ON-7': {
    about: 'A slot does not end before its owner has sent a packet.',
    replace: 'if (next < (slots[table] as number)) slots[SLOT] = next',
    by: 'if (slots[HEAD_WORDS + owner * PARTITION_WORDS + COUNT] === 0) return 0; if (next < slots[table]) slots[SLOT] = next',
  },
  'ON-8': {
    about: 'New owners have their slots at once, in the midst of a round.',
    replace: 'const table = slots[TABLE] as number',
    by: 'const table = slots[TABLE] = slots[NEXT_TABLE]',
  },
  'ON-12': {
    about: 'The packet that fills the queue is reported as dropped, and sent nevertheless.',
    replace: '  return (count + 1) >>> 0\n',
    by: '  return count + 1 === capacity ? 0 : count + 1\n',
  },
  overrunsTheRing: {
    about: 'One packet more is queued than there is room for.',
    replace: 'if (count >= capacity) return 0',
    by: 'if (count > capacity) return 0',
  },
  doesNotGoRound: {
    about: 'The place after the last one of a ring is beyond it.',
    replace: 'next < (slots[record + CAPACITY] as number) ? next : 0',
    by: 'next <= slots[record + CAPACITY] ? next : 0',
  },
  takesStrays: {
    about: 'A packet of no partition is queued where its partition would be.',
    replace: 'if (partition >= (slots[PARTITION_COUNT] as number) ||',
    by: 'if (',
  },
  skipsTheLast: {
    about: 'The last slot of a round has no time of its own.',
    replace: 'const next = (slot + 1) >>> 0',
    by: 'const next = slot + 2',
  },
}
