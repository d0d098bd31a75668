/**
 * `npm run bench:symbolic`: asks our symbolic engines for what there are goals for, with the embedded solver and with native
 * ones, and compares solvers on the largest formula of each.
 *
 *     npm run bench:symbolic -- [--problem TEXT]... [--runs N] [--limit SECONDS] [--save]
 *
 * Exits with 1 where a problem is not solved as it should be or solvers disagree, and with 2 where it does not understand
 * its arguments.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { nativeSolvers } from '../checker/solver/native.ts'
import { availableSolvers } from '../checker/solver/session.ts'
import { runBenchmark, saveResults, wholeNumber } from './command.ts'
import { environment, renderEnvironment } from './environment.ts'
import { type Measurement, measure } from './measure.ts'
import { largestFormula, ratioToBest, solveByEach } from './symbolic/formula.ts'
import { type Problem, problems } from './symbolic/problems.ts'
import { type Measured, renderMeasured } from './symbolic/table.ts'
import { root } from './von.ts'

interface Plan {
  readonly chosen: readonly Problem[]
  readonly runs: number
  /** for a native solver, seconds */
  readonly limit: number
  readonly save: boolean
}

/** @throws Error that says what is wrong with the arguments */
function planFrom(args: readonly string[]): Plan {
  const { values: flags } = parseArgs({
    args: [...args],
    options: {
      problem: { type: 'string', multiple: true, default: [''] },
      runs: { type: 'string', default: '3' },
      limit: { type: 'string', default: '60' },
      save: { type: 'boolean', default: false },
    },
  })
  const chosen = problems.filter(({ name }) => flags.problem.some(text => name.includes(text)))
  if (chosen.length === 0)
    throw new Error(`no problem is named so; there are\n${problems.map(({ name }) => `  ${name}`).join('\n')}`)
  return {
    chosen,
    runs: wholeNumber('runs', flags.runs, 1),
    limit: wholeNumber('limit', flags.limit, 1),
    save: flags.save,
  }
}

/** The run that took the least CPU time; a reason where it does not end as it should. @param limit seconds for each run */
function runCommand(problem: Problem, solver: string, runs: number, limit: number, more: readonly string[] = []) {
  const { arguments: args, property } = problem
  const command = [
    path.join(root, 'bin/von.js'),
    ...args,
    '--property',
    property,
    '--solver',
    solver,
    '--json',
    ...more,
  ]
  let best: Omit<Measurement, 'stdout'> | undefined
  for (let i = 0; i < runs; i++) {
    const { stdout, ...run } = measure('timeout', [`${limit}`, process.execPath, ...command], root)
    if (run.exitCode === TIMED_OUT) return `not done in ${limit} s`
    const fault = complaint(problem, stdout)
    if (fault !== undefined) return `exit code ${run.exitCode}: ${fault}`
    if (best === undefined || run.cpuSeconds < best.cpuSeconds) best = run
  }
  return best ?? 'not run'
}

/** How long we wait for our own command, seconds: it may miss its goal, and the machine may do other things. */
const patience = ({ targetSeconds }: Problem) => Math.max(120, 5 * targetSeconds)

/** What the command `timeout` exits with. */
const TIMED_OUT = 124

/** What is not as it should be in a report. */
function complaint({ property, verdict }: Problem, json: string): string | undefined {
  const { findings, diagnostics } = json === '' ? {} : JSON.parse(json)
  if (findings === undefined) return diagnostics?.[0]?.message ?? 'it says nothing'
  const found = findings.find((finding: { name: string }) => finding.name === property)?.verdict
  const isAsExpected = Object.entries(verdict).every(([key, value]) => found?.[key] === value)
  return isAsExpected ? undefined : `${property} is ${found?.kind ?? 'missing'}, not ${verdict.kind}`
}

function measureProblem(problem: Problem, { runs, limit }: Plan): Measured {
  const natives = nativeSolvers.filter(name => availableSolvers().includes(name))
  const commands = [
    { solver: 'embedded', run: runCommand(problem, 'embedded', runs, patience(problem)) },
    ...natives.map(solver => ({ solver, run: runCommand(problem, solver, runs, limit) })),
  ]
  const folder = mkdtempSync(path.join(tmpdir(), 'von-bench-'))
  try {
    if (typeof commands[0]?.run === 'string') return { problem, commands, formula: null }
    runCommand(problem, 'embedded', 1, patience(problem), ['--dump', folder])
    const file = largestFormula(folder)
    if (file === undefined) return { problem, commands, formula: null }
    return { problem, commands, formula: { bytes: statSync(file).size, solved: solveByEach(file, runs, limit) } }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function measureAll(plan: Plan): void {
  const where = environment()
  console.log(renderEnvironment(where))
  console.log(
    `${plan.runs} runs, of which the one with the least CPU time counts; ${plan.limit} s for a native solver\n`,
  )
  const all: Measured[] = []
  for (const problem of plan.chosen) {
    const measured = measureProblem(problem, plan)
    all.push(measured)
    console.log(renderMeasured(measured))
    const disagree =
      measured.formula !== null && ratioToBest(measured.formula.solved) === 'no ratio: the answers differ'
    if (disagree || typeof measured.commands[0]?.run === 'string') process.exitCode = 1
  }
  if (plan.save) saveResults(where.date, '-symbolic', { ...where, runs: plan.runs, problems: all })
}

runBenchmark(planFrom, measureAll)
