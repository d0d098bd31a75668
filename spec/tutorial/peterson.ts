/**
 * Peterson's algorithm: two processes share a critical section, with nothing but variables that both can read. Each says that
 * it wants to enter, lets the other go first, and waits until the other does not want to, or has let it go first.
 *
 * Source: G. L. Peterson, "Myths about the mutual exclusion problem", Information Processing Letters 12(3), 1981.
 *
 * ABSTRACTION: the test before entering reads both variables at once; this hides what happens between two reads.
 */
import { bool, guard, implies, machine, map, oneOf, spec } from 'von'

export default spec(
  'peterson',
  { bug: ['none', 'entersAnyway', 'turnFirst', 'flagsOnly', 'staysInside'] },
  ({ bug }) => {
    const Process = oneOf('p0', 'p1')
    const otherThan = (p: 'p0' | 'p1') => (p === 'p0' ? 'p1' : 'p0')
    const m = machine({
      at: map(Process, oneOf('outside', 'entry', 'waiting', 'inside')),
      wants: map(Process, bool),
      turn: Process,
    })
    m.init(() => ({ at: { p0: 'outside', p1: 'outside' }, wants: { p0: false, p1: false }, turn: 'p0' }))

    m.action('arrive', { p: Process }, (s, { p }) => {
      guard(s.at[p] === 'outside')
      s.at[p] = 'entry'
      if (bug === 'turnFirst') s.turn = otherThan(p)
      else s.wants[p] = true
    })

    m.action('letGo', { p: Process }, (s, { p }) => {
      guard(s.at[p] === 'entry')
      s.at[p] = 'waiting'
      if (bug === 'turnFirst') s.wants[p] = true
      else s.turn = otherThan(p)
    })

    m.action('enter', { p: Process }, (s, { p }) => {
      guard(s.at[p] === 'waiting')
      guard(!s.wants[otherThan(p)] || (s.turn === p && bug !== 'flagsOnly') || bug === 'entersAnyway')
      s.at[p] = 'inside'
    })

    m.action('leave', { p: Process }, (s, { p }) => {
      guard(s.at[p] === 'inside')
      s.at[p] = 'outside'
      s.wants[p] = false
    })

    // A process may stay outside for ever. Whoever has set out goes on.
    m.fair('weak', bug === 'staysInside' ? ['letGo', 'enter'] : ['letGo', 'enter', 'leave'], { each: 'p' })

    m.invariant('mutualExclusion', s => Process.count(p => s.at[p] === 'inside') <= 1)
    m.lemma('wantsUnlessOutside', s => Process.every(p => s.wants[p] === (s.at[p] !== 'outside')))
    m.lemma('wasLetIn', s =>
      Process.every(p =>
        implies(s.at[p] === 'inside' && ['waiting', 'inside'].includes(s.at[otherThan(p)]), s.turn === p),
      ),
    )
    m.temporal('everyoneGetsIn', ({ and, leadsTo }) =>
      and(
        ...Process.map(p =>
          leadsTo(
            s => s.at[p] === 'waiting',
            s => s.at[p] === 'inside',
          ),
        ),
      ),
    )
    m.witness('bothWait', s => Process.every(p => s.at[p] === 'waiting'))
    return m
  },
  {
    mutants: {
      entersAnyway: {
        about: 'A process enters without looking at the other.',
        constants: { bug: 'entersAnyway' },
        violates: 'mutualExclusion',
      },
      turnFirst: {
        about: 'A process lets the other go first before it says that it wants to enter.',
        constants: { bug: 'turnFirst' },
        violates: 'mutualExclusion',
      },
      flagsOnly: {
        about: 'A process waits until the other does not want to enter, whoever was let go first.',
        constants: { bug: 'flagsOnly' },
        violates: 'deadlock',
      },
      staysInside: {
        about: 'A process may stay inside for ever.',
        constants: { bug: 'staysInside' },
        violates: 'everyoneGetsIn',
      },
    },
  },
)
