/** Mistakes that one could make in `pipeline.ts`. */
import type { Patch } from '../patched.fixture.ts'

export const mutants: Readonly<Record<string, Patch>> = {
  'ON-4': {
    about: 'An unknown id belongs to the first partition.',
    replace: 'return book(calendar, accounts, indexOf(table, id), bytes, packet)',
    by: 'const known = indexOf(table, id); return book(calendar, accounts, known === 0xffffffff ? 0 : known, bytes, packet)',
  },
  'ON-5': {
    about: 'The data of a later fragment are read as an id.',
    replace: 'kindOf(packets, at, bytes)',
    by: '4',
  },
  'ON-12': {
    about: 'A packet that is sent is counted as dropped, too.',
    replace: 'if (cycles === 0) count(accounts, account, DROPPED, bytes)',
    by: 'if (cycles <= 1) count(accounts, account, DROPPED, bytes)',
  },
  billsTwice: {
    about: 'A packet is billed when it arrives and when it departs.',
    replace: 'const cycles = enqueue(calendar, partition, bytes, packet)',
    by: 'const cycles = enqueue(calendar, partition, bytes, packet); if (cycles > 0) count(accounts, account, DEPARTED, bytes)',
  },
  strayForOthers: {
    about: 'A stray packet is in the account of the last partition.',
    replace: 'partition < partitions ? partition : partitions\n',
    by: 'partition < partitions ? partition : partitions - 1\n',
  },
  skipsTheSecond: {
    about: 'The second packet of a batch is left out.',
    replace: 'for (let i = 0; i < arrivalCount; i++) {\n    const id',
    by: 'for (let i = 0; i < arrivalCount; i++) {\n    if (i === 1) at += ARRIVAL_WORDS; const id',
  },
  losesTheLast: {
    about: 'What departs last in a batch is not told.',
    replace: 'while (sent < packetsMax) {',
    by: 'while (sent < packetsMax && depart(calendar, accounts) !== 0) {',
  },
}
