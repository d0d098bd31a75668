import { describe, expect, it } from 'vitest'
import { verdicts } from '../verdicts.fixture.ts'
import viewSynchrony from './viewSynchrony.ts'

const holds = { violated: [], inconclusive: [] }

/** What a process has done: which views it has installed, and what it has delivered in each. */
type Log = readonly { readonly view: number; readonly delivered: string }[]
interface Group {
  readonly views: readonly string[]
  /** by message: who sent it, and in which view */
  readonly sent: readonly string[]
  readonly logs: readonly Log[]
  readonly crashed: string
}

/**
 * The service told once more, by logs of what processes have done: what is promised is asked of the logs, of all pairs of
 * them, after something has happened, in place of conditions before it does. Sets are sorted digits.
 */
function statesOfLogs(
  processes: number,
  messages: number,
  views: number,
  hasNewcomer: boolean,
  delivery: 'inSendingView' | 'inOneView' = 'inSendingView',
): number {
  const everyone = Array.from({ length: processes }, (_, p) => p)
  const subsets = Array.from({ length: 2 ** processes - 1 }, (_, i) =>
    everyone.filter(p => ((i + 1) >> p) & 1).join(''),
  )
  /** A message is delivered in one view, in which its sender is; where it was sent is looked at elsewhere. */
  const isDeliveredInOneView = ({ views, sent, logs }: Group) =>
    sent.every((by, m) => {
      const where = logs.flatMap(log => log.filter(entry => entry.delivered.includes(`${m}`)).map(({ view }) => view))
      return where.every(view => view === where[0] && views[view]?.includes(by.charAt(0)))
    })
  const isPromised = (group: Group) => keepsOrder(group) && isDeliveredInOneView(group)
  const keepsOrder = ({ views, sent, logs }: Group) =>
    logs.every((log, p) =>
      log.every(({ view, delivered }, i) => {
        const next = log[i + 1]?.view
        if (!views[view]?.includes(`${p}`)) return false
        if (next === undefined) return true
        if (next <= view) return false
        const leavesOwn = sent.some((by, m) => by === `${p}@${view}` && !delivered.includes(`${m}`))
        if (leavesOwn && delivery === 'inSendingView') return false
        return logs.every((other, q) => {
          const at = other.findIndex(entry => entry.view === next)
          const before = other[at - 1]
          const comeTogether = before?.view === view && before.delivered === delivered
          return at < 0 || comeTogether || (!views[view]?.includes(`${q}`) && before?.view !== view)
        })
      }),
    )
  const nextOf = (group: Group): Group[] => {
    const { sent, logs, crashed } = group
    const next: Group[] = []
    if (group.views.length < views) next.push(...subsets.map(view => ({ ...group, views: [...group.views, view] })))
    for (const p of everyone) {
      if (crashed.includes(`${p}`)) continue
      next.push({ ...group, crashed: [...crashed, p].sort().join('') })
      const log = logs[p] ?? []
      const withLog = (log: Log) => ({ ...group, logs: logs.map((old, q) => (q === p ? log : old)) })
      for (const view of group.views.keys()) next.push(withLog([...log, { view, delivered: '' }]))
      const here = log.at(-1)
      if (here === undefined) continue
      for (const [m, by] of sent.entries()) {
        if (by === '') next.push({ ...group, sent: sent.map((old, i) => (i === m ? `${p}@${here.view}` : old)) })
        if (by === '' || log.some(({ delivered }) => delivered.includes(`${m}`))) continue
        if (delivery === 'inSendingView' && !by.endsWith(`@${here.view}`)) continue
        next.push(withLog([...log.slice(0, -1), { ...here, delivered: [...here.delivered, m].sort().join('') }]))
      }
    }
    return next.filter(isPromised)
  }

  const seen = new Map<string, Group>()
  const visit = (group: Group) => seen.set(JSON.stringify(group), group)
  for (const newcomer of everyone) {
    const founders = everyone.filter(p => !hasNewcomer || p !== newcomer)
    visit({
      views: [founders.join('')],
      sent: Array.from({ length: messages }, () => ''),
      logs: everyone.map(p => (founders.includes(p) ? [{ view: 0, delivered: '' }] : [])),
      crashed: '',
    })
  }
  for (const group of seen.values()) for (const next of nextOf(group)) visit(next)
  return seen.size
}

describe('view synchrony', () => {
  it.each([
    ['default', {}, 4848],
    ['joining', viewSynchrony.instances.joining, 320],
    ['threeViews', viewSynchrony.instances.threeViews, 2620],
    ['extended', viewSynchrony.instances.extended, 436],
    ['extended, with two changes of view', { processes: 2, views: 3, delivery: 'inOneView' as const }, 4252],
    ['of two processes with two messages', { processes: 2, messages: 2 }, 3076],
  ])('keeps its promises, instance %s', async (_, constants, distinct) => {
    const { processes, messages, views, newcomer, delivery } = {
      ...viewSynchrony.declared,
      delivery: 'inSendingView' as const,
      ...constants,
    }
    expect(statesOfLogs(processes, messages, views, newcomer, delivery)).toBe(distinct)
    expect(await verdicts(viewSynchrony, constants)).toMatchObject({ distinct, ...holds })
  })

  it('keeps its promises when three processes change their view twice', { timeout: 60_000 }, async () => {
    expect(await verdicts(viewSynchrony, { views: 3 })).toMatchObject({
      distinct: 104_048,
      ...holds,
    })
  })
})

/** What else is broken: a view that is another one has other members, and what is late to one is not to its sender. */
const consequences: Readonly<Record<string, string[]>> = {
  'VS-2': ['sameViewDelivery'],
  'VS-5': ['selfInclusion'],
  'VS-16': ['selfDelivery'],
  'VS-22': ['sendingViewDelivery'],
}

describe.each(Object.entries(viewSynchrony.mutants))('mutant %s', (id, { constants, violates }) => {
  it(`is killed by ${violates}`, async () => {
    const { violated } = await verdicts(viewSynchrony, constants)
    expect([...violated].sort()).toEqual([violates, ...(consequences[id] ?? [])].sort())
  })
  it('holds on the same instance without its bug', async () => {
    expect(await verdicts(viewSynchrony, { ...constants, bug: 'none' })).toMatchObject({ violated: [] })
  })
})
