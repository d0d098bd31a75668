/**
 * The command line: subcommands, their options and examples. What they do is loaded only when it is asked for, so that
 * help and errors come at once.
 */
import * as Argument from 'effect/cli/Argument'
import * as Command from 'effect/cli/Command'
import * as Flag from 'effect/cli/Flag'
import * as GlobalFlag from 'effect/cli/GlobalFlag'
import * as Option from 'effect/Option'
import type { Direction } from '../engines/optimum/optimum.ts'
import { colorChoices } from './color.ts'
import { memorySize, natural, optional, positive, properties, selection, spec, timeSpan, workers } from './flags.ts'
import { inShell } from './inShell.ts'
import { replay } from './replayCommand.ts'
import { solving } from './symbolicOptions.ts'
import { UsageError } from './usageError.ts'

function requireSpec(spec: string | undefined): string {
  if (spec !== undefined) return spec
  throw new UsageError({
    message: 'no spec is named',
    help: 'von prove SPEC, or von prove --all for a folder of proofs',
  })
}

const coverage = Flag.Boolean('coverage').pipe(
  Flag.withDescription('show how often each action fired, and each guard and branch was true and false'),
  Flag.withDefault(false),
)
const backend = Flag.Literals('backend', ['wasm', 'javascript', 'interpreter']).pipe(
  Flag.withMetavar('CODE'),
  Flag.withDescription('what runs the model; all report the same'),
  Flag.withDefault('wasm'),
)
const maxStates = positive('max-states', 'stop at so many distinct states')

const folder = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withMetavar('FOLDER'), Flag.withDescription(description), optional)
const keeping = {
  disk: folder('disk', 'keep states that are not needed for now in a file there; memory then holds more'),
  checkpoint: folder('checkpoint', 'keep what is found in a new folder, for --resume to go on from'),
  resume: folder('resume', 'go on from what a run kept in this folder'),
  checkpointEvery: timeSpan('checkpoint-every', 'how often to keep it, such as 30s or 10m (60s)'),
}

const keepGoing = Flag.Boolean('keep-going').pipe(
  Flag.withDescription('go on after a violation, until every property has its verdict'),
  Flag.withDefault(false),
)
const itf = Flag.String('itf').pipe(
  Flag.withMetavar('FILE'),
  Flag.withDescription('write the first trace to this file, for Quint and Apalache'),
  optional,
)

const check = Command.make(
  'check',
  {
    spec,
    ...selection,
    properties,
    maxStates,
    maxDepth: positive('max-depth', 'stop at this many steps from the initial states'),
    memory: memorySize('memory', 'stop at this much memory, such as 512M or 2G (2G, or less on a small machine)'),
    keepGoing,
    ...keeping,
    symmetry: Flag.Boolean('symmetry').pipe(
      Flag.withDescription('explore one of all states that differ only by names declared interchangeable'),
      Flag.withDefault(false),
    ),
    partialOrder: Flag.Boolean('partial-order').pipe(
      Flag.withDescription('leave out steps whose order cannot be told; by the interpreter, so mostly slower'),
      Flag.withDefault(false),
    ),
    coverage,
    stats: Flag.Boolean('stats').pipe(
      Flag.withDescription('show what the states took in memory'),
      Flag.withDefault(false),
    ),
    workers: workers('expand large levels by so many threads (1)'),
    compact: Flag.Boolean('compact').pipe(
      Flag.withDescription('know states above 64 bits by a hash: faster, never exhausted, tells the chance of a miss'),
      Flag.withDefault(false),
    ),
    backend,
    itf,
  },
  request => inShell(async shell => (await import('./check.ts')).check(shell, request)),
).pipe(
  Command.withDescription('Explore every reachable state of an instance and tell which properties hold'),
  Command.withExamples([
    { command: 'von check spec/lease/lease.ts', description: 'check all properties of the default instance' },
    {
      command: 'von check spec/commit/twoPhaseCommit.ts --const resourceManagers=4',
      description: 'the same for another size',
    },
    {
      command: 'von check spec/lease/lease.ts --mutant LS-1',
      description: 'plant a known bug and see it found',
    },
  ]),
)

const simulate = Command.make(
  'simulate',
  {
    spec,
    ...selection,
    properties,
    walks: positive('walks', 'how many walks to take (1000)').pipe(Flag.map(n => n ?? 1000)),
    steps: positive('steps', 'the most steps of one walk (100)').pipe(Flag.map(n => n ?? 100)),
    seed: natural('seed', 'take the walks of this seed again; else a new one is drawn and printed'),
    walk: natural('walk', 'take only this walk, counted from 0'),
    choose: Flag.Literals('choose', ['uniform', 'action']).pipe(
      Flag.withMetavar('HOW'),
      Flag.withDescription('among all steps alike, or among the enabled actions first'),
      optional,
    ),
    weights: Flag.String('weight').pipe(
      Flag.withMetavar('ACTION=W'),
      Flag.withDescription('choose among the enabled actions by weight; those not named have 1'),
      Flag.atLeast(0),
    ),
    workers: workers('how many threads walk (1); the report is the same'),
    backend,
    coverage,
  },
  request => inShell(async shell => (await import('./simulate.ts')).simulate(shell, request)),
).pipe(
  Command.withDescription(
    'Take random walks through an instance that is too large to explore; never says more than violated or not',
  ),
  Command.withExamples([
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
  ]),
)

const encoding = Flag.Literals('encoding', ['bitvectors', 'integers']).pipe(
  Flag.withMetavar('HOW'),
  Flag.withDescription(
    'how numbers are written for the solver; integers pay where large ones are only added and compared',
  ),
  Flag.withDefault('bitvectors'),
)
const bmc = Command.make(
  'bmc',
  {
    spec,
    ...selection,
    properties,
    depth: natural('depth', 'how many steps from the initial states to look (10)').pipe(Flag.map(n => n ?? 10)),
    keepGoing,
    ...solving,
    encoding,
    itf,
  },
  request => inShell(async shell => (await import('./bmc.ts')).bmc(shell, request)),
).pipe(
  Command.withDescription(
    'Ask a solver for the shortest ways to break properties, or to reach witnesses, in so many steps; never says more than that',
  ),
  Command.withExamples([
    {
      command: 'von bmc spec/lease/lease.ts --mutant LS-1 --depth 12',
      description: 'find a planted bug without exploring',
    },
    {
      command: 'von bmc spec/commit/twoPhaseCommit.ts --const resourceManagers=20 --depth 8',
      description: 'look into an instance that is too large to explore',
    },
  ]),
)

const prove = Command.make(
  'prove',
  {
    spec: Argument.String('SPEC').pipe(
      Argument.withDescription('file whose default export is the spec; with --all, a folder of proofs (proofs)'),
      Argument.optional,
      Argument.map(Option.getOrUndefined),
    ),
    all: Flag.Boolean('all').pipe(
      Flag.withDescription('run all proofs of a folder, and their twins, which must fail; write EVIDENCE.md there'),
      Flag.withDefault(false),
    ),
    ...selection,
    properties,
    k: natural('k', 'how many steps induction may look back, and violations are looked for (3)'),
    cores: Flag.Boolean('cores').pipe(
      Flag.withDescription('show the guards and lemmas that no proof needed'),
      Flag.withDefault(false),
    ),
    unbounded: Flag.Boolean('unbounded').pipe(
      Flag.withDescription(
        'prove it for any number of what the spec declares interchangeable; --const keeps a number as it is',
      ),
      Flag.withDefault(false),
    ),
    invent: Flag.Boolean('invent').pipe(
      Flag.withDescription('invent lemmas where induction needs some, and print them; may take for ever'),
      Flag.withDefault(false),
    ),
    withoutLemmas: Flag.Boolean('without-lemmas').pipe(
      Flag.withDescription(
        'do as if the spec had no lemmas: see which are needed, or what --invent finds in their place',
      ),
      Flag.withDefault(false),
    ),
    ...solving,
    encoding,
  },
  ({ spec, all, ...request }) =>
    inShell(async shell => {
      if (all) return (await import('./proveAll.ts')).proveAll(shell, { ...request, folder: spec ?? 'proofs' })
      return (await import('./prove.ts')).prove(shell, { ...request, spec: requireSpec(spec) })
    }),
).pipe(
  Command.withDescription('Prove by induction what holds in every reachable state, of instances of any size'),
  Command.withExamples([
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
  ]),
)

const claims = Command.make(
  'claims',
  {
    folder: Argument.String('FOLDER').pipe(
      Argument.withDescription('folder of chapters of claims (claims)'),
      Argument.optional,
      Argument.map(folder => Option.getOrUndefined(folder) ?? 'claims'),
    ),
    claims: Flag.String('claim').pipe(
      Flag.withMetavar('ID'),
      Flag.withDescription('run only this claim, and show its runs; may be given several times'),
      Flag.atLeast(0),
    ),
    write: Flag.String('write').pipe(
      Flag.withMetavar('FILE'),
      Flag.withDescription('write all claims with their verdicts and runs to this file, as Markdown'),
      optional,
    ),
    ...solving,
  },
  request => inShell(async shell => (await import('./claims.ts')).claims(shell, request)),
).pipe(
  Command.withDescription('Run what the verdicts of a register of claims rest on, and tell which verdicts still stand'),
  Command.withExamples([
    { command: 'von claims', description: 'all claims in the folder claims' },
    { command: 'von claims --claim C49', description: 'one of them, with its runs' },
    { command: 'von claims --write docs/CLAIMS.md', description: 'and write the table' },
  ]),
)

const measure = (name: Direction) =>
  Flag.String(name).pipe(
    Flag.withMetavar('MEASURE'),
    Flag.withDescription(`find the ${name} value of this measure; may be given several times`),
    Flag.atLeast(0),
  )
const optimum = Command.make(
  'optimum',
  {
    spec,
    ...selection,
    largest: measure('largest'),
    smallest: measure('smallest'),
    depth: natural('depth', 'ask a solver for values within so many steps, and prove by induction that none is beyond'),
    ...solving,
    encoding,
  },
  request => inShell(async shell => (await import('./optimum.ts')).findOptima(shell, request)),
).pipe(
  Command.withDescription('Find the largest and smallest values that the measures of a spec have in reachable states'),
  Command.withExamples([
    { command: 'von optimum spec/overlay/scheduler.ts', description: 'both, of every measure' },
    {
      command: 'von optimum spec/overlay/scheduler.ts --largest lag',
      description: 'one of them, with a shortest known way to it',
    },
  ]),
)

const list = Command.make('list', { spec }, request =>
  inShell(async shell => (await import('./list.ts')).list(shell, request)),
).pipe(
  Command.withDescription(
    'List the constants, instances, actions, properties, measures and mutants of a spec, or theorems',
  ),
  Command.withExamples([{ command: 'von list spec/lease/lease.ts' }]),
)

const show = Command.make('show', { spec, ...selection }, request =>
  inShell(async shell => (await import('./show.ts')).show(shell, request)),
).pipe(
  Command.withDescription(
    "Show the shape of an instance's state space: variables, bits, what actions read and write; or the inputs of theorems",
  ),
  Command.withExamples([{ command: 'von show spec/lease/lease.ts' }]),
)

const explain = Command.make(
  'explain',
  { code: Argument.String('CODE').pipe(Argument.withDescription('code of an error, such as VON1001')) },
  request => inShell(async shell => (await import('./explain.ts')).explain(shell, request)),
).pipe(
  Command.withDescription('Explain an error code, with an example and its remedy'),
  Command.withExamples([{ command: 'von explain VON1001' }]),
)

const doctor = Command.make('doctor', { spec, ...selection, maxStates }, request =>
  inShell(async shell => (await import('./doctor.ts')).doctor(shell, request)),
).pipe(
  Command.withDescription('Run the TypeScript of a spec against its model, state by state, and report any difference'),
  Command.withExamples([{ command: 'von doctor spec/commit/twoPhaseCommit.ts' }]),
)

const compile = Command.make(
  'compile',
  {
    file: Argument.String('FILE').pipe(Argument.withDescription('module that exports functions of a packet path')),
    functions: Flag.String('function').pipe(
      Flag.withMetavar('NAME'),
      Flag.withDescription('compile only this function; may be given several times'),
      Flag.atLeast(0),
    ),
    out: Flag.String('out').pipe(
      Flag.withMetavar('FILE'),
      Flag.withDescription('write the module to this file; else it is only seen whether it can be compiled'),
      optional,
    ),
  },
  request => inShell(async shell => (await import('./compile.ts')).compileModule(shell, request)),
).pipe(
  Command.withDescription(
    'Compile functions over numbers and Uint32Arrays to WebAssembly that gives the same results; refuse what would not',
  ),
  Command.withExamples([
    {
      command: 'von compile impl/serial/serialNumber.ts --out serialNumber.wasm',
      description: 'all functions that the file exports',
    },
  ]),
)

/** Read from the command line before anything else (`main.ts`), as they also decide how its errors are shown. */
const json = GlobalFlag.Setting('json')({
  flag: Flag.Boolean('json').pipe(
    Flag.withoutNegation,
    Flag.withDescription('print one JSON document instead of text'),
    Flag.withDefault(false),
  ),
})
const color = GlobalFlag.Setting('color')({
  flag: Flag.Literals('color', colorChoices).pipe(
    Flag.withMetavar('WHEN'),
    Flag.withDescription('when to use colour'),
    Flag.withDefault('auto'),
  ),
})

export const von = Command.make('von').pipe(
  Command.withDescription('Check protocols written in TypeScript, exhaustively'),
  Command.withExamples([
    { command: 'von check spec/lease/lease.ts', description: 'explore a protocol and check its properties' },
    { command: 'von check spec/lease/lease.ts --mutant LS-1', description: 'see a planted bug found' },
    { command: 'von list spec/lease/lease.ts', description: 'what can be set and checked' },
  ]),
  Command.withSubcommands([check, simulate, bmc, prove, claims, optimum, replay, list, show, compile, explain, doctor]),
  Command.withGlobalFlags([json, color]),
)
