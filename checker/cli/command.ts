/**
 * The command line: subcommands, their options and examples. What they do is loaded only when it is asked for, so that
 * help and errors come at once.
 */
import type { Direction } from '../engines/optimum/optimum.ts'
import { colorChoices } from './color.ts'
import { command, type Program } from './commandLine.ts'
import { properties, selection, spec } from './flags.ts'
import {
  argument,
  choice,
  natural,
  optionalArgument,
  positive,
  text,
  texts,
  toggle,
  value,
  withDefault,
} from './inputs.ts'
import { parseMemorySize } from './memorySize.ts'
import { solving } from './symbolicOptions.ts'
import { parseTimeSpan } from './timeSpan.ts'
import { UsageError } from './usageError.ts'

function requireSpec(spec: string | undefined): string {
  if (spec !== undefined) return spec
  throw new UsageError({
    message: 'no spec is named',
    help: 'von prove SPEC, or von prove --all for a folder of proofs',
  })
}

const coverage = toggle('coverage', 'show how often each action fired, and each guard and branch was true and false')
const backend = withDefault(
  choice('backend', 'CODE', 'what runs the model; all report the same', ['wasm', 'javascript', 'interpreter']),
  'wasm',
)
const maxStates = positive('max-states', 'stop at so many distinct states')

const keeping = {
  disk: text('disk', 'FOLDER', 'keep states that are not needed for now in a file there; memory then holds more'),
  checkpoint: text('checkpoint', 'FOLDER', 'keep what is found in a new folder, for --resume to go on from'),
  resume: text('resume', 'FOLDER', 'go on from what a run kept in this folder'),
  checkpointEvery: value(
    'checkpoint-every',
    'TIME',
    'how often to keep it, such as 30s or 10m (60s)',
    parseTimeSpan,
    given => `'${given}' is no span of time; write 30s or 10m`,
  ),
}

const keepGoing = toggle('keep-going', 'go on after a violation, until every property has its verdict')
const itf = text('itf', 'FILE', 'write the first trace to this file, for Quint and Apalache')

const check = command({
  name: 'check',
  description: 'Explore every reachable state of an instance and tell which properties hold',
  examples: [
    { command: 'von check spec/lease/lease.ts', description: 'check all properties of the default instance' },
    {
      command: 'von check spec/commit/twoPhaseCommit.ts --const resourceManagers=4',
      description: 'the same for another size',
    },
    {
      command: 'von check spec/lease/lease.ts --mutant LS-1',
      description: 'plant a known bug and see it found',
    },
  ],
  inputs: {
    spec,
    ...selection,
    properties,
    maxStates,
    maxDepth: positive('max-depth', 'stop at this many steps from the initial states'),
    memory: value(
      'memory',
      'SIZE',
      'stop at this much memory, such as 512M or 2G (2G, or less on a small machine)',
      parseMemorySize,
      given => `'${given}' is no size; write 512M or 2G`,
    ),
    keepGoing,
    ...keeping,
    symmetry: toggle('symmetry', 'explore one of all states that differ only by names declared interchangeable'),
    partialOrder: toggle(
      'partial-order',
      'leave out steps whose order cannot be told; by the interpreter, so mostly slower',
    ),
    coverage,
    stats: toggle('stats', 'show what the states took in memory'),
    workers: positive('workers', 'expand large levels by so many threads (1)'),
    compact: toggle(
      'compact',
      'know states above 64 bits by a hash: faster, never exhausted, tells the chance of a miss',
    ),
    backend,
    itf,
  },
  run: async (shell, request) => (await import('./check.ts')).check(shell, request),
})

const simulate = command({
  name: 'simulate',
  description:
    'Take random walks through an instance that is too large to explore; never says more than violated or not',
  examples: [
    {
      command: 'von simulate spec/lease/lease.ts --const routers=4 --walks 200',
      description: 'walk through a large instance',
    },
    {
      command: 'von simulate spec/lease/lease.ts --mutant LS-9 --seed 7',
      description: 'find a planted bug, the same way each time',
    },
    {
      command: 'von simulate spec/lease/lease.ts --choose action --coverage',
      description: 'see what the walks exercised',
    },
  ],
  inputs: {
    spec,
    ...selection,
    properties,
    walks: withDefault(positive('walks', 'how many walks to take (1000)'), 1000),
    steps: withDefault(positive('steps', 'the most steps of one walk (100)'), 100),
    seed: natural('seed', 'take the walks of this seed again; else a new one is drawn and printed'),
    walk: natural('walk', 'take only this walk, counted from 0'),
    choose: choice('choose', 'HOW', 'among all steps alike, or among the enabled actions first', ['uniform', 'action']),
    weights: texts('weight', 'ACTION=W', 'choose among the enabled actions by weight; those not named have 1'),
    workers: positive('workers', 'how many threads walk (1); the report is the same'),
    backend,
    coverage,
  },
  run: async (shell, request) => (await import('./simulate.ts')).simulate(shell, request),
})

const encoding = withDefault(
  choice(
    'encoding',
    'HOW',
    'how numbers are written for the solver; integers pay where large ones are only added and compared',
    ['bitvectors', 'integers'],
  ),
  'bitvectors',
)
const bmc = command({
  name: 'bmc',
  description:
    'Ask a solver for the shortest ways to break properties, or to reach witnesses, in so many steps; never says more than that',
  examples: [
    {
      command: 'von bmc spec/lease/lease.ts --mutant LS-1 --depth 12',
      description: 'find a planted bug without exploring',
    },
    {
      command: 'von bmc spec/commit/twoPhaseCommit.ts --const resourceManagers=20 --depth 8',
      description: 'look into an instance that is too large to explore',
    },
  ],
  inputs: {
    spec,
    ...selection,
    properties,
    depth: withDefault(natural('depth', 'how many steps from the initial states to look (10)'), 10),
    keepGoing,
    ...solving,
    encoding,
    itf,
  },
  run: async (shell, request) => (await import('./bmc.ts')).bmc(shell, request),
})

const prove = command({
  name: 'prove',
  description: 'Prove by induction what holds in every reachable state, of instances of any size',
  examples: [
    {
      command: 'von prove spec/commit/twoPhaseCommit.ts --const resourceManagers=20 --property consistent',
      description: 'prove a property of more states than can be explored',
    },
    {
      command: 'von prove spec/commit/twoPhaseCommit.ts --mutant abortsAfterCommit',
      description: 'see what keeps a broken twin from being proved',
    },
    { command: 'von prove proofs/core/serialNumber.ts', description: 'prove theorems about functions, for all inputs' },
    { command: 'von prove --all', description: 'run the proofs in the folder proofs' },
  ],
  inputs: {
    spec: optionalArgument('SPEC', 'file whose default export is the spec; with --all, a folder of proofs (proofs)'),
    all: toggle('all', 'run all proofs of a folder, and their twins, which must fail; write EVIDENCE.md there'),
    ...selection,
    properties,
    k: natural('k', 'how many steps induction may look back, and violations are looked for (3)'),
    cores: toggle('cores', 'show the guards and lemmas that no proof needed'),
    unbounded: toggle(
      'unbounded',
      'prove it for any number of what the spec declares interchangeable; --const keeps a number as it is',
    ),
    invent: toggle('invent', 'invent lemmas where induction needs some, and print them; may take for ever'),
    withoutLemmas: toggle(
      'without-lemmas',
      'do as if the spec had no lemmas: see which are needed, or what --invent finds in their place',
    ),
    ...solving,
    encoding,
  },
  run: async (shell, { spec, all, ...request }) => {
    if (all) return (await import('./proveAll.ts')).proveAll(shell, { ...request, folder: spec ?? 'proofs' })
    return (await import('./prove.ts')).prove(shell, { ...request, spec: requireSpec(spec) })
  },
})

const measure = (name: Direction) =>
  texts(name, 'MEASURE', `find the ${name} value of this measure; may be given several times`)
const optimum = command({
  name: 'optimum',
  description: 'Find the largest and smallest values that the measures of a spec have in reachable states',
  examples: [
    { command: 'von optimum spec/overlay/scheduler.ts', description: 'both, of every measure' },
    {
      command: 'von optimum spec/overlay/scheduler.ts --largest lag',
      description: 'one of them, with a shortest known way to it',
    },
  ],
  inputs: {
    spec,
    ...selection,
    largest: measure('largest'),
    smallest: measure('smallest'),
    depth: natural('depth', 'ask a solver for values within so many steps, and prove by induction that none is beyond'),
    ...solving,
    encoding,
  },
  run: async (shell, request) => (await import('./optimum.ts')).findOptima(shell, request),
})

const list = command({
  name: 'list',
  description: 'List the constants, instances, actions, properties and mutants of a spec',
  examples: [{ command: 'von list spec/lease/lease.ts' }],
  inputs: { spec },
  run: async (shell, request) => (await import('./list.ts')).list(shell, request),
})

const show = command({
  name: 'show',
  description: "Show the shape of an instance's state space: variables, bits, what actions read and write",
  examples: [{ command: 'von show spec/lease/lease.ts' }],
  inputs: { spec, ...selection },
  run: async (shell, request) => (await import('./show.ts')).show(shell, request),
})

const explain = command({
  name: 'explain',
  description: 'Explain an error code, with an example and its remedy',
  examples: [{ command: 'von explain VON1001' }],
  inputs: { code: argument('CODE', 'code of an error, such as VON1001') },
  run: async (shell, request) => (await import('./explain.ts')).explain(shell, request),
})

const doctor = command({
  name: 'doctor',
  description: 'Run the TypeScript of a spec against its model, state by state, and report any difference',
  examples: [{ command: 'von doctor spec/commit/twoPhaseCommit.ts' }],
  inputs: { spec, ...selection, maxStates },
  run: async (shell, request) => (await import('./doctor.ts')).doctor(shell, request),
})

export const von: Program = {
  name: 'von',
  description: 'Check protocols written in TypeScript, exhaustively',
  examples: [
    { command: 'von check spec/lease/lease.ts', description: 'explore a protocol and check its properties' },
    { command: 'von check spec/lease/lease.ts --mutant LS-1', description: 'see a planted bug found' },
    { command: 'von list spec/lease/lease.ts', description: 'what can be set and checked' },
  ],
  commands: [check, simulate, bmc, prove, optimum, list, show, explain, doctor],
  // Read before anything else (`main.ts`), as they also decide how errors of the command line are shown.
  options: [
    toggle('json', 'print one JSON document instead of text'),
    choice('color', 'WHEN', 'when to use colour', colorChoices),
  ],
}
