/** What is recorded: groups whose members come, go, die and are cut off, while messages are under way. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cluster, type Member, until } from './cluster.ts'
import type { Event } from './events.ts'

/** How a log is judged: are messages delivered in the view in which they were sent, or only by all in one view? */
export type DeliveryPromise = 'inSendingView' | 'inOneView'

export interface Run {
  readonly cluster: Cluster
  /** three, on nodes 1, 2 and 3, all in one view */
  readonly members: readonly [Member, Member, Member]
  /** another member on this node, which joins */
  readonly join: (node: number) => Member
}

export interface Scenario {
  readonly about: string
  readonly delivery: DeliveryPromise
  readonly run: (run: Run) => Promise<void>
}

const areIn = (count: number, members: readonly Member[], what: string) =>
  until(() => members.every(({ view }) => view.length === count), what)
/** Long enough for what is under way to arrive. */
const quiet = () => sleep(500)

export const accepted: Readonly<Record<string, Scenario>> = {
  memberKilled: {
    about: 'A member is killed (SIGKILL) right after it was given messages to send; the others go on.',
    delivery: 'inSendingView',
    run: async ({ members: [a, b, c] }) => {
      a.send('a0')
      b.send('b0')
      await quiet()
      c.send('c0', 'c1', 'c2')
      await until(() => c.lines.some(({ message }) => message === 'c0'), 'a message')
      await c.kill()
      await areIn(2, [a, b], 'a view of two')
      a.send('a1')
      await quiet()
    },
  },
  nodeKilled: {
    about: 'A node dies, its daemon too, with messages under way; after a token timeout the others have a view of two.',
    delivery: 'inSendingView',
    run: async ({ cluster, members: [a, b, c] }) => {
      a.send('a0')
      await quiet()
      c.send('c0', 'c1')
      await until(() => c.lines.some(({ message }) => message === 'c0'), 'a message')
      await cluster.killNode(c)
      await areIn(2, [a, b], 'a view of two')
      b.send('b0')
      await quiet()
    },
  },
  newcomer: {
    about: 'A fourth member joins a group that is busy, and the first one leaves by being killed.',
    delivery: 'inSendingView',
    run: async ({ members: [a, b, c], join }) => {
      a.send('a0')
      b.send('b0')
      await quiet()
      const d = join(3)
      await areIn(4, [a, b, c, d], 'a view of four')
      d.send('d0')
      c.send('c0')
      await quiet()
      await a.kill()
      await areIn(3, [b, c, d], 'a view of three')
      d.send('d1')
      await quiet()
    },
  },
  cutOff: {
    about: 'The cable of node 3 is pulled and put back: two views side by side, which then merge.',
    delivery: 'inSendingView',
    run: async ({ cluster, members: [a, b, c] }) => {
      a.send('a0')
      await quiet()
      cluster.plug(3, false)
      await areIn(2, [a, b], 'a view of two')
      await areIn(1, [c], 'a view of one')
      a.send('a1')
      c.send('c0')
      await quiet()
      cluster.plug(3, true)
      await areIn(3, [a, b, c], 'the view of three')
      b.send('b0')
      await quiet()
    },
  },
  sentWhileNodeDies: {
    about: 'A node dies, and before the others know it they send: they deliver that in their next view.',
    delivery: 'inOneView',
    run: async ({ cluster, members: [a, b, c] }) => {
      a.send('a0')
      await quiet()
      await cluster.killNode(c)
      a.send('a1')
      b.send('b0')
      await areIn(2, [a, b], 'a view of two')
      await quiet()
    },
  },
  sentWhileCutOff: {
    about: 'The cable of node 3 is pulled, and before anybody knows it all three send; then it is put back.',
    delivery: 'inOneView',
    run: async ({ cluster, members: [a, b, c] }) => {
      cluster.plug(3, false)
      a.send('a0')
      c.send('c0')
      await areIn(2, [a, b], 'a view of two')
      await areIn(1, [c], 'a view of one')
      await quiet()
      cluster.plug(3, true)
      await areIn(3, [a, b, c], 'the view of three')
      b.send('b0')
      await quiet()
    },
  },
}

interface Rejection {
  readonly name: string
  /** one of the accepted recordings */
  readonly of: string
  readonly about: string
  readonly delivery?: DeliveryPromise
  readonly spoil?: (log: readonly Event[]) => readonly Event[]
  readonly diverges: { readonly at: (log: readonly Event[]) => number; readonly because: string }
}

const isDelivery = (node: string, message: string) => (event: Event) =>
  event.event === 'delivered' && event.node === node && event.message === message

/** A member moves on without having delivered its own message, or delivers one in another view than it was sent in. */
function firstOutsideSendingView(log: readonly Event[]): number {
  const here = new Map<string, string>()
  const sentIn = new Map<string, string>()
  const own = new Map<string, string>()
  return log.findIndex(({ event, node, message = '', view = '' }) => {
    if (event === 'view') {
      here.set(node, view)
      return [...own.values()].includes(node)
    }
    const current = here.get(node) ?? 'v0'
    if (event === 'sent') {
      own.set(message, node)
      sentIn.set(message, current)
    }
    if (event !== 'delivered') return false
    if (own.get(message) === node) own.delete(message)
    return sentIn.get(message) !== current
  })
}
const OUTSIDE = 'what was sent in one view is delivered in the next, or not before its sender moves on'

/** The findings, and recordings that were spoilt afterwards. Names are those of the logs: see events.ts. */
export const rejected: readonly Rejection[] = [
  {
    name: 'sendingViewWhenNodeDies',
    of: 'sentWhileNodeDies',
    about: 'No corruption: corosync does not promise that a message is delivered in the view in which it was sent.',
    delivery: 'inSendingView',
    diverges: { at: firstOutsideSendingView, because: OUTSIDE },
  },
  {
    name: 'sendingViewWhenCutOff',
    of: 'sentWhileCutOff',
    about: 'No corruption: the same, of members that a network cut into two groups.',
    delivery: 'inSendingView',
    diverges: { at: firstOutsideSendingView, because: OUTSIDE },
  },
  {
    name: 'deliveryRemoved',
    of: 'nodeKilled',
    about: 'One of two survivors has not delivered a message of the node that died.',
    spoil: log => log.filter(event => !isDelivery('p1', 'm2')(event)),
    diverges: {
      at: log => log.findLastIndex(({ event }) => event === 'view'),
      because: 'those who move together have delivered the same',
    },
  },
  {
    name: 'deliveredTwice',
    of: 'memberKilled',
    about: 'A member delivers a message twice.',
    spoil: log => log.flatMap(event => (isDelivery('p1', 'm0')(event) ? [event, event] : [event])),
    diverges: {
      at: log => log.findLastIndex(isDelivery('p1', 'm0')),
      because: 'it has delivered this message before',
    },
  },
  {
    name: 'strangerInstallsView',
    of: 'memberKilled',
    about: 'A member installs a view in which it is not.',
    spoil: log => log.map(event => (event.event === 'view' ? { ...event, members: ['p1', 'p2'] } : event)),
    diverges: {
      at: log => log.findIndex(({ event, node }) => event === 'view' && node === 'p0'),
      because: 'it is not in this view',
    },
  },
]
