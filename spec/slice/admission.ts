/**
 * Slice admission: a service asks for its part of several nodes, and each node decides by itself.
 *
 * A service manager asks a broker which nodes have room, asks these nodes for a part of each (a sliver), and launches the
 * service in what they have granted (the slice). The broker's view may be out of date; nodes admit by what they know
 * themselves. A part of each node is kept for experiments, whatever its owner wants; the rest goes to clients, as the
 * owner likes. A grant is good for a while, and may be renewed.
 *
 * Source: L. Peterson, T. Anderson, D. Culler, T. Roscoe, "A Blueprint for Introducing Disruptive Technology into the
 * Internet", HotNets-I, 2002: section 3.1 (slices), 3.2 (who controls resources), and 4 (reserve, broker, and the three
 * stages of starting a service); each action below names its part.
 *
 * ABSTRACTION: a service needs one unit at each of its nodes; this hides unequal demands.
 * ABSTRACTION: a node decides and answers in one step; this hides requests and answers on their way. Tickets that are
 * redeemed later are hidden, too.
 * ABSTRACTION: a grant becomes due, and ends, whenever it likes; this hides clocks, but no order of events.
 * ABSTRACTION: only who is credentialed asks at all; this hides the central authority, and how credentials are revoked.
 * ABSTRACTION: nodes do not fail.
 */
import {
  fill,
  guard,
  ids,
  implies,
  machine,
  map,
  oneOf,
  pick,
  type StateOf,
  set,
  spec,
  type ValueOf,
  variant,
} from 'von'
import { bugs, mutants } from './admission.mutants.ts'

export default spec(
  'admission',
  {
    services: 2,
    nodes: 2,
    /** units at each node */
    capacity: 2,
    /** of these, how many are kept for experiments */
    reserve: 1,
    bug: bugs,
  },
  ({ services, nodes, capacity, reserve, bug }) => {
    const Service = ids('s', services)
    const Node = ids('n', nodes)
    const Purpose = oneOf('experiment', 'client')
    /** Where a service manager is. Its slice is wherever it has a sliver. */
    const Stage = variant({
      idle: {},
      requesting: { purpose: Purpose, candidates: set(Node) },
      running: {},
      releasing: {},
    })
    const Slivers = map(Service, oneOf('none', 'experiment', 'client'))

    const variables = {
      stage: map(Service, Stage),
      /** what each node has granted */
      sliver: map(Node, Slivers),
      /** grants that end soon unless they are renewed */
      due: map(Node, set(Service)),
      /** nodes whose owners take clients at present */
      open: set(Node),
      /** the broker's view: nodes that had room when it last looked */
      view: set(Node),
    }
    type State = StateOf<typeof variables>
    type ServiceId = ValueOf<typeof Service>
    type NodeId = ValueOf<typeof Node>

    const used = (slivers: ValueOf<typeof Slivers>) => Service.count(s => slivers[s] !== 'none')
    const usedByClients = (slivers: ValueOf<typeof Slivers>) => Service.count(s => slivers[s] === 'client')
    const hasRoom = (s: State, node: NodeId) => used(s.sliver[node]) < capacity
    const has = (s: State, service: ServiceId, node: NodeId) => s.sliver[node][service] !== 'none'
    const mayTakeClient = (s: State, node: NodeId) => {
      const isLeft = usedByClients(s.sliver[node]) < capacity - reserve
      return s.open.has(node) && (isLeft || bug === 'reserveIgnored')
    }
    /** A node's own decision, by its own state. */
    const admits = (s: State, node: NodeId, purpose: ValueOf<typeof Purpose>) =>
      (bug === 'viewTrusted' ? s.view.has(node) : hasRoom(s, node)) &&
      (purpose === 'experiment' || mayTakeClient(s, node))
    const end = (s: State, node: NodeId, service: ServiceId) => {
      s.sliver[node][service] = 'none'
      s.due[node].delete(service)
    }

    const m = machine(variables)
    m.init(() => ({
      stage: fill(Service, () => ({ kind: 'idle' as const })),
      sliver: fill(Node, () => fill(Service, () => 'none' as const)),
      due: fill(Node, () => set(Service).of()),
      open: Node.filter(() => true),
      view: Node.filter(() => true),
    }))

    /** Section 4: the resource monitor tells the broker what is available on a node. */
    m.action('report', { node: Node }, (s, { node }) => {
      if (!hasRoom(s, node)) s.view.delete(node)
      else if (bug !== 'roomNotSeenAgain') s.view.add(node)
    })

    /** Section 3.2: the owner decides what runs on a node. */
    m.action('changePolicy', { node: Node }, (s, { node }) => {
      if (s.open.has(node)) s.open.delete(node)
      else s.open.add(node)
    })

    // ---- A service manager ----------------------------------------------------------------------------------------

    /** Section 4, stage 1: the broker offers nodes, of which the manager takes those that suit it. */
    m.action('discover', { service: Service, purpose: Purpose }, (s, { service, purpose }) => {
      guard(s.stage[service].kind === 'idle')
      const candidates = pick(set(Node))
      guard(candidates.size > 0 && candidates.isSubsetOf(s.view))
      s.stage[service] = { kind: 'requesting', purpose, candidates }
    })

    /**
     * Section 4, stage 2: admission control at a node. All or nothing: when one node refuses, the others get back what they
     * have granted.
     */
    m.action('answer', { service: Service, node: Node }, (s, { service, node }) => {
      const stage = s.stage[service]
      guard(stage.kind === 'requesting' && stage.candidates.has(node) && !has(s, service, node))
      if (admits(s, node, stage.purpose)) {
        s.sliver[node][service] = stage.purpose
      } else {
        guard(bug !== 'waitsForRoom')
        s.stage[service] = { kind: bug === 'forgetsGrants' ? 'idle' : 'releasing' }
      }
    })

    /** Section 4, stage 3: all nodes have admitted the service. */
    m.action('launch', { service: Service }, (s, { service }) => {
      const stage = s.stage[service]
      guard(stage.kind === 'requesting')
      const isGranted = (node: NodeId) => has(s, service, node)
      guard(bug === 'launchesPartly' ? stage.candidates.some(isGranted) : stage.candidates.every(isGranted))
      s.stage[service] = { kind: 'running' }
    })

    m.action('stop', { service: Service }, (s, { service }) => {
      guard(s.stage[service].kind === 'running')
      s.stage[service] = { kind: 'releasing' }
    })

    m.action('release', { service: Service, node: Node }, (s, { service, node }) => {
      guard(s.stage[service].kind === 'releasing' && has(s, service, node) && bug !== 'waitsForExpiry')
      end(s, node, service)
    })

    m.action('finish', { service: Service }, (s, { service }) => {
      guard(s.stage[service].kind === 'releasing' && Node.every(node => !has(s, service, node)))
      s.stage[service] = { kind: 'idle' }
    })

    // ---- Grants that end by themselves ----------------------------------------------------------------------------

    m.action('age', { node: Node, service: Service }, (s, { node, service }) => {
      guard(has(s, service, node) && !s.due[node].has(service))
      s.due[node].add(service)
    })

    /** What the owner does not want any more is not renewed; experiments are none of the owner's business. */
    m.action('renew', { node: Node, service: Service }, (s, { node, service }) => {
      guard(s.stage[service].kind === 'running' && s.due[node].has(service))
      guard(s.sliver[node][service] === 'experiment' || s.open.has(node) || bug === 'renewsAnyway')
      s.due[node].delete(service)
    })

    /** To a service that is not launched yet this is as good as a refusal. */
    m.action('expire', { node: Node, service: Service }, (s, { node, service }) => {
      guard(s.due[node].has(service))
      const ended = bug === 'endsAnother' ? pick(Service) : service
      if (s.stage[ended].kind === 'requesting') s.stage[ended] = { kind: 'releasing' }
      end(s, node, ended)
    })

    // ---- What must hold -------------------------------------------------------------------------------------------

    const everySliver = (claim: (node: NodeId, service: ServiceId) => boolean) =>
      Node.every(node => Service.every(service => claim(node, service)))

    /** No node grants more than it has, whatever the broker believes. */
    m.invariant('noOvercommit', s => Node.every(node => used(s.sliver[node]) <= capacity))

    /** Section 4: a fraction of each node is there for experiments, whatever its owner wants. */
    m.invariant('reserveKept', s => Node.every(node => usedByClients(s.sliver[node]) <= capacity - reserve))

    /** Who asks for nothing has nothing. */
    m.invariant('noLeak', s =>
      everySliver((node, service) => implies(s.stage[service].kind === 'idle', !has(s, service, node))),
    )

    /** A service starts only where all of its nodes have admitted it. */
    m.step('launchOnlyAdmitted', (s, next) =>
      Service.every(service => {
        const stage = s.stage[service]
        return implies(
          stage.kind === 'requesting' && next.stage[service].kind === 'running',
          stage.kind === 'requesting' && stage.candidates.every(node => has(s, service, node)),
        )
      }),
    )

    /** Section 3.2: a client is given nothing, and nothing again, that the owner does not want to give at that time. */
    m.step('policyRespected', (s, next) =>
      everySliver((node, service) => {
        const [before, after] = [s.sliver[node][service], next.sliver[node][service]]
        const isGiven = before === 'none' || (s.due[node].has(service) && !next.due[node].has(service))
        return implies(after === 'client' && isGiven, s.open.has(node))
      }),
    )

    /** A sliver ends because its service lets it go, or because it is due. */
    m.step('holdersKeep', (s, next) =>
      everySliver((node, service) =>
        implies(
          has(s, service, node) && !has(next, service, node),
          s.stage[service].kind === 'releasing' || s.due[node].has(service),
        ),
      ),
    )

    // Why it is so: only what is granted can be due.
    m.lemma('onlyGrantsAreDue', s =>
      everySliver((node, service) => implies(s.due[node].has(service), has(s, service, node))),
    )

    // ---- What must happen -----------------------------------------------------------------------------------------
    // Nodes report and answer, and managers go on as soon as they can. Owners, and grants that end, do what they like.

    m.fair('weak', 'report', { each: 'node' })
    m.fair('weak', 'answer', { each: ['service', 'node'] })
    m.fair('weak', 'launch', { each: 'service' })
    m.fair('weak', 'release', { each: ['service', 'node'] })
    m.fair('weak', 'finish', { each: 'service' })

    m.temporal('requestsAreAnswered', ({ and, leadsTo }) =>
      and(
        ...Service.map(service =>
          leadsTo(
            s => s.stage[service].kind === 'requesting',
            s => s.stage[service].kind !== 'requesting',
          ),
        ),
      ),
    )

    /** What is let go is free again. */
    m.temporal('releasesEnd', ({ and, leadsTo }) =>
      and(
        ...Service.map(service =>
          leadsTo(
            s => s.stage[service].kind === 'releasing',
            s => s.stage[service].kind === 'idle',
          ),
        ),
      ),
    )

    /** The broker comes to know of room that stays. */
    m.temporal('roomIsSeen', ({ and, leadsTo }) =>
      and(
        ...Node.map(node =>
          leadsTo(
            s => hasRoom(s, node),
            s => s.view.has(node) || !hasRoom(s, node),
          ),
        ),
      ),
    )

    // ---- What must stay possible ----------------------------------------------------------------------------------

    m.witness('launched', s =>
      Service.some(service => s.stage[service].kind === 'running' && Node.every(node => has(s, service, node))),
    )
    if (nodes > 1) {
      /** The price of deciding node by node: one has admitted what another does not take. */
      m.witness('partialSlice', s =>
        Service.some(service => {
          const stage = s.stage[service]
          return stage.kind === 'releasing' && Node.some(n => has(s, service, n)) && Node.some(n => !has(s, service, n))
        }),
      )
    }
    if (services >= capacity) {
      /** The broker sends a manager to a node that is full: only the node's own check is there. */
      m.witness('falseHope', s => Node.some(node => s.view.has(node) && !hasRoom(s, node)))
      m.witness('falseRefusal', s => Node.some(node => !s.view.has(node) && hasRoom(s, node)))
    }

    m.interchangeable(Service, Node)
    return m
  },
  {
    instances: {
      /** three services want the same node */
      contention: { services: 3, nodes: 1 },
      /** one service, and nodes enough for a slice with holes */
      spread: { services: 1, nodes: 3 },
    },
    mutants,
  },
)
