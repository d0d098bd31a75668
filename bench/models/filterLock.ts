/**
 * The filter lock: mutual exclusion of n processes by n - 1 levels, each of which keeps one process back.
 *
 * Source: G. L. Peterson, "Myths About the Mutual Exclusion Problem", Information Processing Letters 12(3), 1981;
 * the name is that of M. Herlihy and N. Shavit, "The Art of Multiprocessor Programming", section 2.4.
 * Every step reads or writes one shared variable. A waiting process looks at the others in any order. What the lock
 * protects is a counter of the critical sections so far, modulo `counted`.
 */
import { fill, guard, ids, int, machine, map, mod, oneOf, set, spec } from 'von'

export default spec('filterLock', { processes: 3, counted: 1 }, ({ processes, counted }) => {
  const Process = ids('p', processes)
  const topLevel = processes - 1
  const Contested = int(1, topLevel)

  const m = machine({
    at: map(Process, oneOf('rising', 'yielding', 'waiting', 'critical')),
    /** shared: how far the process has come; 0 is nowhere */
    level: map(Process, int(0, topLevel)),
    /** shared: who is kept back at a level */
    victim: map(Contested, Process),
    /** the processes that were seen below the own level while waiting */
    passed: map(Process, set(Process)),
    sections: int(0, counted - 1),
  })

  m.init(() => ({
    at: fill(Process, () => 'rising' as const),
    level: fill(Process, () => 0),
    victim: fill(Contested, () => 'p0' as const),
    passed: fill(Process, () => set(Process).of()),
    sections: 0,
  }))

  m.action('rise', { p: Process }, (s, { p }) => {
    guard(s.at[p] === 'rising')
    s.level[p]++
    s.at[p] = 'yielding'
  })

  m.action('yield', { p: Process, level: Contested }, (s, { p, level }) => {
    guard(s.at[p] === 'yielding' && s.level[p] === level)
    s.victim[level] = p
    s.at[p] = 'waiting'
  })

  /** A level has been won when all others are below, or when another one is kept back. */
  m.action('pass', { p: Process, other: Process }, (s, { p, other }) => {
    guard(s.at[p] === 'waiting' && other !== p && !s.passed[p].has(other) && s.level[other] < s.level[p])
    s.passed[p].add(other)
    if (s.passed[p].size < topLevel) return
    s.passed[p].clear()
    s.at[p] = s.level[p] === topLevel ? 'critical' : 'rising'
  })

  m.action('bePushed', { p: Process, level: Contested }, (s, { p, level }) => {
    guard(s.at[p] === 'waiting' && s.level[p] === level && s.victim[level] !== p)
    s.passed[p].clear()
    s.at[p] = level === topLevel ? 'critical' : 'rising'
  })

  m.action('leave', { p: Process }, (s, { p }) => {
    guard(s.at[p] === 'critical')
    s.sections = mod(s.sections + 1, counted)
    s.level[p] = 0
    s.at[p] = 'rising'
  })

  m.invariant('mutualExclusion', s => Process.count(p => s.at[p] === 'critical') <= 1)
  return m
})
