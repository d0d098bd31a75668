/**
 * Keys of a group: whoever is in a view reads what is sent in it, and nobody else does, neither those who have left nor those
 * who come later.
 *
 * A member of each view makes a fresh key for it, and tells the other members of this view. Beside each process is a key
 * agent, which obtains the key and puts it into the driver of the network; between the new view and its key, the driver holds
 * back what is to be sent. A view with the same members again is how keys are refreshed.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", sections IV.2 (dynamic virtual private networks,
 * whose keys change with those who take part) and V.2 (session keys, key agents, secured group communication); O. Rodeh, K.
 * Birman, D. Dolev, "The Architecture and Performance of Security Protocols in the Ensemble Group Communication System", ACM
 * TISSEC 4(3), 2001.
 *
 * ABSTRACTION: views are made known in one place, and installed in the order of their numbers; see `viewSynchrony.ts` for
 * what else is promised of them, and `flush.ts` for how. Processes do not fail here, but may be left out of the next view.
 * ABSTRACTION: nobody guesses a key, and between two processes keys travel in secret; this hides ciphers, certificates, and
 * how it is decided who may join.
 * ABSTRACTION: a key knows its view, and whoever comes first makes it; this hides how members agree on who that is.
 * ABSTRACTION: members see who has the key already; this hides acknowledgements, without which it is sent more often.
 */
import { fill, guard, ids, implies, machine, map, option, pick, type StateOf, set, spec, type ValueOf } from 'von'
import { bugs, mutants } from './groupKeys.mutants.ts'

export default spec(
  'groupKeys',
  {
    processes: 2,
    views: 2,
    /** whether one process is not in the first view, and may join */
    newcomer: false,
    bug: bugs,
  },
  ({ processes, views, newcomer, bug }) => {
    const Process = ids('p', processes)
    /** In the order of their numbers. The first is there from the beginning. */
    const View = ids('v', views)
    /** Keys have the names of the views for which they are made. */
    const Key = View
    const viewNames = [...View]
    const number = fill(View, view => viewNames.indexOf(view))
    const previous = fill(View, view => viewNames[viewNames.indexOf(view) - 1] ?? view)

    const variables = {
      /** nobody: there is no such view yet */
      members: map(View, set(Process)),
      /** where each process is now */
      view: map(Process, option(View)),
      /** the key of each view, once it is made */
      keyOf: map(View, option(Key)),
      /** keys on their way: to whom */
      offered: map(Key, set(Process)),
      /** what each process knows and never forgets */
      known: map(Process, set(Key)),
      /** the key in the driver; without one it holds back */
      driver: map(Process, option(Key)),
      /** with which keys something was sent in each view */
      used: map(View, set(Key)),
    }
    type State = StateOf<typeof variables>
    type ProcessId = ValueOf<typeof Process>
    type ViewId = ValueOf<typeof View>
    const m = machine(variables)

    m.init(() => {
      const last = pick(Process)
      const isFounder = (p: ProcessId) => !newcomer || p !== last
      return {
        members: fill(View, view => (view === 'v0' ? Process.filter(isFounder) : set(Process).of())),
        view: fill(Process, p => (isFounder(p) ? ('v0' as const) : null)),
        keyOf: fill(View, () => null),
        offered: fill(Key, () => set(Process).of()),
        known: fill(Process, () => set(Key).of()),
        driver: fill(Process, () => null),
        used: fill(View, () => set(Key).of()),
      }
    })

    const isBefore = (one: ViewId, other: ViewId) => number[one] < number[other]
    const isCreated = (s: State, view: ViewId) => s.members[view].size > 0

    // ---- Views ----------------------------------------------------------------------------------------------------

    m.action('create', { view: View, members: set(Process) }, (s, { view, members }) => {
      const last = previous[view]
      guard(members.size > 0 && !isCreated(s, view) && isCreated(s, last))
      s.members[view] = members
    })

    m.action('install', { p: Process, view: View }, (s, { p, view }) => {
      const here = s.view[p]
      guard(s.members[view].has(p) && (here === null || isBefore(here, view)))
      s.view[p] = view
      if (bug !== 'keepsOldKey') s.driver[p] = null
    })

    // ---- Keys -----------------------------------------------------------------------------------------------------

    m.action('makeKey', { p: Process }, (s, { p }) => {
      const view = s.view[p]
      guard(view !== null && s.keyOf[view] === null)
      const old = s.keyOf[previous[view]]
      const isGrown = Process.every(q => !s.members[previous[view]].has(q) || s.members[view].has(q))
      const key = bug === 'keepsKeyOnJoin' && isGrown ? (old ?? view) : view
      s.keyOf[view] = key
      s.known[p].add(key)
      if (bug === 'sendsOnce') s.offered[key] = s.members[view]
    })

    /** Who has the key of its view tells it to others in this view, again where it was lost. */
    m.action('offer', { p: Process, q: Process }, (s, { p, q }) => {
      const view = s.view[p]
      guard(view !== null && bug !== 'sendsOnce')
      const key = s.keyOf[view]
      guard(key !== null && s.known[p].has(key))
      guard(s.members[view].has(q) || (bug === 'tellsLeavers' && s.members[previous[view]].has(q)))
      guard(!s.known[q].has(key) && !s.offered[key].has(q))
      s.offered[key].add(q)
    })

    m.action('receive', { p: Process, key: Key }, (s, { p, key }) => {
      guard(s.offered[key].has(p))
      s.offered[key].delete(p)
      s.known[p].add(key)
      if (bug === 'takesAnyKey') s.driver[p] = key
    })

    m.action('lose', { p: Process, key: Key }, (s, { p, key }) => {
      guard(s.offered[key].has(p))
      s.offered[key].delete(p)
    })

    /** Section V.2: the agent gives the driver each new key as it becomes available. */
    m.action('rekey', { p: Process }, (s, { p }) => {
      const view = s.view[p]
      guard(view !== null)
      const key = s.keyOf[view]
      guard(key !== null && s.known[p].has(key) && s.driver[p] !== key)
      s.driver[p] = key
    })

    m.action('send', { p: Process }, (s, { p }) => {
      const view = s.view[p]
      const key = s.driver[p]
      guard(view !== null && key !== null && !s.used[view].has(key))
      s.used[view].add(key)
    })

    // ---- What must hold -------------------------------------------------------------------------------------------

    /** What is sent in a view is encrypted with the key that was made for it. */
    m.invariant('keyViewBinding', s => View.every(view => s.used[view].every(key => s.keyOf[view] === key)))

    const canRead = (s: State, p: ProcessId, view: ViewId) => s.used[view].some(key => s.known[p].has(key))
    const everyOutsider = (s: State, claim: (p: ProcessId, view: ViewId) => boolean) =>
      View.every(view => Process.every(p => implies(isCreated(s, view) && !s.members[view].has(p), claim(p, view))))
    /** Forward secrecy: who has left cannot read what is sent after. */
    m.invariant('leaverExcluded', s =>
      everyOutsider(s, (p, view) =>
        implies(
          View.some(earlier => isBefore(earlier, view) && s.members[earlier].has(p)),
          !canRead(s, p, view),
        ),
      ),
    )
    if (newcomer || views > 2) {
      /** Backward secrecy: who joins cannot read what was sent before. */
      m.invariant('joinerExcluded', s =>
        everyOutsider(s, (p, view) =>
          implies(
            View.some(later => isBefore(view, later) && s.members[later].has(p)),
            !canRead(s, p, view),
          ),
        ),
      )
    }

    // Why it is so: a key is of one view, and only members of this view are told.
    m.lemma('keysAreFresh', s => View.every(view => s.keyOf[view] === null || s.keyOf[view] === view))
    m.lemma('membersAreTold', s =>
      Key.every(key => Process.every(p => !(s.offered[key].has(p) || s.known[p].has(key)) || s.members[key].has(p))),
    )
    m.lemma('driversHold', s =>
      Process.every(p => {
        const [view, key] = [s.view[p], s.driver[p]]
        return (view === null || s.members[view].has(p)) && (key === null || (view === key && s.keyOf[view] === key))
      }),
    )

    // ---- What must happen -----------------------------------------------------------------------------------------
    // Views end, as they are counted. What is lost is sent again, and of what is sent again and again something arrives.

    m.fair('weak', ['install', 'rekey'], { each: 'p' })
    m.fair('weak', 'makeKey')
    m.fair('weak', 'offer', { each: ['p', 'q'] })
    m.fair('strong', 'receive', { each: ['p', 'key'] })

    /** In the end, every member of the last view has its key. */
    m.temporal('keyConvergence', ({ eventually, always }) =>
      eventually(
        always(s =>
          View.every(view => {
            const isLast = isCreated(s, view) && View.every(later => !isBefore(view, later) || !isCreated(s, later))
            return (
              !isLast ||
              s.members[view].every(p => s.view[p] === view && s.driver[p] !== null && s.driver[p] === s.keyOf[view])
            )
          }),
        ),
      ),
    )

    // ---- What must stay possible ----------------------------------------------------------------------------------

    /** The price: a member of the new view has to wait for its key, while others send. */
    if (processes > 1) {
      m.witness('heldBack', s =>
        Process.some(p => {
          const view = s.view[p]
          return view !== null && s.used[view].size > 0 && s.driver[p] === null
        }),
      )
    }
    m.witness('sentInEveryView', s => View.every(view => s.used[view].size > 0))

    m.mayEnd()
    m.interchangeable(Process)
    return m
  },
  {
    instances: {
      joining: { newcomer: true },
    },
    mutants,
  },
)
