/** One measured problem as lines of text. */
import type { Measurement } from '../measure.ts'
import { ratioToBest, type Solved } from './formula.ts'
import type { Problem } from './problems.ts'

export interface Measured {
  readonly problem: Problem
  /** our whole command with each solver, the embedded one first; a reason instead where there is no measurement */
  readonly commands: readonly { readonly solver: string; readonly run: Omit<Measurement, 'stdout'> | string }[]
  readonly formula: { readonly bytes: number; readonly solved: readonly Solved[] } | null
}

export function renderMeasured({ problem, commands, formula }: Measured): string {
  const lines = commands.map(({ solver, run }) => {
    const title = `von, ${solver}`.padEnd(18)
    if (typeof run === 'string') return `  ${title}  ${run}`
    const { elapsedSeconds, cpuSeconds, peakBytes } = run
    const peak = `${(peakBytes / 2 ** 20).toFixed(0)} MB`
    const target = solver === 'embedded' ? `  target ${problem.targetSeconds} s: ${judged(problem, run)}` : ''
    return `  ${title}  ${seconds(elapsedSeconds)}  CPU ${seconds(cpuSeconds)}  ${peak.padStart(7)}${target}`
  })
  const [ours, ...others] = commands.flatMap(({ run }) => (typeof run === 'string' ? [] : [run.cpuSeconds]))
  if (ours !== undefined && others.length > 0 && typeof commands[0]?.run !== 'string')
    lines.push(`  with the embedded solver ${times(ours / Math.min(...others))} the CPU time of the best other`)
  if (formula !== null) {
    const answers = formula.solved.map(
      ({ solver, answer, cpuSeconds }) => `${solver} ${answer} ${cpuSeconds.toFixed(2)} s`,
    )
    const ratio = ratioToBest(formula.solved)
    const conclusion = typeof ratio === 'string' ? ratio : `${times(ratio)} the best other`
    lines.push(`  largest formula, ${(formula.bytes / 1024).toFixed(0)} KB: ${answers.join(', ')}; ${conclusion}`)
  }
  return `${problem.name}\n${lines.join('\n')}\n`
}

/** The clock on the wall decides; where it does not, the CPU time says whether it would without the machine's other work. */
export function judged({ targetSeconds }: Problem, run: Pick<Measurement, 'elapsedSeconds' | 'cpuSeconds'>): string {
  if (run.elapsedSeconds <= targetSeconds) return 'met'
  return run.cpuSeconds <= targetSeconds ? 'met by CPU time only' : 'MISSED'
}

const times = (ratio: number) => `${ratio.toPrecision(2)}x`
const seconds = (value: number) => `${value.toFixed(2)} s`.padStart(9)
