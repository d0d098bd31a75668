/** Mistakes that one could make in `ipv4.ts`. */
import type { Patch } from '../patched.fixture.ts'

export const mutants: Readonly<Record<string, Patch>> = {
  laterFragments: {
    about: 'The data of later fragments are read as an id.',
    replace: 'return LATER_FRAGMENT\n',
    by: 'return isFlagged((first >>> 16) & 0xff) ? OF_FLOW : PLAIN\n',
  },
  allFragments: {
    about: 'First fragments are taken for later ones.',
    replace: '& 0x1fff) !== 0',
    by: '& 0x3fff) !== 0',
  },
  'ON-13': {
    about: 'Words are signed.',
    replace: '(word >>> 24)) >>> 0\n',
    by: '(word >>> 24)) | 0\n',
  },
  portsFirst: {
    about: 'Ports are read where the id is.',
    replace: '(kind === OF_FLOW ? 1 : 0)',
    by: '0',
  },
  noOptions: {
    about: 'An id is read where options are.',
    replace: 'return swapped(packets[at + headerWordsOf(packets, at)] as number)',
    by: 'return swapped(packets[at + HEADER_WORDS] as number)',
  },
  anyLength: {
    about: 'Packets may be longer than what has come.',
    replace: ' || total > length',
    by: '',
  },
  belowHeader: {
    about: 'Packets may be shorter than their header.',
    replace: ' || total < 4 * header',
    by: '',
  },
  anyVersion: {
    about: 'Packets of other versions are read.',
    replace: 'first >>> 28 !== 4 || ',
    by: '',
  },
  roomForIds: {
    about: 'A payload need have no room for an id.',
    replace: '(flagged ? 4 : 0) + ',
    by: '',
  },
  oneFlag: {
    about: 'Other code points are taken for the flag.',
    replace: '(service & 0x0c) === 0x0c',
    by: '(service & 0x04) !== 0',
  },
  optionsUnchecked: {
    about: 'Checksums do not look at options.',
    replace: 'if (i >= header) break',
    by: 'if (i >= HEADER_WORDS) break',
  },
}
