/** The behaviours that were found, by the ids under which the judge knows their ends. */
import type { Sighting } from '../../../verdict/judge.ts'
import type { Trace } from '../../../verdict/trace.ts'

export class Sightings {
  /** of what happens before there is a state */
  static readonly BEFORE = -1
  private readonly traces: Trace[] = []

  add(trace: Trace): number {
    return this.traces.push(trace) - 1
  }
  /** The behaviour to what was seen, if there is one. */
  traceOf({ id, step, failing }: Sighting): Trace | undefined {
    const trace = this.traces[id]
    if (trace === undefined) return undefined
    return { ...trace, steps: step === undefined ? trace.steps : [...trace.steps, step], ...(failing && { failing }) }
  }
}
