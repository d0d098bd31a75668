/**
 * The MCS lock: a queue of waiting processes, each of which waits for a flag of its own.
 *
 * Source: J. M. Mellor-Crummey and M. L. Scott, "Algorithms for Scalable Synchronization on Shared-Memory
 * Multiprocessors", ACM TOCS 9(1), 1991, algorithm 5. Every step reads, writes, swaps or compares one shared variable.
 */
import { bool, fill, guard, ids, machine, map, oneOf, option, spec } from 'von'

export default spec('mcsLock', { processes: 3 }, ({ processes }) => {
  const Process = ids('p', processes)
  const Link = option(Process)
  const At = oneOf('idle', 'swapping', 'locking', 'linking', 'waiting', 'critical', 'emptying', 'expecting', 'handing')

  const m = machine({
    at: map(Process, At),
    /** shared: the last in the queue */
    tail: Link,
    /** shared: who comes next in the queue, once that process has linked itself */
    next: map(Process, Link),
    /** shared: the process has to wait */
    locked: map(Process, bool),
    /** who came before the process, until it has linked itself */
    previous: map(Process, Link),
  })

  m.init(() => ({
    at: fill(Process, () => 'idle' as const),
    tail: null,
    next: fill(Process, () => null),
    locked: fill(Process, () => false),
    previous: fill(Process, () => null),
  }))

  m.action('arrive', { p: Process }, (s, { p }) => {
    guard(s.at[p] === 'idle')
    s.next[p] = null
    s.at[p] = 'swapping'
  })

  m.action('swap', { p: Process }, (s, { p }) => {
    guard(s.at[p] === 'swapping')
    s.previous[p] = s.tail
    s.tail = p
    s.at[p] = s.previous[p] === null ? 'critical' : 'locking'
  })

  m.action('lock', { p: Process }, (s, { p }) => {
    guard(s.at[p] === 'locking')
    s.locked[p] = true
    s.at[p] = 'linking'
  })

  m.action('link', { p: Process }, (s, { p }) => {
    const previous = s.previous[p]
    guard(s.at[p] === 'linking' && previous !== null)
    s.next[previous] = p
    s.previous[p] = null
    s.at[p] = 'waiting'
  })

  m.action('enter', { p: Process }, (s, { p }) => {
    guard(s.at[p] === 'waiting' && !s.locked[p])
    s.at[p] = 'critical'
  })

  m.action('leave', { p: Process }, (s, { p }) => {
    guard(s.at[p] === 'critical')
    s.at[p] = s.next[p] === null ? 'emptying' : 'handing'
  })

  /** Compare and swap: it fails when somebody has joined the queue but not yet linked itself. */
  m.action('empty', { p: Process }, (s, { p }) => {
    guard(s.at[p] === 'emptying')
    s.at[p] = s.tail === p ? 'idle' : 'expecting'
    if (s.tail === p) s.tail = null
  })

  m.action('expect', { p: Process }, (s, { p }) => {
    guard(s.at[p] === 'expecting' && s.next[p] !== null)
    s.at[p] = 'handing'
  })

  m.action('hand', { p: Process }, (s, { p }) => {
    const next = s.next[p]
    guard(s.at[p] === 'handing' && next !== null)
    s.locked[next] = false
    s.at[p] = 'idle'
  })

  m.invariant('mutualExclusion', s => Process.count(p => s.at[p] === 'critical') <= 1)
  m.interchangeable(Process)
  return m
})
