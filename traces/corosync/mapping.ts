/**
 * Closed process groups of corosync as view synchrony: each log is what the members of one group were told, from a view of
 * all founders on.
 *
 * Nothing is hidden. A view is created when the first member tells of it; that more than those who tell of it are to be
 * members, and that nobody may ever come to it, is what the service says.
 */
import { type Id, mapping, sequence, step, type ValueSet } from 'von'
import viewSynchrony from '../../spec/group/viewSynchrony.ts'

interface Group {
  readonly nodes: number
  readonly messages: number
  readonly views: number
  /** whether the last of the nodes is not in the first view */
  readonly newcomer: boolean
  readonly delivery: 'inSendingView' | 'inOneView'
}
interface Message {
  readonly node: Id<'p'>
  readonly message: Id<'m'>
}
interface View {
  readonly node: Id<'p'>
  readonly view: Id<'v'>
  readonly members: readonly Id<'p'>[]
  readonly isNew: boolean
}

export default mapping(viewSynchrony, {
  constants: ({ nodes, messages, views, newcomer, delivery }: Group) => ({
    processes: nodes,
    messages,
    views,
    newcomer,
    delivery,
  }),
  start:
    ({ nodes, newcomer }: Group) =>
    s =>
      (s.view[`p${nodes - 1}` as Id<'p'>] === null) === newcomer,
  events: {
    sent: ({ node, message }: Message) => step('send', { p: node, message }),
    delivered: ({ node, message }: Message) => step('deliver', { p: node, message }),
    view: ({ node, view, members, isNew }: View) => {
      const hasMembers = (s: { members: Readonly<Record<Id<'v'>, ValueSet<Id<'p'>>>> }) =>
        s.members[view].size === members.length && members.every(p => s.members[view].has(p))
      const install = step('install', { p: node, view }, { before: hasMembers })
      return isNew ? sequence(step('create', { view }, { after: hasMembers }), install) : install
    },
    killed: ({ node }: { node: Id<'p'> }) => step('crash', { p: node }),
  },
})
