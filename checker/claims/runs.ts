/**
 * The runs that verdicts on claims rest on: explorations, optima, proofs with their twins, and figures that are computed twice.
 * In: a run as a chapter names it. Out: what was wanted, what was found, and the command for the same.
 */
import { explore } from '../engines/explicit/explore.ts'
import { loadProof } from '../frontend/loadProof.ts'
import { loadSpec } from '../frontend/loadSpec.ts'
import { lower } from '../frontend/lower.ts'
import type { CheckRun, ClaimRun, FigureRun, OptimumRun, ProofRun } from '../lang/chapter.ts'
import type { ConstantValue, Spec } from '../lang/spec.ts'
import { attempt } from '../proofs/attempt.ts'
import { runProofs } from '../proofs/runProofs.ts'
import type { SolvingOptions } from '../solver/session.ts'
import { type Evidence, standingOf } from '../verdict/evidence.ts'
import type { RunReport } from '../verdict/register.ts'
import type { Finding } from '../verdict/verdict.ts'
import { checkCommand, optimumCommand, proofCommand } from './commands.ts'

export interface RunOptions extends SolvingOptions {
  /** the folder to which paths are relative; the current one if absent */
  readonly cwd?: string
  /** what a file of proofs came to, where somebody knows it already; it is run otherwise */
  readonly known?: (file: string) => readonly Evidence[] | undefined
}
type Outcome = Pick<RunReport, 'wanted' | 'found' | 'figures' | 'outcome'>

export class Runs {
  readonly #options: RunOptions
  readonly #explorations = new Map<string, Promise<Explored>>()
  readonly #proofs = new Map<string, Promise<readonly Evidence[]>>()

  constructor(options: RunOptions) {
    this.#options = options
  }

  async reportOf(run: ClaimRun): Promise<RunReport> {
    const started = performance.now()
    const outcome = await this.#outcomeOf(run)
    const shows = 'figure' in run ? run.figure : (run.shows ?? '')
    return { shows, command: commandOf(run), ...outcome, elapsedMs: performance.now() - started }
  }

  #outcomeOf(run: ClaimRun): Promise<Outcome> | Outcome {
    if ('check' in run) return this.#check(run)
    if ('optimum' in run) return this.#optimum(run)
    return 'proof' in run ? this.#prove(run) : figureOutcome(run)
  }

  async #check(run: CheckRun): Promise<Outcome> {
    const command = checkCommand(run)
    const found = await memoized(this.#explorations, command, async () => {
      const { spec } = await loadSpec(run.check, this.#files)
      const model = lower(spec.instance(constantsOf(spec, run)))
      const { signal } = this.#options
      const { findings, exploration } = await explore(model, {
        properties: run.properties,
        keepGoing: run.properties.length > 1,
        ...(signal && { signal }),
      })
      return {
        findings: findings.filter(({ name }) => run.properties.includes(name) || isBroken(name, findings)),
        ...exploration,
      }
    })
    return checkOutcome(run, found)
  }

  async #optimum(run: OptimumRun): Promise<Outcome> {
    const { spec } = await loadSpec(run.optimum, this.#files)
    const { largest, smallest, is } = run
    const by = {
      engine: 'optimum',
      is,
      ...(largest !== undefined && { largest }),
      ...(smallest !== undefined && { smallest }),
    } as const
    const claim = { spec, constants: constantsOf(spec, run), properties: [], without: [], by, countsFailures: true }
    const { kind, about } = await attempt(claim, this.#solving)
    const isShown = kind === 'exhausted' || kind === 'proved'
    return {
      wanted: `${is}`,
      found: isShown ? `${is}` : about,
      figures: '',
      outcome: isShown ? 'as wanted' : kind === 'violated' ? 'otherwise' : 'undecided',
    }
  }

  async #prove(run: ProofRun): Promise<Outcome> {
    const { proof: file, theorems } = run
    const all = await memoized(this.#proofs, file, async () => {
      const name = file.replace(/\.ts$/, '')
      return this.#options.known?.(file) ?? runProofs([await loadProof(file, name, this.#files)], this.#solving)
    })
    const nameOf = ({ name }: Evidence) => name.split('#')[1] ?? ''
    const missing = theorems?.find(name => !all.some(each => nameOf(each) === name))
    if (missing !== undefined) throw new RangeError(`${file} has no theorem named ${missing}`)
    const meant = all.filter(each => theorems === undefined || theorems.includes(nameOf(each)))
    const standings = meant.map(standingOf)
    const kinds = new Set(meant.map(each => each.attempt.kind))
    const twins = new Set(meant.flatMap(each => each.twins.map(twin => twin.attempt?.kind ?? 'not asked')))
    return {
      wanted: 'stands',
      found: `${[...kinds].join(', ')}; twin ${[...twins].join(', ')}`,
      figures: '',
      outcome:
        meant.length > 0 && standings.every(each => each === 'stands')
          ? 'as wanted'
          : standings.includes('falls')
            ? 'otherwise'
            : 'undecided',
    }
  }

  get #files(): { readonly cwd?: string } {
    const { cwd } = this.#options
    return cwd === undefined ? {} : { cwd }
  }
  get #solving(): SolvingOptions {
    const { cwd: _, known: _known, ...solving } = this.#options
    return solving
  }
}

interface Explored {
  readonly findings: readonly Finding[]
  readonly distinct: number
  readonly depth: number
}

/** Failures of the protocol count though nobody has asked for them. */
const isBroken = (name: string, findings: readonly Finding[]) =>
  name === 'failures' && findings.some(each => each.name === name && each.verdict.kind === 'violated')

function checkOutcome({ is, properties, depth }: CheckRun, { findings, distinct, depth: deepest }: Explored): Outcome {
  const missing = properties.find(name => !findings.some(each => each.name === name))
  if (missing !== undefined) throw new RangeError(`there is no property named ${missing}`)
  const steps = Math.max(0, ...findings.map(({ verdict }) => stepsOf(verdict) ?? 0))
  const kinds = [...new Set(findings.map(({ verdict }) => kindOf(verdict)))]
  const isWanted = kinds.length === 1 && kinds[0] === is && (depth === undefined || steps === depth)
  const isUndecided = kinds.some(kind => kind === 'unknown' || kind === 'bounded')
  const isWhole = kinds.every(kind => kind === 'exhausted')
  return {
    wanted: depth === undefined ? is : `${is} after ${depth} steps`,
    found: isWhole ? 'exhausted' : `${kinds.join(', ')} after ${steps} steps`,
    figures: isWhole ? `${distinct} states, depth ${deepest}` : '',
    outcome: isWanted ? 'as wanted' : isUndecided ? 'undecided' : 'otherwise',
  }
}

const kindOf = (verdict: Finding['verdict']): string =>
  verdict.kind === 'exhausted' && verdict.witness !== undefined ? 'reached' : verdict.kind

function stepsOf(verdict: Finding['verdict']): number | undefined {
  if (verdict.kind === 'violated') return verdict.trace?.steps.length
  return verdict.kind === 'exhausted' ? verdict.witness?.steps.length : undefined
}

/** Both ways of computing it must come to what is said. */
function figureOutcome({ is, digits, by, alsoBy }: FigureRun): Outcome {
  const rounded = (value: number) => (digits === undefined ? value : Number(value.toPrecision(digits)))
  const [first, second] = [rounded(by()), rounded(alsoBy())]
  return {
    wanted: `${is}`,
    found: first === second ? `${first}` : `${first}, and in another way ${second}`,
    figures: '',
    outcome: first === is && second === is ? 'as wanted' : 'otherwise',
  }
}

function commandOf(run: ClaimRun): string | null {
  if ('check' in run) return checkCommand(run)
  if ('optimum' in run) return optimumCommand(run)
  return 'proof' in run ? proofCommand(run) : null
}

/** As on the command line: those of the instance, then of the mutant, then those that are named. */
function constantsOf(
  spec: Spec,
  { instance, mutant, constants }: CheckRun | OptimumRun,
): Record<string, ConstantValue> {
  const named = (what: string, name: string | undefined, all: Readonly<Record<string, object>>) => {
    if (name === undefined) return {}
    const found = all[name]
    if (found === undefined) throw new RangeError(`${spec.name} has no ${what} named ${name}`)
    return found
  }
  const mutants = Object.fromEntries(Object.entries(spec.mutants).map(([name, each]) => [name, each.constants]))
  return { ...named('instance', instance, spec.instances), ...named('mutant', mutant, mutants), ...constants }
}

function memoized<T>(known: Map<string, Promise<T>>, key: string, compute: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? compute()
  known.set(key, found)
  return found
}
