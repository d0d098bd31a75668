/** Claims on networks of peers and on services that run on many nodes. */
import { chapter } from 'von'
import { fatalLosses, fatalLossesSummed, idClash, idClashExactly } from './figures/copies.ts'
import { peers, reborn } from './sources/documents.ts'
import { openClaim } from './sources/openClaim.ts'

const fatal = (what: string, machines: number, holders: number, needed: number, lost: number, is: number) => ({
  figure: what,
  is,
  by: () => fatalLosses(machines, holders, needed, lost),
  alsoBy: () => fatalLossesSummed(machines, holders, needed, lost),
})

export default chapter('Peers', {
  C130: openClaim('A network with one directory is gone with it.', peers, 'a spec of look-up by a server'),
  C131: openClaim(
    'Without central control it survives the crash of peers.',
    peers,
    'a spec of a ring that repairs itself',
  ),
  C132: openClaim('Several servers have to be kept in step.', peers, 'a spec of replicas that are parted'),
  C133: openClaim('Names are found more reliably by peers.', peers, 'how many servers a zone has'),
  C134: openClaim('A cache of peers absorbs sudden popularity.', peers, 'a model of load'),
  C135: openClaim(
    'A good cache finds out what was changed.',
    peers,
    'a spec of a reader that looks, and of one that does not',
  ),
  C136: {
    says: 'Copies on the disks of peers keep data safe.',
    source: peers,
    verdict: 'HOLDS-IF',
    condition: 'fewer are lost than there are copies',
    runs: [
      fatal('ways to lose 2 of 6 peers and all of 3 copies', 6, 3, 1, 2, 0),
      fatal('ways to lose 3 of 6 peers and all of 3 copies', 6, 3, 1, 3, 1),
    ],
  },
  C137: openClaim(
    'A thousand weak machines beat the fastest one.',
    peers,
    'how fast they are, and what can be divided',
  ),
  C138: openClaim('Hostile peers can pretend to be good.', peers, 'a spec of answers by majority'),
  C139: {
    says: 'A file is rebuilt from some of its fragments.',
    source: reborn,
    verdict: 'HOLDS-IF',
    condition: 'no more are lost than the code has to spare',
    runs: [
      fatal('ways to lose 2 of 5 fragments, of which any 3 do, and the file', 5, 5, 3, 2, 0),
      fatal('ways to lose 3 of 5 fragments, of which any 3 do, and the file', 5, 5, 3, 3, 10),
    ],
  },
  C140: openClaim('An unaltered id means unaltered data.', reborn, 'a theorem on ids by content'),
  C141: {
    says: 'Ids of 160 bits do not clash.',
    source: reborn,
    verdict: 'ARITH',
    runs: [
      {
        figure: 'chance of a clash among 10^14 ids',
        is: 3.42e-21,
        digits: 3,
        by: () => idClash(1e14, 160),
        alsoBy: () => idClashExactly(10n ** 14n, 160n),
      },
    ],
    caveats: ['of ids drawn at random'],
  },
  C142: {
    says: 'There is room for 10,000 files of each of 10,000,000,000 people.',
    source: reborn,
    verdict: 'ARITH',
    runs: [
      { figure: 'files', is: 1e14, by: () => 10_000 * 10_000_000_000, alsoBy: () => Number(10n ** 4n * 10n ** 10n) },
    ],
  },
  C143: openClaim('A fixed number of copies is too small or too large.', reborn, 'a model of popularity'),
  C144: {
    says: 'Ninety sensors together saw the probes of a worm rise sixfold, from 200 to 1200 a day.',
    source: reborn,
    verdict: 'ARITH',
    runs: [{ figure: 'how many times as many', is: 6, by: () => 1200 / 200, alsoBy: () => Number(1200n / 200n) }],
    caveats: [
      'of the ratio only: the numbers are measurements of others',
      'that one sensor alone sees it later was not computed',
    ],
  },
  C145: openClaim('Programmable nodes can stop a worm.', reborn, 'a spec of filters on all ways and on some'),
  C146: {
    says: 'A backbone moves a DVD in 36 s, 3500 times as fast as a line at home.',
    source: reborn,
    verdict: 'ARITH',
    runs: [
      {
        figure: 'Gbit/s, of 4.7 GB in 36 s',
        is: 1.04,
        digits: 3,
        by: () => (4.7 * 8) / 36,
        alsoBy: () => Number((4_700_000_000n * 8n) / 36n) / 1e9,
      },
      {
        figure: 'kbit/s of the line at home',
        is: 298,
        digits: 3,
        by: () => ((4.7 * 8) / 36 / 3500) * 1e6,
        alsoBy: () => Number((4_700_000_000n * 8n) / (36n * 3500n)) / 1e3,
      },
    ],
  },
  C147: openClaim(
    'A personal environment can be stored and rebuilt anywhere.',
    reborn,
    'a spec of suspending and resuming',
  ),
  C148: {
    says: 'Networks break into pieces, so data must be in several places.',
    source: peers,
    verdict: 'HOLDS-IF',
    condition: 'the piece at hand has a copy',
    runs: [
      fatal('pieces of 3 of 6 peers without any of 4 copies', 6, 4, 1, 3, 0),
      fatal('pieces of 3 of 6 peers without any of 3 copies', 6, 3, 1, 3, 1),
    ],
    caveats: ['a piece is what is left where the other peers are taken for lost'],
  },
})
