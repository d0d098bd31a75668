/** Proves the theorems of a module, and sees that their twins are false. */
import { directTheorem } from '../direct/directTheorem.ts'
import { logicFor } from '../engines/symbolic/arithmetic.ts'
import { proveTheorem, type TheoremOptions } from '../engines/symbolic/theorem/prove.ts'
import { lowerTheorem } from '../frontend/lowerTheorem.ts'
import type { Claim, NumberEncoding, Theorem } from '../lang/theorem.ts'
import { openSession, type Session, type SessionOptions } from '../solver/session.ts'
import type { TheoremFinding, TheoremProof, TheoremReport } from '../verdict/theorem.ts'

export interface TheoremsOptions extends Pick<TheoremOptions, 'samples' | 'seed'> {
  /** path of the module, for the report */
  readonly file?: string
  /** name of a twin: it stands in for its theorem; theorems without such a twin are left out */
  readonly twin?: string
  /** how many solvers may work at the same time (1) */
  readonly workers?: number
  readonly session?: Omit<SessionOptions, 'logic'>
  /** called before each theorem or twin, of which so many have been settled */
  readonly onProgress?: (progress: { readonly name: string; readonly done: number; readonly all: number }) => void
}

interface Task {
  readonly name: string
  readonly encoding: NumberEncoding
  readonly run: (session: () => Promise<Session>) => Promise<TheoremFinding>
}

/** @throws SpecError where a function is outside the language */
export async function proveTheorems(all: readonly Theorem[], options: TheoremsOptions = {}): Promise<TheoremReport> {
  const start = performance.now()
  const { file, twin } = options
  const chosen = twin === undefined ? all : standIns(all, twin)
  // Lowered before anything is proved, so that a fault in the last theorem is told at once.
  const tasks = chosen.flatMap(theorem => [
    taskOf(theorem, theorem.name, theorem.claim, options),
    ...theorem.twins.map(({ name, claim }) => taskOf(theorem, `${theorem.name}, twin ${name}`, claim, options)),
  ])
  const { results, solver } = await inTurns(tasks, options)
  const findings = results.values()
  const finding = () => findings.next().value as TheoremFinding
  const proofs = chosen.map(
    ({ about, twins }): TheoremProof => ({
      about,
      finding: finding(),
      twins: twins.map(({ name }) => ({ name, finding: finding() })),
    }),
  )
  return {
    file: file ?? null,
    mutant: twin ?? null,
    solver,
    proofs,
    elapsedMs: performance.now() - start,
  }
}

const standIns = (all: readonly Theorem[], name: string): Theorem[] =>
  all.flatMap(theorem => {
    const twin = theorem.twins.find(each => each.name === name)
    return twin === undefined ? [] : [{ ...theorem, about: null, claim: twin.claim, twins: [] }]
  })

function taskOf(definition: Theorem, name: string, claim: Claim, { samples, seed }: TheoremsOptions): Task {
  const theorem = lowerTheorem(definition, claim)
  const observe = directTheorem(definition.inputs, claim)
  const sampling = { ...(samples !== undefined && { samples }), ...(seed !== undefined && { seed }) }
  const { encoding } = definition
  return { name, encoding, run: session => proveTheorem(theorem, { observe, encoding, session, ...sampling }) }
}

interface Results {
  readonly results: readonly TheoremFinding[]
  /** null where none was asked */
  readonly solver: string | null
}

/** The results in the order of the tasks, of which so many run at the same time, each worker with solvers of its own. */
async function inTurns(tasks: readonly Task[], options: TheoremsOptions): Promise<Results> {
  const { workers = 1, session = {}, onProgress } = options
  const results: TheoremFinding[] = []
  const waiting = tasks.entries()
  let done = 0
  let solver: string | null = null
  const work = async (worker: number) => {
    const sessions = new Sessions(session, worker)
    try {
      for (const [i, { name, encoding, run }] of waiting) {
        onProgress?.({ name, done, all: tasks.length })
        results[i] = await run(() => sessions.for(encoding))
        done++
      }
    } finally {
      solver ??= await sessions.close()
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, (_, i) => work(i)))
  return { results, solver }
}

/** The sessions of one worker, opened when they are needed. */
class Sessions {
  private readonly options: SessionOptions
  private readonly worker: number
  private readonly opened = new Map<NumberEncoding, Promise<Session>>()

  constructor(options: SessionOptions, worker: number) {
    this.options = options
    this.worker = worker
  }

  for(encoding: NumberEncoding): Promise<Session> {
    const made = this.opened.get(encoding) ?? this.open(encoding)
    this.opened.set(encoding, made)
    return made
  }
  private open(encoding: NumberEncoding): Promise<Session> {
    const { dump, ...options } = this.options
    // Files of queries are numbered in each session, so each has a name of its own.
    const suffix = encoding === 'integers' ? `${this.worker}-integers` : `${this.worker}`
    const files = dump && { ...dump, name: `${dump.name}-${suffix}` }
    return openSession({ ...options, ...(files && { dump: files }), logic: logicFor(encoding) })
  }

  /** The title of the solver; null where none was asked. */
  async close(): Promise<string | null> {
    const sessions = await Promise.all(this.opened.values())
    for (const session of sessions) await session.close()
    return sessions[0]?.title ?? null
  }
}
