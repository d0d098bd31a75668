/** Claims on slices of many nodes: who decides, what is reserved, and what a node promises. */
import { chapter } from 'von'
import { probes, probesCounted } from './figures/probes.ts'
import { blueprint, derived, reborn } from './sources/documents.ts'
import { openClaim } from './sources/openClaim.ts'
import { admission } from './subjects/specs.ts'

const oneNode = { services: 2, nodes: 1 }
const open = (says: string, section: string, missing: string) => openClaim(says, blueprint(section), missing)

export default chapter('Slices', {
  C63: {
    says: 'A service is launched in three stages: a broker names nodes, each of these admits it, and then it starts.',
    source: blueprint('4'),
    verdict: 'HOLDS',
    runs: [
      { check: admission, constants: oneNode, properties: ['launchOnlyAdmitted'], is: 'exhausted' },
      {
        check: admission,
        mutant: 'SL-3',
        properties: ['launchOnlyAdmitted'],
        is: 'violated',
        shows: 'launched before all have admitted it',
      },
      { proof: 'proofs/slice/nodes-are-never-oversold.ts', shows: 'for any number of services and nodes' },
    ],
  },
  C64: {
    says: 'Each node decides by itself, by the policy of its owner.',
    source: blueprint('3.2'),
    verdict: 'HOLDS',
    runs: [
      { check: admission, constants: oneNode, properties: ['policyRespected'], is: 'exhausted' },
      {
        check: admission,
        mutant: 'SL-5',
        properties: ['policyRespected'],
        is: 'violated',
        shows: 'what was granted once is renewed anyway',
      },
    ],
    caveats: ['that the broker has no influence at all was not looked at'],
  },
  C65: {
    says: 'A part of each node stays reserved for experiments.',
    source: blueprint('3.2'),
    verdict: 'HOLDS-IF',
    condition: 'the node counts what clients have against what is not reserved',
    runs: [
      { check: admission, constants: oneNode, properties: ['reserveKept'], is: 'exhausted' },
      {
        check: admission,
        mutant: 'SL-2',
        properties: ['reserveKept'],
        is: 'violated',
        shows: 'clients are admitted while there is room',
      },
    ],
  },
  C66: open(
    'Experiments go on to find room that is reserved for them.',
    '3.2',
    'a claim on requests for experiments that fit',
  ),
  C67: {
    says: 'Admission by several nodes is not all or nothing.',
    source: derived('C63'),
    verdict: 'HOLDS',
    runs: [
      {
        check: admission,
        instance: 'spread',
        properties: ['partialSlice'],
        is: 'reached',
        shows: 'some have admitted what another refuses',
      },
      {
        check: admission,
        mutant: 'SL-4',
        properties: ['noLeak'],
        is: 'violated',
        shows: 'what is then forgotten is lost until it expires',
      },
    ],
  },
  C68: {
    says: 'A broker can answer requests by what monitors have told it.',
    source: blueprint('4'),
    verdict: 'HOLDS-IF',
    condition: 'nodes have the last word',
    runs: [
      {
        check: admission,
        constants: oneNode,
        properties: ['noOvercommit'],
        is: 'exhausted',
        shows: 'whatever the broker believes',
      },
      { check: admission, mutant: 'SL-1', properties: ['noOvercommit'], is: 'violated', shows: 'nodes take its word' },
    ],
  },
  C69: open('Only developers with credentials make requests.', '3.2', 'a spec of credentials that are revoked'),
  C70: open(
    'A node protects itself from faulty services, and bounds what they use.',
    '3.1',
    'a spec of shares of a node',
  ),
  C71: open(
    'A slice promises no network performance, as the Internet reserves nothing.',
    '3.1',
    'a spec of slices with links',
  ),
  C72: {
    says: 'A slice whose links are overlay networks can promise it.',
    source: derived('C71'),
    missing: 'a spec of slices with links',
  },
  C73: open('A slice can ask for nodes far apart, or close together.', '3.1', 'a spec of placement'),
  C74: open(
    'Management is made of services that can be replaced one by one.',
    '3.3',
    'a spec of services and what they depend on',
  ),
  C75: open('Accounts exist once; other services may exist several times.', '3.3', 'a spec of accounts'),
  C76: open('Services that share attributes can change independently.', '3.3', 'a model of schemas'),
  C77: open('Implementations change behind an interface that stays.', '3.4', 'two implementations of one interface'),
  C78: open(
    'Services run side by side for ever, and not one at a time.',
    '2',
    'a spec of exclusive reservation beside it',
  ),
  C79: open('Both the central authority and each machine have to be trusted.', '3.2', 'a spec of what is compromised'),
  C80: open('Owners set policy, and cannot change what isolates services.', '4', 'a spec of who may do what'),
  C81: {
    says: 'Overlays that all probe for themselves waste bandwidth that a common service would save.',
    source: blueprint('5'),
    verdict: 'ARITH',
    runs: [false, true].map(isShared => ({
      figure: `probes in a period of 5 overlays on the same 100 nodes, ${isShared ? 'by a common service' : 'each for itself'}`,
      is: isShared ? 9900 : 49_500,
      by: () => probes(5, 100, isShared),
      alsoBy: () => probesCounted(5, 100, isShared),
    })),
    caveats: ['of overlays that probe all pairs, equally often; what asking the service costs is left out'],
  },
  C82: open('Confined software reaches no more than it is given.', '2', 'a spec of what a service can read'),
  C83: open('A core of nodes that are nearly always up keeps the platform stable.', '4', 'how available they are'),
  C84: {
    says: 'There are 175 nodes at 79 sites, and 1000 are planned.',
    source: reborn,
    missing: 'something to decide: it is a size',
  },
})
