/** What a reader types to repeat a run. */
import type { CheckRun, OptimumRun, ProofRun } from '../lang/chapter.ts'

export const checkCommand = (run: CheckRun): string =>
  ['von check', run.check, ...selection(run), ...run.properties.map(name => `--property ${name}`)].join(' ') +
  (run.properties.length > 1 ? ' --keep-going' : '')

export const optimumCommand = (run: OptimumRun): string =>
  [
    'von optimum',
    run.optimum,
    ...selection(run),
    ...(run.largest === undefined ? [] : [`--largest ${run.largest}`]),
    ...(run.smallest === undefined ? [] : [`--smallest ${run.smallest}`]),
  ].join(' ')

/** A file of theorems can be proved alone; a proof with its twin by running those of its folder, which tells what it came to. */
export const proofCommand = ({ proof, theorems }: ProofRun): string =>
  theorems === undefined ? `von prove --all ${proof.replace(/\/[^/]*$/, '')}` : `von prove ${proof}`

const selection = ({ instance, mutant, constants = {} }: CheckRun | OptimumRun): string[] => [
  ...(instance === undefined ? [] : [`--instance ${instance}`]),
  ...(mutant === undefined ? [] : [`--mutant ${mutant}`]),
  ...Object.entries(constants).map(([name, value]) => `--const ${name}=${value}`),
]
