/** A way to a state as a behaviour, and the second look at one before anybody sees it. */
import type { Model } from '../../ir/model.ts'
import { InternalError } from '../../verdict/internalError.ts'
import type { Explained } from '../../verdict/replayReport.ts'
import { rerunTrace } from '../../verdict/rerun.ts'
import type { TraceStep } from '../../verdict/trace.ts'
import type { Way } from './behaviours.ts'
import type { ReadEvent } from './reader.ts'
import { isAsGiven, type Sight, type Wanted, type WantedStep } from './wanted.ts'

export function explainedBy(last: Way): Explained {
  const steps: TraceStep[] = []
  const events: number[] = []
  let way = last
  for (; way.before !== null; way = way.before) {
    steps.push({ action: way.action?.name ?? null, choices: way.choices, state: way.state })
    events.push(way.event)
  }
  const trace = { initial: way.state, initialChoices: way.choices, steps: steps.reverse() }
  return { trace, events: events.reverse() }
}

/**
 * Confirms, with nothing but the log and the behaviours, that each is one of the model and explains every event of the log up
 * to the last that it is to explain: the reference interpreter takes all steps again, and the log is read again.
 *
 * @param last the number of this event
 * @throws InternalError when one does not
 */
export async function confirm(
  model: Model,
  all: readonly Explained[],
  { start, hidden, events }: Claim,
  last: number,
): Promise<void> {
  const lines = all.map(({ trace }) => trace).map(trace => ({ trace, ends: [0] as readonly number[] }))
  for (const { trace } of lines) {
    rerunTrace(model, trace, 'a replay')
    if (start?.holds(trace.initial) === false) throw new InternalError('a replay begins in another state')
  }
  const matchers = all.map(explained => new Matcher(explained, hidden))
  for await (const { number, wanted } of last > 0 ? events() : nothing()) {
    for (const [i, line] of lines.entries()) {
      line.ends = (matchers[i] as Matcher).after(line.ends, wanted, number)
      if (line.ends.length === 0) throw new InternalError(`event ${number} is not explained by the replay of it`)
    }
    if (number >= last) break
  }
  for (const [i, { trace, ends }] of lines.entries()) {
    if (!(matchers[i] as Matcher).onward(ends).includes(trace.steps.length))
      throw new InternalError('a replay takes steps that no event explains')
  }
}

/** What behaviours are held against. */
export interface Claim {
  readonly start: Sight | null
  readonly hidden: readonly WantedStep[]
  events(): AsyncIterable<ReadEvent>
}
async function* nothing(): AsyncIterable<ReadEvent> {}

/** Positions on one behaviour, from the states before an event to those after it. */
class Matcher {
  private readonly explained: Explained
  private readonly hidden: readonly WantedStep[]
  constructor(explained: Explained, hidden: readonly WantedStep[]) {
    this.explained = explained
    this.hidden = hidden
  }

  after(positions: readonly number[], wanted: Wanted, event: number): readonly number[] {
    switch (wanted.kind) {
      case 'ignore':
        return positions
      case 'observe':
        return this.onward(positions).filter(at => wanted.sight.holds(this.stateAt(at)))
      case 'sequence':
        return wanted.parts.reduce((current, part) => this.after(current, part, event), positions)
      case 'either':
        return [...new Set(wanted.parts.flatMap(part => this.after(positions, part, event)))]
      case 'step':
        return this.onward(positions).flatMap(at => {
          const isStep =
            this.explained.events[at] === event &&
            this.isOf(at, wanted) &&
            wanted.before?.holds(this.stateAt(at)) !== false &&
            wanted.after?.holds(this.stateAt(at + 1)) !== false
          return isStep ? [at + 1] : []
        })
    }
  }
  /** With the positions that hidden steps lead to. */
  onward(positions: readonly number[]): readonly number[] {
    const found = new Set(positions)
    for (const at of found) {
      const isHidden = this.explained.events[at] === 0 && this.hidden.some(each => this.isOf(at, each))
      if (isHidden) found.add(at + 1)
    }
    return [...found]
  }
  private isOf(at: number, { actions, given }: WantedStep): boolean {
    const step = this.explained.trace.steps[at]
    return step !== undefined && actions.some(({ name }) => name === step.action) && isAsGiven(given, step.choices)
  }
  private stateAt(at: number) {
    const { initial, steps } = this.explained.trace
    return at === 0 ? initial : (steps[at - 1] as TraceStep).state
  }
}
