/** Claims on networks that are built on others, each stronger than what is below it. */
import { chapter } from 'von'
import { partedByOne, withoutTwoRoutes } from './figures/cuts.ts'
import { backlog, backlogAfterPeriods, codeOverhead, codeOverheadCounted } from './figures/overhead.ts'
import { birman } from './sources/documents.ts'
import {
  calendar,
  elimination,
  flush,
  groupKeys,
  ingress,
  reliableMulticast,
  router,
  stack,
  twoRoutes,
} from './subjects/specs.ts'

export default chapter('Layers', {
  C37: {
    says: 'A network that is built on another is a refinement of it: the same interface, and stronger properties.',
    source: birman('III'),
    verdict: 'HOLDS',
    runs: [
      {
        check: elimination,
        constants: twoRoutes,
        properties: ['isReliable'],
        is: 'exhausted',
        shows: 'two routes, as a reliable channel',
      },
      {
        check: reliableMulticast,
        properties: ['isMulticast', 'exactlyOnce'],
        is: 'exhausted',
        shows: 'reliable multicast, as multicast',
      },
      {
        check: elimination,
        mutant: 'acceptsAll',
        properties: ['isReliable'],
        is: 'violated',
        shows: 'not without its own work',
      },
      {
        check: flush,
        mutant: 'VS-3',
        properties: ['servesViews'],
        is: 'violated',
        shows: 'the same of virtual synchrony',
      },
    ],
    caveats: ['of the layers that are named; proofs/group/survivors-go-on-together.ts refines virtual synchrony'],
  },
  C38: {
    says: 'Layers can be stacked in successive steps.',
    source: birman('V.2'),
    verdict: 'HOLDS-IF',
    condition:
      'their order is right: no layer is to read what one above has hidden, or to undo what one above does again',
    runs: [
      {
        check: stack,
        properties: ['deliveredOnce', 'eliminated', 'secret', 'allDelivered'],
        is: 'exhausted',
        shows: 'number, copy, encrypt; eliminate, decrypt',
      },
      {
        check: stack,
        mutant: 'numbersInside',
        properties: ['eliminated'],
        is: 'violated',
        shows: 'numbers are encrypted, and to be read on the way',
      },
      {
        check: stack,
        mutant: 'openBelow',
        properties: ['secret'],
        is: 'violated',
        shows: 'so they are decrypted there',
      },
      {
        check: stack,
        mutant: 'copiesAbove',
        properties: ['deliveredOnce'],
        is: 'violated',
        shows: 'copies are made above elimination',
      },
    ],
    caveats: ['of this stack; others were not looked at'],
  },
  C39: {
    says: 'Over a network with bandwidth, bounded loss and a secured infrastructure, nearly any property can be built.',
    source: birman('III'),
    verdict: 'HOLDS',
    runs: [
      {
        check: elimination,
        constants: twoRoutes,
        properties: ['atMostOnce', 'nothingLost', 'delivery'],
        is: 'exhausted',
        shows: 'exactly once',
      },
      {
        check: reliableMulticast,
        properties: ['exactlyOnce', 'allDelivered'],
        is: 'exhausted',
        shows: 'in order, to all',
      },
      { proof: 'proofs/group/survivors-go-on-together.ts', shows: 'virtual synchrony' },
      { proof: 'proofs/group/keys-are-for-members.ts', shows: 'secrecy' },
      { check: calendar, properties: ['dedicated-f0', 'dedicated-f1'], is: 'exhausted', shows: 'bounded latency' },
    ],
    caveats: [
      'of what is listed: "nearly any property" cannot be decided as it stands',
      'total order is not among them',
    ],
  },
  C40: {
    says: 'The same protocols reach the same properties over the raw Internet, which promises none of that.',
    source: birman('V.2'),
    verdict: 'FAILS',
    runs: [
      {
        check: elimination,
        mutant: 'failsAgain',
        properties: ['nothingLost'],
        is: 'violated',
        shows: 'without: failures are apart',
      },
      {
        check: elimination,
        mutant: 'bothFail',
        properties: ['nothingLost'],
        is: 'violated',
        shows: 'without: routes fail independently',
      },
      {
        check: elimination,
        mutant: 'losesOther',
        properties: ['nothingLost'],
        is: 'violated',
        shows: 'without: loss is bounded',
      },
      {
        check: elimination,
        mutant: 'stops',
        properties: ['delivery'],
        is: 'violated',
        shows: 'without: what is under way arrives',
      },
      {
        check: reliableMulticast,
        mutant: 'asksNobody',
        properties: ['allDelivered'],
        is: 'violated',
        shows: 'without: a way back to the sender',
      },
      {
        check: router,
        mutant: 'ON-2',
        properties: ['minimumService'],
        is: 'violated',
        shows: 'without: reserved bandwidth',
      },
      {
        check: groupKeys,
        mutant: 'VS-23',
        properties: ['keyConvergence'],
        is: 'violated',
        shows: 'without: keys that are sent arrive',
      },
      {
        check: ingress,
        mutant: 'forgeryIsCarried',
        properties: ['noForgery'],
        is: 'violated',
        shows: 'without: a secured infrastructure',
      },
    ],
    caveats: ['each premise is dropped alone; with all of them: C39'],
  },
  C41: {
    says: 'A network on an insecure infrastructure is insecure.',
    source: birman('V.2'),
    verdict: 'HOLDS',
    runs: [
      {
        check: ingress,
        mutant: 'nobodyLooks',
        properties: ['memberIsUndisturbed'],
        is: 'violated',
        shows: 'packets enter with any identifier',
      },
      {
        check: ingress,
        properties: ['memberIsUndisturbed', 'noForgery'],
        is: 'exhausted',
        shows: 'not where routers at the edge look',
      },
    ],
    caveats: ['of forged identifiers; not of routers that are hostile themselves'],
  },
  C42: {
    says: 'A network that the failure of one router disrupts cannot support throughput without a break.',
    source: birman('V.2'),
    verdict: 'HOLDS',
    runs: [
      {
        figure:
          'graphs of five routers where one failure parts the ends, which are those without two routes that share no router',
        is: 258,
        by: partedByOne,
        alsoBy: withoutTwoRoutes,
      },
      {
        check: elimination,
        mutant: 'sendsOnce',
        properties: ['nothingLost'],
        is: 'violated',
        shows: 'all packets on one route',
      },
    ],
  },
  C43: {
    says: 'What makes a network stronger costs overhead.',
    source: birman('V.2'),
    verdict: 'ARITH',
    runs: [
      {
        figure: 'packets sent for one, by duplication',
        is: 2,
        by: () => codeOverhead(1, 2),
        alsoBy: () => codeOverheadCounted(1, 2, 100),
      },
      {
        figure: 'packets sent for one, where any two of three will do',
        is: 1.5,
        by: () => codeOverhead(2, 3),
        alsoBy: () => codeOverheadCounted(2, 3, 100),
      },
    ],
  },
  C44: {
    says: 'It works where the network below is fast enough for the speed above and what the layer costs.',
    source: birman('III'),
    verdict: 'HOLDS-IF',
    condition: 'all packets that layers make of those above fit into the share below',
    runs: [
      {
        figure: 'packets that wait after 1200 slots, where a layer makes 2 of one in 2 slots',
        is: 0,
        by: () => backlog(2, 2, 1200),
        alsoBy: () => backlogAfterPeriods(2, 2, 1200),
      },
      {
        figure: 'packets that wait after 1200 slots, where a layer makes 3 of one in 2 slots',
        is: 600,
        by: () => backlog(3, 2, 1200),
        alsoBy: () => backlogAfterPeriods(3, 2, 1200),
      },
    ],
  },
  C45: {
    says: 'Multicast can be replaced by a reliable one behind the same interface.',
    source: birman('V.2'),
    verdict: 'HOLDS',
    runs: [
      { check: reliableMulticast, properties: ['isMulticast'], is: 'exhausted' },
      {
        check: reliableMulticast,
        mutant: 'deliversUnsent',
        properties: ['isMulticast'],
        is: 'violated',
        shows: 'not by one that makes packets up',
      },
    ],
  },
  C46: {
    says: 'A protocol can come with a contract: over a network of this kind it guarantees this property.',
    source: birman('table 1'),
    verdict: 'HOLDS-IF',
    condition: 'the network keeps its side; each part of that is needed',
    runs: [
      {
        check: elimination,
        constants: twoRoutes,
        properties: ['isReliable', 'delivery'],
        is: 'exhausted',
        shows: 'failures are apart',
      },
      { check: elimination, mutant: 'failsAgain', properties: ['nothingLost'], is: 'violated', shows: 'they are not' },
      { proof: 'proofs/route/two-routes-are-one-reliable-channel.ts', shows: 'by induction, for longer paths' },
    ],
  },
})
