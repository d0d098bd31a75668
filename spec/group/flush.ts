/**
 * The flush: how a group changes its view so that survivors have delivered the same messages.
 *
 * When a member is suspected, a coordinator proposes a view without it. Members stop, and answer with the messages that they
 * have; when all have answered, the coordinator sends the new view, with all messages of the old one that somebody has. Each
 * delivers what it has missed, installs the view, and goes on there. When the coordinator is suspected itself, another one
 * proposes a view without it; and who has installed a view tells those who have missed it.
 *
 * Sources: K. Birman, "Technology Challenges for Virtual Overlay Networks", section V.2; K. Birman and T. Joseph,
 * "Exploiting Virtual Synchrony in Distributed Systems", SOSP 1987 (flush, and messages of those who fail); A. Ricciardi and
 * K. Birman, "Using Process Groups to Implement Failure Detection in Asynchronous Environments", PODC 1991 (coordinators, and
 * that who is suspected is not listened to any more). It refines `viewSynchrony.ts`.
 *
 * ABSTRACTION: messages stay on their way until they are received, in any order; that they are lost where the sender has failed
 * is that it failed earlier, as nobody listens to who is suspected.
 * ABSTRACTION: all suspect a process at the same moment, itself included: it coordinates no more. This hides that two
 * coordinators may be there for a while, which takes majorities to survive; see VS-7.
 * ABSTRACTION: the coordinator reads the messages of those who have answered when all have; as they have stopped, these
 * are those of their answers.
 * ABSTRACTION: a view has the next free number, of whoever comes first; this hides who is next in rank to the coordinator.
 * ABSTRACTION: nobody joins; this hides how a newcomer is told the state of the group.
 */
import { fill, guard, implies, machine, map, option, rec, type StateOf, set, spec, type ValueOf } from 'von'
import { bugs, mutants } from './flush.mutants.ts'
import viewSynchrony, { groupOf } from './viewSynchrony.ts'

export default spec(
  'flush',
  {
    processes: 3,
    messages: 1,
    /** one more than changes of view */
    views: 2,
    /** how many processes may fail, and how many of those that have not may be suspected at a time */
    crashes: 1,
    mistakes: 0,
    bug: bugs,
  },
  ({ processes, messages, views, crashes, mistakes, bug }) => {
    const { Process, Message, View, variables: told, promises, ...group } = groupOf(processes, messages, views)
    const viewNames = [...View]
    const previous = fill(View, view => viewNames[viewNames.indexOf(view) - 1] ?? view)

    const variables = {
      ...told,
      suspected: set(Process),
      /** who has proposed each view, and in which one it was then */
      proposal: map(View, option(rec({ coordinator: Process, parent: View }))),
      /** the last proposal that each process has answered: it has stopped where that is not the view where it is */
      answered: map(Process, View),
      /** what everybody has to deliver before a view; null until all have answered */
      agreed: map(View, option(set(Message))),
    }
    type State = StateOf<typeof variables>
    type ProcessId = ValueOf<typeof Process>
    type MessageId = ValueOf<typeof Message>
    type ViewId = ValueOf<typeof View>
    const m = machine(variables)

    m.init(() => ({
      members: fill(View, view => Process.filter(() => view === 'v0')),
      view: fill(Process, () => 'v0' as const),
      history: fill(Process, () =>
        fill(View, view => (view === 'v0' ? { kind: 'joined' as const } : { kind: 'absent' as const })),
      ),
      message: fill(Message, () => ({ kind: 'unsent' as const })),
      delivery: fill(Process, () => fill(Message, () => ({ kind: 'none' as const }))),
      crashed: set(Process).of(),
      suspected: set(Process).of(),
      proposal: fill(View, () => null),
      answered: fill(Process, () => 'v0' as const),
      agreed: fill(View, () => null),
    }))

    /** What it sends arrives. */
    const isHeard = (s: State, p: ProcessId) => !s.crashed.has(p) && !s.suspected.has(p)
    const hasStopped = (s: State, p: ProcessId) => s.answered[p] !== s.view[p]
    const hasReceived = (s: State, p: ProcessId, message: MessageId) => s.delivery[p][message].kind !== 'none'
    const deliver = (s: State, p: ProcessId, message: MessageId, view: ViewId) => {
      s.delivery[p][message] = hasReceived(s, p, message) ? { kind: 'again' } : { kind: 'once', view }
    }

    // ---- Multicast ------------------------------------------------------------------------------------------------

    m.action('send', { p: Process, message: Message }, (s, { p, message }) => {
      const view = s.view[p]
      guard(!s.crashed.has(p) && view !== null && s.message[message].kind === 'unsent')
      guard(!hasStopped(s, p) || bug === 'sendsWhileStopped')
      s.message[message] = { kind: 'sent', sender: p, view }
    })

    m.action('receive', { p: Process, message: Message }, (s, { p, message }) => {
      const view = s.view[p]
      const sent = s.message[message]
      guard(!s.crashed.has(p) && view !== null && !hasStopped(s, p))
      guard(sent.kind === 'sent' && (sent.view === view || bug === 'deliversLate'))
      guard(sent.kind === 'sent' && (sent.sender === p || isHeard(s, sent.sender)))
      guard(!hasReceived(s, p, message))
      deliver(s, p, message, view)
    })

    // ---- A coordinator --------------------------------------------------------------------------------------------

    /** The first to propose a view goes on to do so, until it is suspected. Its own view has to be the last that it has sent. */
    const mayCoordinate = (s: State, p: ProcessId, last: ViewId) => {
      const proposal = s.proposal[last]
      if (proposal === null || s.suspected.has(proposal.coordinator) || bug === 'twoCoordinators') return true
      return proposal.coordinator === p && (s.agreed[last] === null || s.view[p] === last)
    }
    /** Who is suspected is in the last view, or it does not come after that of the coordinator. */
    const needsView = (s: State, parent: ViewId, last: ViewId) => {
      const proposal = s.proposal[last]
      if (bug === 'waitsForSuspected' && parent !== last) return false
      return (
        s.members[last].some(q => s.suspected.has(q)) ||
        (parent !== last && proposal !== null && proposal.parent !== parent) ||
        bug === 'twoCoordinators'
      )
    }
    m.action('propose', { p: Process, view: View }, (s, { p, view }) => {
      const parent = s.view[p]
      const last = previous[view]
      guard(view !== 'v0' && parent !== null && isHeard(s, p))
      guard(s.members[last].size > 0 && s.members[view].size === 0)
      guard(mayCoordinate(s, p, last) && needsView(s, parent, last))
      const proposal = s.proposal[last]
      const number = bug === 'numbersAgain' && proposal !== null ? last : view
      const isLeftOut = (q: ProcessId) =>
        s.suspected.has(q) || (bug === 'twoCoordinators' && proposal !== null && q !== p && proposal.coordinator === q)
      s.members[number] = Process.filter(q => s.members[parent].has(q) && !isLeftOut(q))
      s.proposal[number] = { coordinator: p, parent }
      s.answered[p] = number
    })

    /** All have answered, so that nothing is on its way from them that is not known. */
    m.action('agree', { view: View }, (s, { view }) => {
      const proposal = s.proposal[view]
      guard(proposal !== null && s.agreed[view] === null && isHeard(s, proposal.coordinator))
      guard(bug === 'doesNotWait' || s.members[view].every(q => s.answered[q] === view))
      const isKnown = (message: MessageId) =>
        s.members[view].some(
          q => group.hasDelivered(s, q, message, proposal.parent) || group.hasSent(s, q, message, proposal.parent),
        )
      const isWanted = (message: MessageId) =>
        bug !== 'forgetsFailed' || s.members[view].some(q => group.hasSent(s, q, message, proposal.parent))
      s.agreed[view] = Message.filter(message => isKnown(message) && isWanted(message))
    })

    // ---- A member -------------------------------------------------------------------------------------------------

    /** It stops, and answers with what it has; but not to who has missed a view that it has installed, or the other way round. */
    m.action('answer', { p: Process, view: View }, (s, { p, view }) => {
      const proposal = s.proposal[view]
      guard(!s.crashed.has(p) && proposal !== null && isHeard(s, proposal.coordinator))
      guard(s.members[view].has(p) && group.isBefore(s.answered[p], view))
      guard(s.view[p] === proposal.parent)
      s.answered[p] = view
    })

    /** The new view has come, from the coordinator or from another who has installed it. */
    const hasCome = (s: State, p: ProcessId, view: ViewId) => {
      const proposal = s.proposal[view]
      return (
        !s.crashed.has(p) &&
        proposal !== null &&
        (proposal.coordinator === p ||
          isHeard(s, proposal.coordinator) ||
          Process.some(q => isHeard(s, q) && group.hasInstalled(s, q, view))) &&
        s.view[p] === proposal.parent &&
        (s.members[view].has(p) || bug === 'installsAnyView')
      )
    }

    /** Messages of the old view come with the new one. */
    m.action('recover', { p: Process, view: View, message: Message }, (s, { p, view, message }) => {
      const agreed = s.agreed[view]
      const parent = s.view[p]
      guard(agreed !== null && parent !== null && hasCome(s, p, view))
      guard(agreed.has(message) && bug !== 'forwardsNothing')
      guard(!hasReceived(s, p, message) || bug === 'deliversAgain')
      deliver(s, p, message, parent)
    })

    m.action('install', { p: Process, view: View }, (s, { p, view }) => {
      const agreed = s.agreed[view]
      const parent = s.view[p]
      guard(agreed !== null && parent !== null && hasCome(s, p, view))
      guard(agreed.every(message => hasReceived(s, p, message)))
      s.history[p][view] = { kind: 'moved', from: parent }
      s.view[p] = view
      s.answered[p] = view
    })

    // ---- Failures -------------------------------------------------------------------------------------------------

    m.action('crash', { p: Process }, (s, { p }) => {
      guard(s.crashed.size < crashes && !s.crashed.has(p))
      s.crashed.add(p)
    })
    m.action('detect', { p: Process }, (s, { p }) => {
      guard(s.crashed.has(p) && !s.suspected.has(p))
      s.suspected.add(p)
    })
    if (mistakes > 0) {
      /** A process is slow, and taken for failed. It will not be in the next view. */
      m.action('mistake', { p: Process }, (s, { p }) => {
        guard(isHeard(s, p) && Process.count(q => s.suspected.has(q) && !s.crashed.has(q)) < mistakes)
        s.suspected.add(p)
      })
    }

    // ---- What must hold -------------------------------------------------------------------------------------------

    /** All that is promised of views and messages, whatever fails. */
    m.refines('servesViews', viewSynchrony.instance({ processes, messages, views }), s => ({
      members: s.members,
      view: s.view,
      history: s.history,
      message: s.message,
      delivery: s.delivery,
      crashed: s.crashed,
    }))
    m.invariant('selfInclusion', promises.selfInclusion)
    m.step('uniqueViews', promises.uniqueViews)
    m.invariant('noDuplication', promises.noDuplication)
    m.invariant('sendingViewDelivery', promises.sendingViewDelivery)
    m.invariant('selfDelivery', promises.selfDelivery)
    m.invariant('virtualSynchrony', promises.virtualSynchrony)

    /** Primary Component, of those who are not suspected: of any two of them, one is where the other is or was. */
    m.invariant('primaryComponent', s =>
      Process.every(p =>
        Process.every(q => {
          const [one, other] = [s.view[p], s.view[q]]
          if (one === null || other === null) return true
          return implies(
            p !== q && isHeard(s, p) && isHeard(s, q),
            group.hasInstalled(s, p, other) || group.hasInstalled(s, q, one),
          )
        }),
      ),
    )

    // ---- Why it is so ---------------------------------------------------------------------------------------------

    const everyProposal = (s: State, claim: (view: ViewId, coordinator: ProcessId, parent: ViewId) => boolean) =>
      View.every(view => {
        const proposal = s.proposal[view]
        return proposal === null || claim(view, proposal.coordinator, proposal.parent)
      })
    const isAgreed = (s: State, view: ViewId) => s.agreed[view] !== null
    const isInAgreed = (s: State, message: MessageId, view: ViewId) => s.agreed[view]?.has(message) ?? false

    // Views are numbered in the order of proposals, and begin where their coordinators are.
    m.lemma('viewsAreProposed', s =>
      View.every(view => {
        const last = previous[view]
        const isProposed = s.proposal[view] !== null
        return (
          s.members[view].size > 0 === (isProposed || view === 'v0') &&
          (!isProposed || (view !== 'v0' && s.members[last].size > 0)) &&
          (!isAgreed(s, view) || isProposed)
        )
      }),
    )
    m.lemma('coordinatorsAreMembers', s =>
      everyProposal(
        s,
        (view, coordinator, parent) =>
          s.members[view].has(coordinator) &&
          group.isBefore(parent, view) &&
          group.hasInstalled(s, coordinator, parent),
      ),
    )
    m.lemma('onlySuspectsAreLeftOut', s =>
      View.every(
        view => s.members[view].size === 0 || Process.every(p => s.members[view].has(p) || s.suspected.has(p)),
      ),
    )

    // A process goes from view to view, as their coordinators did.
    m.lemma('viewIsLast', s =>
      Process.every(p => {
        const here = s.view[p]
        return (
          here !== null &&
          group.hasInstalled(s, p, here) &&
          View.every(view => !group.isBefore(here, view) || !group.hasInstalled(s, p, view))
        )
      }),
    )
    m.lemma('viewsAreInstalledInTurn', s =>
      Process.every(p =>
        View.every(view => {
          const entry = s.history[p][view]
          if (entry.kind === 'absent') return view !== 'v0'
          const isLeft = s.view[p] === view || View.some(next => group.hasMoved(s, p, view, next))
          if (entry.kind === 'joined') return view === 'v0' && isLeft
          const proposal = s.proposal[view]
          return (
            isLeft &&
            isAgreed(s, view) &&
            proposal !== null &&
            proposal.parent === entry.from &&
            group.hasInstalled(s, p, entry.from)
          )
        }),
      ),
    )

    // Who has stopped is in the view that the proposal is to follow, and members have stopped before all agree.
    m.lemma('answersAreOfMembers', s =>
      Process.every(p => {
        const answered = s.answered[p]
        const proposal = s.proposal[answered]
        return (
          s.answered[p] === s.view[p] ||
          (proposal !== null && proposal.parent === s.view[p] && s.members[answered].has(p))
        )
      }),
    )
    m.lemma('membersHaveStopped', s =>
      everyProposal(s, (view, _, parent) =>
        s.members[view].every(p => {
          const here = s.view[p]
          if (!isAgreed(s, view) || here === null) return true
          return here === parent ? !group.isBefore(s.answered[p], view) : group.isBefore(parent, here)
        }),
      ),
    )

    // Of several proposals to follow a view, one is carried out.
    m.lemma('earlierProposalsAreOver', s =>
      everyProposal(s, (view, coordinator, parent) =>
        everyProposal(
          s,
          later =>
            !group.isBefore(view, later) ||
            !s.members[later].has(coordinator) ||
            s.view[coordinator] !== parent ||
            (!isAgreed(s, view) && group.isBefore(view, s.answered[coordinator])),
        ),
      ),
    )
    m.lemma('rivalsAreNotHeard', s =>
      everyProposal(s, (view, coordinator, parent) =>
        everyProposal(
          s,
          (later, _, other) =>
            !group.isBefore(view, later) ||
            parent !== other ||
            !isAgreed(s, view) ||
            !isAgreed(s, later) ||
            (!s.members[later].has(coordinator) &&
              Process.every(p => !isHeard(s, p) || !group.hasInstalled(s, p, view))),
        ),
      ),
    )

    // What is agreed is what those who have stopped had, and what those who have gone on have delivered.
    m.lemma('deliveryIntegrity', promises.deliveryIntegrity)
    m.lemma('agreedIsSent', s =>
      everyProposal(s, (view, _, parent) =>
        Message.every(message => !isInAgreed(s, message, view) || group.isSentIn(s, message, parent)),
      ),
    )
    m.lemma('agreedIsAll', s =>
      everyProposal(s, (view, _, parent) =>
        s.members[view].every(p => {
          const isOvertaken = s.answered[p] !== view && isAgreed(s, s.answered[p])
          if (!isAgreed(s, view) || s.view[p] !== parent || isOvertaken) return true
          return Message.every(
            message =>
              isInAgreed(s, message, view) ||
              ((s.delivery[p][message].kind === 'none' || !group.isSentIn(s, message, parent)) &&
                !group.hasSent(s, p, message, parent)),
          )
        }),
      ),
    )
    m.lemma('agreedIsDelivered', s =>
      everyProposal(s, (view, _, parent) =>
        Process.every(
          p =>
            !group.hasMoved(s, p, parent, view) ||
            Message.every(
              message =>
                group.hasDelivered(s, p, message, parent) === isInAgreed(s, message, view) &&
                (!group.hasSent(s, p, message, parent) || isInAgreed(s, message, view)),
            ),
        ),
      ),
    )

    // ---- What must happen -----------------------------------------------------------------------------------------
    // Who has failed is suspected, and everybody else goes on. Failures and mistakes come to an end, as they are counted.

    m.fair('weak', ['detect', 'answer', 'install'], { each: 'p' })
    m.fair('weak', ['receive', 'recover'], { each: ['p', 'message'] })
    m.fair('weak', 'propose')
    m.fair('weak', 'agree', { each: 'view' })

    // As long as there are numbers for views: each suspicion takes one, and of four processes or more another, where the next
    // coordinator learns of the last view only when it has proposed to replace the one before.
    const suspicions = Math.min(processes - 1, crashes + mistakes)
    const proposals = suspicions + (processes > 3 ? suspicions - 1 : 0)
    if (views > proposals) {
      /** Membership Precision: in the end, those who are not suspected are in one view, and alone there. */
      m.temporal('membershipPrecision', ({ eventually, always }) =>
        eventually(
          always(s =>
            Process.every(p => {
              const view = s.view[p]
              if (view === null || !isHeard(s, p)) return true
              return Process.every(
                q => s.members[view].has(q) === isHeard(s, q) && (!isHeard(s, q) || s.view[q] === view),
              )
            }),
          ),
        ),
      )

      /** Multicast Liveness: what is sent by somebody who is not suspected, then or later, is delivered by all others like that. */
      m.temporal('multicastLiveness', ({ and, leadsTo }) =>
        and(
          ...Message.map(message =>
            leadsTo(
              s => s.message[message].kind === 'sent',
              s => {
                const sent = s.message[message]
                return (
                  sent.kind === 'sent' &&
                  (!isHeard(s, sent.sender) || Process.every(p => !isHeard(s, p) || hasReceived(s, p, message)))
                )
              },
            ),
          ),
        ),
      )
    }

    // ---- What must stay possible ----------------------------------------------------------------------------------

    const isSurvivor = (s: State, p: ProcessId) => isHeard(s, p) && s.view[p] !== 'v0'
    const isOfFailed = (s: State, message: MessageId) => {
      const sent = s.message[message]
      return sent.kind === 'sent' && s.crashed.has(sent.sender) && s.suspected.has(sent.sender)
    }
    if (processes > 2 && crashes > 0) {
      /** One has received a message, its sender fails: all others deliver it. */
      m.witness('failedIsHeard', s =>
        Message.some(
          message =>
            isOfFailed(s, message) &&
            Process.count(p => isSurvivor(s, p) && hasReceived(s, p, message)) === processes - 1,
        ),
      )
    }
    /** Nobody has received it: nobody will. */
    if (crashes > 0) {
      m.witness('messageLost', s =>
        Message.some(
          message =>
            isOfFailed(s, message) &&
            Process.every(p => (isSurvivor(s, p) ? !hasReceived(s, p, message) : s.crashed.has(p))),
        ),
      )
    }
    if (processes > 2 && views > 2) {
      /** A view that is not installed by anybody, as its coordinator has failed. */
      m.witness('takeOver', s =>
        View.some(
          view =>
            s.proposal[view] !== null &&
            Process.some(
              p => isHeard(s, p) && View.some(later => group.isBefore(view, later) && s.view[p] === later),
            ) &&
            Process.every(p => !group.hasInstalled(s, p, view)),
        ),
      )
    }
    if (mistakes > 0) {
      /** The price of mistakes: a process that has not failed stays behind. */
      m.witness('leftBehind', s =>
        Process.some(
          p => s.suspected.has(p) && !s.crashed.has(p) && Process.some(q => isSurvivor(s, q) && s.view[p] === 'v0'),
        ),
      )
    }

    m.mayEnd()
    m.interchangeable(Process, Message)
    return m
  },
  { mutants },
)
