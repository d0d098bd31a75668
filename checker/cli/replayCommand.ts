/** The command line of `von replay`. */
import * as Argument from 'effect/cli/Argument'
import * as Command from 'effect/cli/Command'
import * as Flag from 'effect/cli/Flag'
import * as Option from 'effect/Option'
import { optional, positive, selection } from './flags.ts'
import { inShell } from './inShell.ts'
import type { ReplayRequest } from './replay.ts'
import { UsageError } from './usageError.ts'

export const replay = Command.make(
  'replay',
  {
    mapping: Argument.String('MAPPING').pipe(
      Argument.withDescription(
        'file whose default export is the mapping, or a spec for traces in ITF; with --all, the folder of all recordings (traces)',
      ),
      Argument.optional,
      Argument.map(Option.getOrUndefined),
    ),
    logs: Argument.String('LOG').pipe(
      Argument.withDescription('logs (.jsonl), traces (.itf.json), or folders of them'),
      Argument.variadic(),
    ),
    all: Flag.Boolean('all').pipe(
      Flag.withDescription('replay all that is recorded in a folder, and compare with what is expected of each log'),
      Flag.withDefault(false),
    ),
    ...selection,
    maxStates: positive('max-states', 'keep at most so many states in which the system may be (1000000)'),
    behaviour: Flag.Boolean('behaviour').pipe(
      Flag.withDescription('show the behaviour that explains a log'),
      Flag.withDefault(false),
    ),
    junit: Flag.String('junit').pipe(
      Flag.withMetavar('FILE'),
      Flag.withDescription('write the results to this file, as JUnit does'),
      optional,
    ),
    itf: Flag.String('itf').pipe(
      Flag.withMetavar('FILE'),
      Flag.withDescription('write the first behaviour to this file, for Quint and Apalache'),
      optional,
    ),
  },
  ({ mapping, all, ...request }) =>
    inShell(async shell => {
      if (all) {
        requireNothingElse(request)
        return (await import('./replayAll.ts')).replayAll(shell, { ...request, folder: mapping ?? 'traces' })
      }
      if (mapping === undefined)
        throw new UsageError({
          message: 'no mapping is named',
          help: 'von replay MAPPING LOG..., or von replay --all for a folder of recordings',
        })
      return (await import('./replay.ts')).replayLogs(shell, { ...request, mapping })
    }),
).pipe(
  Command.withDescription('Look for behaviours of a spec that explain what a real system logged'),
  Command.withExamples([
    {
      command: 'von replay traces/postgresql/mapping.ts traces/postgresql/accepted',
      description: 'hold what a system logged against a spec',
    },
    {
      command: 'von replay spec/commit/twoPhaseCommit.ts trace.itf.json',
      description: 'hold a trace that another tool wrote against a spec',
    },
    {
      command: 'von replay --all traces --junit replay.xml',
      description: 'replay everything that is recorded, for CI',
    },
  ]),
)

/** What is said of all recordings stands in their folders. */
function requireNothingElse({
  logs,
  constants,
  instance,
  mutant,
  behaviour,
  itf,
}: Omit<ReplayRequest, 'mapping'>): void {
  const isMore = instance !== undefined || mutant !== undefined || behaviour || itf !== undefined
  if (logs.length === 0 && constants.length === 0 && !isMore) return
  throw new UsageError({
    message: '--all takes one folder, and every log in it as it is',
    help: 'leave logs and all options but --max-states, --junit and --json out, or --all: von replay MAPPING LOG...',
  })
}
