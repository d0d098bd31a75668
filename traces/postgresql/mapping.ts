/**
 * PostgreSQL as the resource managers of two-phase commit: each log is one distributed transaction over some servers, as
 * their own write-ahead logs have it.
 *
 * Hidden is all that the transaction manager does, since nothing that it says of itself is recorded: which votes it has
 * received, and what it decided. A decision is explained if it could have been made before the first record of it.
 */
import { either, type Id, mapping, observe, step } from 'von'
import twoPhaseCommit from '../../spec/commit/twoPhaseCommit.ts'

interface FromNode {
  readonly node: Id<'rm'>
}

export default mapping(twoPhaseCommit, {
  constants: (header: { nodes: string[] }) => ({ resourceManagers: header.nodes.length }),
  rename: (header: { nodes: string[] }) => Object.fromEntries(header.nodes.map((node, i) => [node, `rm${i}`])),
  hidden: ['receiveVote', 'decideCommit', 'decideAbort'],
  events: {
    /** PREPARE: the vote is on disk. */
    prepared: ({ node }: FromNode) => step('prepare', { r: node }),
    /** COMMIT PREPARED. A participant that commits without having voted (COMMIT) does so without being told. */
    committed: ({ node, record }: FromNode & { record: string }) =>
      step(
        'receiveCommit',
        { r: node },
        { before: s => s.rm[node] === (record === 'COMMIT' ? 'working' : 'prepared') },
      ),
    /** After its vote a participant only does as it is told (ROLLBACK PREPARED). Before, it may also have failed by itself. */
    aborted: ({ node, record }: FromNode & { record: string }) =>
      record === 'ABORT_PREPARED'
        ? step('receiveAbort', { r: node }, { before: s => s.rm[node] === 'prepared' })
        : either(
            step('chooseToAbort', { r: node }),
            step('receiveAbort', { r: node }, { before: s => s.rm[node] === 'working' }),
          ),
    /** What a participant says that it has in doubt (pg_prepared_xacts), after it recovered from a crash in particular. */
    asked: ({ node, inDoubt }: FromNode & { inDoubt: boolean }) =>
      observe(s => (s.rm[node] === 'prepared') === inDoubt),
  },
})
