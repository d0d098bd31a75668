/**
 * Records the packet core: `node traces/core/record/record.ts` writes the logs beside it anew, which are the same each time. The
 * rejected ones are of the core with a mistake in its source; that they are wrong from some event on is known from
 * the log of the right one, of which the first other event is that.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { patched } from '../../../impl/patched.fixture.ts'
import { type CalendarCode, recorded } from '../../../impl/recording/recorded.ts'
import { buildCalendar, changeBudgets } from '../../../impl/scheduler/buildCalendar.ts'
import { mutants } from '../../../impl/scheduler/calendar.mutants.fixture.ts'
import { CYCLE } from '../../../impl/scheduler/calendar.ts'
import { mistakes, type Workload, workloads } from './workloads.ts'

/** The events of a workload, as lines. */
function linesOf({ constants, calls }: Workload, code?: CalendarCode): string[] {
  const { flows, budget, cycles } = constants
  const budgets = new Array<number>(flows).fill(budget)
  // Numbers of cycles wrap in the midst of it.
  const calendar = buildCalendar({ cycleBytes: flows * budget, budgets, cycles, chargeMin: 1, cycle: 0xfffffff0 })
  const lines: string[] = []
  const { enqueue, dequeue, advance } = recorded(event => lines.push(JSON.stringify(event)), flows, code)
  for (const [i, call] of calls.entries()) {
    if (call.call === 'arrive') enqueue(calendar, call.partition, call.bytes, i)
    else if (call.call === 'cycle') {
      advance(calendar, ((calendar[CYCLE] as number) + 1) >>> 0)
      while (dequeue(calendar) !== 0);
    } else {
      const { from, to, bytes } = call
      const changed = budgets.map((own, flow) => own + (flow === to ? bytes : 0) - (flow === from ? bytes : 0))
      if (!changeBudgets(calendar, changed)) break
      budgets.splice(0, flows, ...changed)
      lines.push(JSON.stringify({ event: 'changed', from, to, bytes }))
    }
  }
  return lines
}

/** All logs, by the paths of their files from `traces/core`. */
export async function logs(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const log = (header: object, lines: readonly string[]) =>
    `${[JSON.stringify({ format: 'von-log', version: 1, system: 'von/core', ...header }), ...lines].join('\n')}\n`
  for (const [name, workload] of Object.entries(workloads)) {
    const { about, constants } = workload
    found.set(`accepted/${name}.jsonl`, log({ about, constants }, linesOf(workload)))
  }
  for (const { name, mutant, workload: of, because } of mistakes) {
    const [workload, patch] = [workloads[of], mutants[mutant]]
    if (workload === undefined || patch === undefined) throw new Error(`there is no ${of} or no ${mutant}`)
    const right = linesOf(workload)
    const code = (await patched('scheduler/calendar.ts', patch)) as unknown as CalendarCode
    const wrong = linesOf(workload, code)
    const first = wrong.findIndex((line, i) => line !== right[i])
    if (first < 0) throw new Error(`${name} does nothing wrong`)
    const { constants } = workload
    const diverges = { event: first + 1, because }
    found.set(`rejected/${name}.jsonl`, log({ about: patch.about, constants, diverges }, wrong.slice(0, first + 6)))
  }
  return found
}

if (import.meta.main) {
  for (const [file, text] of await logs()) {
    const target = path.join(import.meta.dirname, '..', file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}
