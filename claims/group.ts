/** Claims on groups: who is in them, what they deliver, and who can read it. */
import { chapter } from 'von'
import { reached, reachedBackwards } from './figures/gossip.ts'
import { birman, supernets } from './sources/documents.ts'
import { openClaim } from './sources/openClaim.ts'
import { flush, groupKeys, viewSynchrony } from './subjects/specs.ts'

/** Of 16 processes, where one message of twenty is lost. */
const chance = (what: string, rounds: number, least: number, most: number, is: number) => ({
  figure: `chance, of 16 processes and a loss of 5 %, after ${what}`,
  is,
  digits: 3,
  by: () => reached({ processes: 16, loss: 0.05, rounds }, least, most),
  alsoBy: () => reachedBackwards({ processes: 16, loss: 0.05, rounds }, least, most),
})

export default chapter('Groups', {
  C113: {
    says: 'A network can behave like a group of processes whose membership is managed.',
    source: birman('V.2'),
    verdict: 'HOLDS',
    runs: [
      {
        proof: 'proofs/group/survivors-go-on-together.ts',
        shows: 'a protocol that does all that is promised of views',
      },
      {
        check: flush,
        mutant: 'VS-3',
        properties: ['servesViews'],
        is: 'violated',
        shows: 'not if messages of the failed are left out',
      },
      {
        check: flush,
        mutant: 'VS-7',
        properties: ['primaryComponent'],
        is: 'violated',
        shows: 'nor with two coordinators',
      },
    ],
  },
  C114: {
    says: 'Those who go from one view to the next together have delivered the same messages.',
    source: birman('V.2'),
    verdict: 'HOLDS',
    runs: [
      { proof: 'proofs/group/survivors-go-on-together.ts' },
      {
        check: viewSynchrony,
        mutant: 'VS-1',
        properties: ['virtualSynchrony'],
        is: 'violated',
        shows: 'members leave whatever others have delivered',
      },
      {
        check: flush,
        mutant: 'VS-1',
        properties: ['virtualSynchrony'],
        is: 'violated',
        shows: 'the coordinator does not wait for all',
      },
    ],
  },
  C115: openClaim(
    'A group can replicate data and coordinate actions.',
    birman('V.2'),
    'a spec of replicas over total order, and over none',
  ),
  C116: {
    says: 'Keys change with the members: who has left reads nothing more, and who joins reads nothing from before.',
    source: birman('VI'),
    verdict: 'HOLDS-IF',
    condition: 'who sends waits until the key of the new view is there',
    runs: [
      { check: groupKeys, properties: ['leaverExcluded', 'keyViewBinding'], is: 'exhausted', shows: 'who has left' },
      {
        check: groupKeys,
        constants: { newcomer: true },
        properties: ['joinerExcluded'],
        is: 'exhausted',
        shows: 'who joins',
      },
      {
        check: groupKeys,
        mutant: 'VS-12b',
        properties: ['leaverExcluded'],
        is: 'violated',
        shows: 'the old key is used meanwhile',
      },
      {
        check: groupKeys,
        mutant: 'VS-11',
        properties: ['leaverExcluded'],
        is: 'violated',
        shows: 'the new key is told to those who have left',
      },
      {
        check: groupKeys,
        mutant: 'VS-13',
        properties: ['joinerExcluded'],
        is: 'violated',
        shows: 'newcomers are told the old key',
      },
    ],
  },
  C117: {
    says: 'Keys are changed from time to time also where nobody comes or goes.',
    source: birman('V.2'),
    verdict: 'HOLDS',
    runs: [
      {
        check: groupKeys,
        properties: ['keyConvergence', 'keyViewBinding'],
        is: 'exhausted',
        shows: 'a view with the same members has a key of its own',
      },
      {
        check: groupKeys,
        mutant: 'VS-23',
        properties: ['keyConvergence'],
        is: 'violated',
        shows: 'not if a key is sent once and lost',
      },
    ],
    caveats: ['how old a key may get was not looked at'],
  },
  C118: openClaim('One machine can be in several private networks.', birman('IV.2'), 'a spec of members of two groups'),
  C119: openClaim(
    'Nothing gets from one private network to another.',
    birman('IV.2'),
    'a spec of members of two groups',
  ),
  C120: {
    says: 'A key agent beside each participant obtains the key and installs it.',
    source: birman('V.2'),
    verdict: 'HOLDS-IF',
    condition: 'a key that gets lost is sent again',
    runs: [
      {
        check: groupKeys,
        properties: ['keyConvergence'],
        is: 'exhausted',
        shows: 'all members have the key in the end',
      },
      { check: groupKeys, mutant: 'VS-23', properties: ['keyConvergence'], is: 'violated', shows: 'it is sent once' },
      {
        check: groupKeys,
        mutant: 'VS-22',
        properties: ['keyViewBinding'],
        is: 'violated',
        shows: 'a late key replaces a newer one',
      },
    ],
  },
  C121: openClaim('Who takes part can be authenticated.', birman('VI'), 'a spec of certificates'),
  C122: openClaim(
    'Failures of a connection are reported to both ends, or to none.',
    supernets,
    'a spec of two ends and a channel that loses',
  ),
  C123: openClaim(
    'On the Internet failures cannot be told from delay.',
    supernets,
    'two runs that nobody can tell apart',
  ),
  C124: {
    says: 'Gossip reaches nearly all or nearly none.',
    source: birman('V.2'),
    verdict: 'HOLDS-IF',
    condition: 'there are rounds enough; after few, what is between is likely',
    runs: [
      chance('6 rounds: from 2 to 14, which is neither nearly all nor nearly none', 6, 2, 14, 0.516),
      chance('14 rounds: from 2 to 14', 14, 2, 14, 7.83e-7),
      chance('14 rounds: all', 14, 16, 16, 0.999),
      chance('14 rounds: the sender only', 14, 1, 1, 6.1e-19),
    ],
    caveats: [
      'of all who have it pushing to one other in each round; then it is nearly all, and nearly none does not happen in practice',
    ],
  },
  C125: openClaim('Gossip keeps its throughput where a member stalls.', birman('V.2'), 'a spec of both'),
  C126: openClaim('Members can be tracked by gossip.', birman('V.2'), 'a spec of gossip'),
  C127: openClaim('Groups can tolerate partitions.', birman('V.2'), 'a verdict on groups that are parted'),
  C128: openClaim('Large systems can be watched by aggregation.', supernets, 'a spec of replicas and aggregates'),
  C129: openClaim('Synchronised clocks allow promises about time.', supernets, 'a spec of clocks and delivery'),
})
