/**
 * Temporal properties against the behaviours that loop within so many steps. In: properties, and a solver that knows such
 * behaviours. Out: a finding for each. A counterexample has the fewest steps of all, counted to the end of its loop; what was not
 * found is `bounded`, or `unknown` where the solver gave no answer.
 */
import type { TemporalProperty } from '../../../ir/temporal.ts'
import type { Finding, Verdict } from '../../../verdict/verdict.ts'
import { whyNotWritten } from '../systemOf.ts'
import { unknownReason } from '../unknownReason.ts'
import type { Breach, Lassos } from './lassos.ts'

export interface LoopOptions {
  /** the most steps of a behaviour up to the end of its loop */
  readonly depth: number
  /** goes on to greater depths after a violation */
  readonly keepGoing: boolean
  readonly signal: AbortSignal | undefined
  /** after each depth, with how many properties are open, and how many times a solver was asked */
  onDepth(depth: number, open: number, queries: number): void
}

/** A property, and what is known about it. */
interface Quest {
  readonly property: TemporalProperty
  /** to this depth nothing breaks it */
  clearTo: number
  breach: Breach | null
  /** why the solver did not say more */
  unknown: string | null
}

export async function temporalFindings(
  properties: readonly TemporalProperty[],
  lassos: Lassos,
  options: LoopOptions,
): Promise<Finding[]> {
  const quests = properties.map((property): Quest => ({ property, clearTo: -1, breach: null, unknown: null }))
  const isAborted = () => options.signal?.aborted === true
  const open = () => quests.filter(({ breach, unknown }) => breach === null && unknown === null)
  const isOver = () => open().length === 0 || (!options.keepGoing && quests.some(({ breach }) => breach !== null))
  for (let depth = 0; depth <= options.depth && !isOver() && !isAborted(); depth++) {
    await orUnwritten(open(), async () => lassos.extend())
    for (const quest of open()) await orUnwritten([quest], () => look(quest, lassos, depth, isAborted))
    if (!isAborted()) options.onDepth(depth, open().length, lassos.queries)
  }
  return quests.map((quest): Finding => {
    const { name, span } = quest.property
    return { name, kind: 'temporal', span, verdict: verdictOn(quest) }
  })
}

async function look(quest: Quest, lassos: Lassos, depth: number, isAborted: () => boolean): Promise<void> {
  const { property } = quest
  const answer = await lassos.look(property)
  if (answer.kind === 'sat') quest.breach = await lassos.found(property)
  else if (answer.kind === 'unsat') quest.clearTo = depth
  else if (!isAborted()) {
    quest.unknown = `${unknownReason(answer)} at depth ${depth}${depth > 0 ? `; nothing up to depth ${depth - 1}` : ''}`
  }
}

/** What cannot be written for a solver is not known. */
async function orUnwritten(quests: readonly Quest[], act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    const reason = whyNotWritten(error)
    if (reason === null) throw error
    for (const quest of quests) quest.unknown = `it cannot be written for a solver: ${reason}`
  }
}

function verdictOn({ breach, unknown, clearTo }: Quest): Verdict {
  if (breach !== null) return { kind: 'violated', ...breach }
  if (unknown !== null) return { kind: 'unknown', reason: unknown }
  if (clearTo < 0) return { kind: 'unknown', reason: 'stopped before any behaviour was looked at' }
  return { kind: 'bounded', depth: clearTo, limits: [{ kind: 'maxDepth', depth: clearTo }] }
}
