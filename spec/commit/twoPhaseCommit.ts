/**
 * Two-phase commit: a transaction manager collects the votes of the resource managers, decides, and tells them.
 *
 * Source: J. Gray and L. Lamport, "Consensus on Transaction Commit", ACM TODS 31(1), 2006, section 3; the actions are
 * those of its appendix, so that the numbers of states can be compared with published ones.
 * It refines `transactionCommit.ts` (TCCorrect in that paper), with `rm` standing for `rm`.
 *
 * ABSTRACTION: messages are never removed from the set of those sent. A message may therefore be received twice, late,
 * out of order or not at all; what is hidden is only how often the network really does so.
 * ABSTRACTION: resource managers vote without being asked, and one that aborts by itself tells nobody: the transaction
 * manager may abort at any time anyway. This hides the `prepare` and `no` messages, not any outcome.
 */
import { fill, guard, ids, implies, machine, map, oneOf, type StateOf, set, spec, variant } from 'von'
import transactionCommit from './transactionCommit.ts'
import { bugs, mutants } from './twoPhaseCommit.mutants.ts'

export default spec(
  'twoPhaseCommit',
  { resourceManagers: 3, bug: bugs },
  ({ resourceManagers, bug }) => {
    const ResourceManager = ids('rm', resourceManagers)
    const Message = variant({ prepared: { from: ResourceManager }, commit: {}, abort: {} })

    const variables = {
      rm: map(ResourceManager, oneOf('working', 'prepared', 'committed', 'aborted')),
      tm: oneOf('collecting', 'committed', 'aborted'),
      votes: set(ResourceManager),
      sent: set(Message),
    }
    type State = StateOf<typeof variables>
    const m = machine(variables)

    m.init(() => ({
      rm: fill(ResourceManager, () => (bug === 'startsPrepared' ? 'prepared' : 'working')),
      tm: 'collecting',
      votes: set(ResourceManager).of(),
      sent: set(Message).of(),
    }))

    /** RMPrepare: the vote yes; the resource manager gives up its right to abort alone. */
    m.action('prepare', { r: ResourceManager }, (s, { r }) => {
      guard(s.rm[r] === (bug === 'startsPrepared' ? 'prepared' : 'working'))
      s.rm[r] = 'prepared'
      s.sent.add({ kind: 'prepared', from: r })
    })

    /** RMChooseToAbort: possible only before the vote. */
    m.action('chooseToAbort', { r: ResourceManager }, (s, { r }) => {
      guard(s.rm[r] === 'working' || (bug === 'abortsAfterVote' && s.rm[r] === 'prepared'))
      s.rm[r] = 'aborted'
    })

    /** TMRcvPrepared */
    m.action('receiveVote', { r: ResourceManager }, (s, { r }) => {
      guard(s.tm === 'collecting' && s.sent.has({ kind: 'prepared', from: r }))
      s.votes.add(r)
    })

    /** TMCommit: only a unanimous vote commits. */
    m.action('decideCommit', {}, s => {
      const needed = bug === 'commitsOnMajority' ? Math.floor(resourceManagers / 2) + 1 : resourceManagers
      guard(s.tm === 'collecting' && s.votes.size >= needed)
      s.tm = 'committed'
      s.sent.add({ kind: 'commit' })
    })

    /** TMAbort: stands for a vote no, a timeout, or a change of mind, as long as nothing is decided. */
    m.action('decideAbort', {}, s => {
      guard(s.tm === 'collecting' || (bug === 'abortsAfterCommit' && s.tm === 'committed'))
      s.tm = 'aborted'
      if (bug !== 'abortsSilently') s.sent.add({ kind: 'abort' })
    })

    /** RMRcvCommitMsg */
    m.action('receiveCommit', { r: ResourceManager }, (s, { r }) => {
      guard(s.sent.has({ kind: 'commit' }))
      s.rm[r] = 'committed'
    })

    /** RMRcvAbortMsg */
    m.action('receiveAbort', { r: ResourceManager }, (s, { r }) => {
      guard(s.sent.has({ kind: 'abort' }))
      s.rm[r] = bug === 'retriesAfterAbort' ? 'working' : 'aborted'
    })

    /** No two resource managers decide differently. */
    m.invariant('consistent', s =>
      ResourceManager.every(a => ResourceManager.every(b => implies(s.rm[a] === 'committed', s.rm[b] !== 'aborted'))),
    )

    /** The transaction manager decides once. That resource managers do so too is part of the refinement. */
    m.step('decisionIsFinal', (s, next) => implies(s.tm !== 'collecting', next.tm === s.tm))

    /** TPSpec implies TCSpec: what resource managers do is what transaction commit allows, whatever is sent. */
    m.refines('commitsAtomically', transactionCommit.instance({ resourceManagers }), s => ({ rm: s.rm }))

    // Why it is so: what each message, vote and decision tells. By induction the promises above follow.
    const isSent = (s: State, kind: 'commit' | 'abort') => s.sent.has({ kind })
    m.lemma(
      'decisionsAreSentOnce',
      s => implies(isSent(s, 'commit'), s.tm === 'committed') && implies(isSent(s, 'abort'), s.tm === 'aborted'),
    )
    m.lemma('commitsAreReceived', s =>
      ResourceManager.every(r => implies(s.rm[r] === 'committed', isSent(s, 'commit'))),
    )
    m.lemma('votesAreReceived', s =>
      ResourceManager.every(r => implies(s.votes.has(r), s.sent.has({ kind: 'prepared', from: r }))),
    )
    m.lemma('commitIsUnanimous', s =>
      implies(
        s.tm === 'committed',
        ResourceManager.every(r => s.votes.has(r)),
      ),
    )
    /** Who has voted has given up the right to abort alone. */
    m.lemma('votersWait', s =>
      ResourceManager.every(r =>
        implies(
          s.sent.has({ kind: 'prepared', from: r }),
          s.rm[r] !== 'working' && implies(s.rm[r] === 'aborted', isSent(s, 'abort')),
        ),
      ),
    )

    // The transaction manager does not wait for votes for ever, and what was sent is received sooner or later.
    if (bug !== 'managerStops') m.fair('weak', 'decideAbort')
    m.fair('weak', ['receiveCommit', 'receiveAbort'], { each: 'r' })

    /** Nobody who has voted is left in doubt: what two-phase commit cannot promise when the transaction manager stops. */
    m.temporal('nobodyBlocks', ({ and, leadsTo }) =>
      and(
        ...ResourceManager.map(r =>
          leadsTo(
            s => s.rm[r] === 'prepared',
            s => s.rm[r] !== 'prepared',
          ),
        ),
      ),
    )

    m.witness('canCommit', s => ResourceManager.every(r => s.rm[r] === 'committed'))
    m.witness('canAbort', s => ResourceManager.every(r => s.rm[r] === 'aborted'))
    // A decision can be received again for ever, so this never comes to an end by itself.
    m.mayEnd()
    m.interchangeable(ResourceManager)
    return m
  },
  { instances: { five: { resourceManagers: 5 } }, mutants },
)
