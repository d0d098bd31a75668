/** Claims on how shares of routers are handed out: by two-phase commit, and for a time only. */
import { chapter } from 'von'
import { birman } from './sources/documents.ts'

const twoPhaseCommit = 'spec/commit/twoPhaseCommit.ts'
const idAllocation = 'spec/lease/idAllocation.ts'

export default chapter('Leases', {
  C47: {
    says: 'Two-phase commit allocates all routers of an overlay or none.',
    source: birman('VI'),
    verdict: 'HOLDS',
    runs: [
      { check: twoPhaseCommit, properties: ['consistent', 'commitsAtomically'], is: 'exhausted' },
      { proof: 'proofs/commit/any-number-agrees.ts', shows: 'for any number of routers' },
    ],
  },
  C57: {
    says: 'Flow identifiers are unique under a loose consistency like that of the DNS.',
    source: birman('VI'),
    verdict: 'HOLDS-IF',
    condition: 'each identifier is delegated to one manager for good, as zones are in the DNS',
    runs: [
      { check: idAllocation, properties: ['idUnique'], is: 'exhausted', shows: 'delegated' },
      {
        check: idAllocation,
        mutant: 'LS-7',
        properties: ['idUnique'],
        is: 'violated',
        depth: 2,
        shows: 'from one shared pool',
      },
    ],
  },
})
