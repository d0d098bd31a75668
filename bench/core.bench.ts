/**
 * `npm run bench:core`: the packet core as JavaScript and WebAssembly against the same algorithms in C, and against DPDK.
 *
 *     npm run bench:core -- [--quick] [--workload TEXT]... [--runs N] [--save]
 *
 * Exits with 1 where a contender fails or answers otherwise than ours, and with 2 where it does not understand its arguments.
 */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { complain, runBenchmark, saveResults, wholeNumber } from './command.ts'
import { buildPrograms, compilerFlags, contendersFor, directory, dpdkVersion, run } from './core/contenders.ts'
import { type Figures, figuresOf, least, type Machine, ratio } from './core/figures.ts'
import { renderFigures, renderMachine, renderScale } from './core/table.ts'
import { plans, quickPlans, type Workload, type Plan as WorkloadPlan, written } from './core/workloads.ts'
import { environment, renderEnvironment } from './environment.ts'

/** Passes of a run that are timed, after two that are not. */
const PASSES = { quick: 1, full: 5 }

interface Plan {
  readonly chosen: readonly WorkloadPlan[]
  readonly passes: number
  readonly runs: number
  readonly save: boolean
}

interface Measured {
  readonly workload: Pick<Workload, 'name' | 'overlays'> & { readonly leastNanoseconds: number | null }
  readonly figures: readonly Figures[]
}

/** @throws Error that says what is wrong with the arguments */
function planFrom(args: readonly string[]): Plan {
  const { values: flags } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      workload: { type: 'string', multiple: true, default: [''] },
      runs: { type: 'string', default: '3' },
      save: { type: 'boolean', default: false },
    },
  })
  const all = flags.quick ? quickPlans : plans
  const chosen = all.filter(({ name }) => flags.workload.some(text => name.includes(text)))
  if (chosen.length === 0)
    throw new Error(`no workload is named so; there are\n${all.map(({ name }) => `  ${name}`).join('\n')}`)
  return {
    chosen,
    passes: flags.quick ? PASSES.quick : PASSES.full,
    runs: wholeNumber('runs', flags.runs, 1, 1000),
    save: flags.save,
  }
}

async function measureAll({ chosen, passes, runs, save }: Plan): Promise<void> {
  const where = environment()
  const versions = { ...where.versions, dpdk: dpdkVersion() }
  console.log(renderEnvironment(where))
  console.log(`DPDK ${versions.dpdk ?? 'is not installed'}; C with ${compilerFlags.join(' ')}`)
  console.log(
    `${runs} runs in turns, of which the median counts; of each run the least of ${passes} passes, in CPU time\n`,
  )
  const programs = await buildPrograms()
  const machine = programs.machine === null ? null : machineOf(programs.machine, passes)
  if (machine !== null) console.log(renderMachine(machine))

  const results: Measured[] = []
  for (const plan of chosen) {
    const workload = plan.build()
    const folder = written(workload, directory)
    try {
      const contenders = contendersFor(workload, folder, passes, programs)
      const rounds = Array.from({ length: runs }, () => contenders.map(run))
      const figures = contenders.map((contender, i) =>
        figuresOf(
          contender,
          rounds.flatMap(round => round[i] ?? []),
        ),
      )
      console.log(renderFigures(workload, figures, machine))
      const [ours] = figures
      if (ours !== undefined && figures.some(other => typeof ratio(ours, other) === 'string')) process.exitCode = 1
      const { name, overlays } = workload
      results.push({ workload: { name, overlays, leastNanoseconds: machine && least(workload, machine) }, figures })
    } catch (error) {
      complain(error)
      process.exitCode = 1
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
  for (const name of ['WebAssembly', 'JavaScript', 'C']) process.stdout.write(renderScale(results, name))
  if (save)
    saveResults(where.date, '-core', {
      ...where,
      versions,
      compilerFlags,
      passes,
      runs,
      machineLimits: machine,
      results,
    })
}

function machineOf(program: string, passes: number): Machine {
  const { stdout, status } = spawnSync(program, [`${passes}`], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} failed`)
  return JSON.parse(stdout)
}

runBenchmark(planFrom, measureAll)
