/**
 * Transaction commit: what any commit protocol must achieve, without saying how. Resource managers work on one
 * transaction and decide as if they saw each other: all commit, or none does.
 *
 * Source: J. Gray and L. Lamport, "Consensus on Transaction Commit", ACM TODS 31(1), 2006, section 2.
 *
 * ABSTRACTION: a decision reads the states of all resource managers at once; this hides the messages by which a real
 * one learns of them. `twoPhaseCommit.ts` has the messages.
 * ABSTRACTION: one transaction; this hides everything that transactions do to one another.
 */
import { fill, guard, ids, implies, machine, map, oneOf, spec } from 'von'

export default spec('transactionCommit', { resourceManagers: 3 }, ({ resourceManagers }) => {
  const ResourceManager = ids('rm', resourceManagers)
  const m = machine({ rm: map(ResourceManager, oneOf('working', 'prepared', 'committed', 'aborted')) })

  m.init(() => ({ rm: fill(ResourceManager, () => 'working' as const) }))

  /** Prepare: from here on this resource manager can do either, and leaves it to the others. */
  m.action('prepare', { r: ResourceManager }, (s, { r }) => {
    guard(s.rm[r] === 'working')
    s.rm[r] = 'prepared'
  })

  /** Decide, first half: committing is safe once nobody can still abort. */
  m.action('commit', { r: ResourceManager }, (s, { r }) => {
    guard(s.rm[r] === 'prepared')
    guard(ResourceManager.every(other => s.rm[other] === 'prepared' || s.rm[other] === 'committed'))
    s.rm[r] = 'committed'
  })

  /** Decide, second half: aborting is safe while nobody has committed. */
  m.action('abort', { r: ResourceManager }, (s, { r }) => {
    guard(s.rm[r] === 'working' || s.rm[r] === 'prepared')
    guard(ResourceManager.every(other => s.rm[other] !== 'committed'))
    s.rm[r] = 'aborted'
  })

  /** TCConsistent: no two resource managers decide differently. */
  m.invariant('consistent', s =>
    ResourceManager.every(a => ResourceManager.every(b => implies(s.rm[a] === 'committed', s.rm[b] !== 'aborted'))),
  )

  /** Stability: a decision is never taken back. */
  m.step('decisionsAreFinal', (s, next) =>
    ResourceManager.every(r => implies(s.rm[r] === 'committed' || s.rm[r] === 'aborted', next.rm[r] === s.rm[r])),
  )

  m.witness('canCommit', s => ResourceManager.every(r => s.rm[r] === 'committed'))
  m.witness('canAbort', s => ResourceManager.every(r => s.rm[r] === 'aborted'))
  m.mayEnd(s => ResourceManager.every(r => s.rm[r] === 'committed' || s.rm[r] === 'aborted'))
  m.interchangeable(ResourceManager)
  return m
})
