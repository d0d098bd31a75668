/**
 * View synchrony: what a group of processes is promised by the service that tells them who is in the group and carries
 * their multicasts. Each process installs one view after another, a view being a numbered set of members; and those that
 * go from one view to the next together have delivered the same messages in between.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.2 (an overlay network as a process
 * group); K. Birman and T. Joseph, "Exploiting Virtual Synchrony in Distributed Systems", SOSP 1987; G. Chockler, I. Keidar,
 * R. Vitenberg, "Group Communication Specifications: A Comprehensive Study", ACM Computing Surveys 33(4), 2001, from which
 * properties have their names; A. Fekete, N. Lynch, A. Shvartsman, "Specifying and Using a Partitionable Group
 * Communication Service", ACM TOCS 19(2), 2001 (the service as an automaton); L. Moser, Y. Amir, P. Melliar-Smith,
 * D. Agarwal, "Extended Virtual Synchrony", ICDCS 1994 (what is sent while the view changes is delivered in the next).
 *
 * ABSTRACTION: one place numbers views and says who is a member; this hides how processes agree on it, and every reason for
 * a change. `flush.ts` has a protocol for both.
 * ABSTRACTION: a process reads what others have delivered when it installs a view; this hides the messages that tell it.
 * ABSTRACTION: messages have no order and no content; this hides orders of delivery, which are promised on top of this.
 * ABSTRACTION: a view may be followed by several, side by side; this leaves to `flush.ts` that there is one primary component.
 */
import {
  fill,
  guard,
  ids,
  implies,
  machine,
  map,
  option,
  pick,
  type StateOf,
  set,
  spec,
  type ValueOf,
  variant,
} from 'von'
import { bugs, mutants } from './viewSynchrony.mutants.ts'

/** What is told of a group: its variables, and the questions and promises about them that protocols share. */
export function groupOf(processes: number, messages: number, views: number) {
  const Process = ids('p', processes)
  const Message = ids('m', messages)
  /** In the order of their numbers. The first is there from the beginning. */
  const View = ids('v', views)

  const variables = {
    /** nobody: there is no such view yet */
    members: map(View, set(Process)),
    /** where each process is now; a newcomer is nowhere */
    view: map(Process, option(View)),
    /** how it came to each view: not at all, as a newcomer, or from another view */
    history: map(Process, map(View, variant({ absent: {}, joined: {}, moved: { from: View } }))),
    message: map(Message, variant({ unsent: {}, sent: { sender: Process, view: View } })),
    /** in which view each process has delivered each message */
    delivery: map(Process, map(Message, variant({ none: {}, once: { view: View }, again: {} }))),
    crashed: set(Process),
  }
  type State = StateOf<typeof variables>
  type ProcessId = ValueOf<typeof Process>
  type MessageId = ValueOf<typeof Message>
  type ViewId = ValueOf<typeof View>

  const viewNames = [...View]
  const number = fill(View, view => viewNames.indexOf(view))
  const isBefore = (one: ViewId, other: ViewId) => number[one] < number[other]

  const hasInstalled = (s: State, p: ProcessId, view: ViewId) => s.history[p][view].kind !== 'absent'
  const hasMoved = (s: State, p: ProcessId, from: ViewId, to: ViewId) => {
    const entry = s.history[p][to]
    return entry.kind === 'moved' && entry.from === from
  }
  const hasDelivered = (s: State, p: ProcessId, m: MessageId, view: ViewId) => {
    const delivery = s.delivery[p][m]
    return delivery.kind === 'once' && delivery.view === view
  }
  const haveDeliveredAlike = (s: State, p: ProcessId, q: ProcessId, view: ViewId) =>
    Message.every(m => hasDelivered(s, p, m, view) === hasDelivered(s, q, m, view))
  const isSentIn = (s: State, m: MessageId, view: ViewId) => {
    const message = s.message[m]
    return message.kind === 'sent' && message.view === view
  }
  const isSentByMember = (s: State, m: MessageId, view: ViewId) => {
    const message = s.message[m]
    return message.kind === 'sent' && s.members[view].has(message.sender)
  }
  const hasSent = (s: State, p: ProcessId, m: MessageId, view: ViewId) => {
    const message = s.message[m]
    return message.kind === 'sent' && message.sender === p && message.view === view
  }

  const everyDelivery = (claim: (p: ProcessId, m: MessageId) => boolean) =>
    Process.every(p => Message.every(m => claim(p, m)))
  const everyMove = (s: State, claim: (p: ProcessId, from: ViewId, to: ViewId) => boolean) =>
    Process.every(p => View.every(from => View.every(to => implies(hasMoved(s, p, from, to), claim(p, from, to)))))

  const promises = {
    /** Self Inclusion: a process installs only views in which it is. */
    selfInclusion: (s: State) =>
      Process.every(p => View.every(view => implies(hasInstalled(s, p, view), s.members[view].has(p)))),

    /** Local Monotonicity: numbers of views grow. */
    localMonotonicity: (s: State) => everyMove(s, (_, from, to) => isBefore(from, to)),

    /** A number stands for one view, whoever installs it. */
    uniqueViews: (s: State, next: State) =>
      View.every(view =>
        implies(
          s.members[view].size > 0,
          Process.every(p => next.members[view].has(p) === s.members[view].has(p)),
        ),
      ),

    /** Initial View Event: whatever a process sends or delivers, it does in a view that it has installed. */
    initialViewEvent: (s: State) =>
      everyDelivery((p, m) =>
        View.every(view => implies(hasSent(s, p, m, view) || hasDelivered(s, p, m, view), hasInstalled(s, p, view))),
      ),

    /** Delivery Integrity: what is delivered was sent. */
    deliveryIntegrity: (s: State) =>
      everyDelivery((p, m) => implies(s.delivery[p][m].kind !== 'none', s.message[m].kind === 'sent')),

    /** Whoever delivers a message is in a view with its sender. */
    senderIsMember: (s: State) =>
      everyDelivery((p, m) => View.every(view => implies(hasDelivered(s, p, m, view), isSentByMember(s, m, view)))),

    noDuplication: (s: State) => everyDelivery((p, m) => s.delivery[p][m].kind !== 'again'),

    /** Same View Delivery: all who deliver a message do so in the same view. */
    sameViewDelivery: (s: State) =>
      everyDelivery((p, m) =>
        View.every(view =>
          implies(
            hasDelivered(s, p, m, view),
            Process.every(q => s.delivery[q][m].kind !== 'once' || hasDelivered(s, q, m, view)),
          ),
        ),
      ),

    /** Sending View Delivery: and that is the view in which it was sent. */
    sendingViewDelivery: (s: State) =>
      everyDelivery((p, m) =>
        View.every(view => implies(hasDelivered(s, p, m, view) && s.message[m].kind === 'sent', isSentIn(s, m, view))),
      ),

    /** Self Delivery: a process that moves on has delivered what it sent. */
    selfDelivery: (s: State) =>
      everyMove(s, (p, from) => Message.every(m => implies(hasSent(s, p, m, from), s.delivery[p][m].kind !== 'none'))),

    /** Virtual Synchrony: who moves from one view to another together has delivered the same in the first. */
    virtualSynchrony: (s: State) =>
      everyMove(s, (p, from, to) =>
        Process.every(q => implies(p !== q && hasMoved(s, q, from, to), haveDeliveredAlike(s, p, q, from))),
      ),

    /** Agreement on Successors: where one moves from a view to the next, others who are in both do as well. */
    agreementOnSuccessors: (s: State) =>
      everyMove(s, (p, from, to) =>
        Process.every(q =>
          implies(p !== q && s.members[from].has(q) && hasInstalled(s, q, to), hasMoved(s, q, from, to)),
        ),
      ),
  }
  return {
    ...{ Process, Message, View, variables, promises },
    ...{ isBefore, hasInstalled, hasMoved, hasDelivered, haveDeliveredAlike, isSentIn, isSentByMember, hasSent },
  }
}

export default spec(
  'viewSynchrony',
  {
    processes: 3,
    messages: 1,
    views: 2,
    /** whether one process is not in the first view, and may join */
    newcomer: false,
    /**
     * In which view a message is delivered: in that in which it was sent, for which sending has to wait while the view
     * changes; or in any one, the same for all (Extended Virtual Synchrony).
     */
    delivery: ['inSendingView', 'inOneView'],
    bug: bugs,
  },
  ({ processes, messages, views, newcomer, delivery, bug }) => {
    const { Process, Message, View, variables, promises, ...group } = groupOf(processes, messages, views)
    type State = StateOf<typeof variables>
    type ProcessId = ValueOf<typeof Process>
    type ViewId = ValueOf<typeof View>
    const founders = newcomer ? processes - 1 : processes
    const m = machine(variables)

    m.init(() => {
      const last = pick(Process)
      const isFounder = (p: ProcessId) => !newcomer || p !== last
      return {
        members: fill(View, view => (view === 'v0' ? Process.filter(isFounder) : set(Process).of())),
        view: fill(Process, p => (isFounder(p) ? ('v0' as const) : null)),
        history: fill(Process, p =>
          fill(View, view =>
            view === 'v0' && isFounder(p) ? { kind: 'joined' as const } : { kind: 'absent' as const },
          ),
        ),
        message: fill(Message, () => ({ kind: 'unsent' as const })),
        delivery: fill(Process, () => fill(Message, () => ({ kind: 'none' as const }))),
        crashed: set(Process).of(),
      }
    })

    /** The next view is there for those who are in it. Nobody has to install it. */
    m.action('create', { view: View, members: set(Process) }, (s, { view, members }) => {
      guard(members.size > 0 && View.every(other => !group.isBefore(other, view) || s.members[other].size > 0))
      guard(s.members[view].size === 0 || bug === 'numbersAgain')
      s.members[view] = members
    })

    /** Whoever has come to this view from one where both were came from where this process is; and so will it. */
    const agreesOnPredecessor = (s: State, p: ProcessId, to: ViewId) =>
      Process.every(q => {
        const from = s.view[p]
        const entry = s.history[q][to]
        const isBound = entry.kind === 'moved' && s.members[entry.from].has(p)
        const binds = from !== null && entry.kind !== 'absent' && s.members[from].has(q)
        return q === p || (!isBound && !binds) || (entry.kind === 'moved' && entry.from === from)
      })
    const leavesAsOthersDid = (s: State, p: ProcessId, from: ViewId, to: ViewId) =>
      Process.every(q => !group.hasMoved(s, q, from, to) || group.haveDeliveredAlike(s, p, q, from))
    const hasDeliveredOwn = (s: State, p: ProcessId, from: ViewId) =>
      Message.every(message => !group.hasSent(s, p, message, from) || s.delivery[p][message].kind !== 'none')

    m.action('install', { p: Process, view: View }, (s, { p, view }) => {
      const from = s.view[p]
      guard(!s.crashed.has(p) && s.members[view].size > 0 && from !== view)
      guard(s.members[view].has(p) || bug === 'installsAnyView')
      guard(agreesOnPredecessor(s, p, view) || bug === 'comesFromAnywhere')
      if (from === null) {
        s.history[p][view] = { kind: 'joined' }
      } else {
        guard(group.isBefore(from, view) || bug === 'goesBack')
        guard(leavesAsOthersDid(s, p, from, view) || bug === 'leavesAnyTime')
        guard(hasDeliveredOwn(s, p, from) || delivery === 'inOneView' || bug === 'leavesOwnBehind')
        s.history[p][view] = { kind: 'moved', from }
      }
      s.view[p] = view
    })

    m.action('send', { p: Process, message: Message }, (s, { p, message }) => {
      const view = s.view[p] ?? (bug === 'sendsOutside' ? 'v0' : null)
      guard(!s.crashed.has(p) && view !== null && s.message[message].kind === 'unsent')
      s.message[message] = { kind: 'sent', sender: p, view }
    })

    const isDeliveredOnlyIn = (s: State, message: ValueOf<typeof Message>, view: ViewId) =>
      Process.every(q => s.delivery[q][message].kind !== 'once' || group.hasDelivered(s, q, message, view))

    m.action('deliver', { p: Process, message: Message }, (s, { p, message }) => {
      const view = s.view[p]
      guard(!s.crashed.has(p) && view !== null)
      guard(s.message[message].kind === 'sent' || bug === 'deliversUnsent')
      if (delivery === 'inSendingView') {
        guard(group.isSentIn(s, message, view) || bug === 'deliversUnsent' || bug === 'deliversLate')
      } else {
        guard(group.isSentByMember(s, message, view) || bug === 'deliversFromOutside')
        guard(isDeliveredOnlyIn(s, message, view) || bug === 'deliversLate')
      }
      guard(s.delivery[p][message].kind === 'none' || bug === 'deliversAgain')
      s.delivery[p][message] = s.delivery[p][message].kind === 'none' ? { kind: 'once', view } : { kind: 'again' }
    })

    m.action('crash', { p: Process }, (s, { p }) => {
      guard(!s.crashed.has(p))
      s.crashed.add(p)
    })

    // ---- What must hold -------------------------------------------------------------------------------------------

    m.invariant('selfInclusion', promises.selfInclusion)
    m.step('uniqueViews', promises.uniqueViews)
    m.invariant('initialViewEvent', promises.initialViewEvent)
    m.invariant('deliveryIntegrity', promises.deliveryIntegrity)
    m.invariant('noDuplication', promises.noDuplication)
    m.invariant('sameViewDelivery', promises.sameViewDelivery)
    if (delivery === 'inSendingView') m.invariant('sendingViewDelivery', promises.sendingViewDelivery)
    else m.invariant('senderIsMember', promises.senderIsMember)
    if (views > 1) m.invariant('localMonotonicity', promises.localMonotonicity)
    if (views > 1 && delivery === 'inSendingView') m.invariant('selfDelivery', promises.selfDelivery)
    if (views > 1 && founders > 1) {
      m.invariant('virtualSynchrony', promises.virtualSynchrony)
      m.invariant('agreementOnSuccessors', promises.agreementOnSuccessors)
    }

    // Why it is so: the last view that a process has come to is where it is, and it was where it has come from.
    m.lemma('viewIsLast', s =>
      Process.every(p => {
        const here = s.view[p]
        return View.every(view => {
          const entry = s.history[p][view]
          if (here === null) return entry.kind === 'absent'
          if (view === here) return entry.kind !== 'absent'
          return !group.isBefore(here, view) || entry.kind === 'absent'
        })
      }),
    )
    m.lemma('cameFromInstalled', s =>
      Process.every(p =>
        View.every(view => {
          const entry = s.history[p][view]
          return entry.kind !== 'moved' || group.hasInstalled(s, p, entry.from)
        }),
      ),
    )

    // ---- What must stay possible ----------------------------------------------------------------------------------

    const moved = (s: State, p: ProcessId) => View.some(view => s.history[p][view].kind === 'moved')
    if (views > 1) {
      /** The price of crashes: a message that was sent is delivered by nobody, and the group goes on without it. */
      m.witness('messageLost', s =>
        Message.some(message =>
          View.some(
            view =>
              group.isSentIn(s, message, view) &&
              Process.every(p => s.delivery[p][message].kind === 'none' && (moved(s, p) || s.crashed.has(p))),
          ),
        ),
      )
    }
    if (views > 1 && founders > 1) {
      m.witness('moveTogether', s =>
        Message.some(message => Process.count(p => moved(s, p) && s.delivery[p][message].kind !== 'none') > 1),
      )
      if (delivery === 'inOneView') {
        /** What was sent before the view changed comes after, to all who are there. */
        m.witness('deliveredLater', s =>
          Message.some(message =>
            View.some(
              view =>
                !group.isSentIn(s, message, view) &&
                Process.every(p => !s.members[view].has(p) || group.hasDelivered(s, p, message, view)) &&
                Process.some(p => group.hasDelivered(s, p, message, view)),
            ),
          ),
        )
      }
      /** Views side by side: the first view has gone two ways. */
      m.witness('part', s =>
        Process.some(p => moved(s, p) && Process.some(q => s.view[q] === 'v0' && !s.crashed.has(q))),
      )
    }
    m.mayEnd()
    m.interchangeable(Process, Message)
    return m
  },
  {
    instances: {
      /** two changes of view: successors may differ */
      threeViews: { processes: 2, views: 3 },
      joining: { processes: 2, newcomer: true },
      /** what the group services of today promise */
      extended: { processes: 2, delivery: 'inOneView' },
    },
    mutants,
  },
)
