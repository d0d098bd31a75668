/**
 * Runs files of proofs: each proof by its means, then its twin by those that it names; and theorems with theirs. In: loaded
 * files. Out: evidence, in their order.
 */
import type { LoadedProof } from '../frontend/loadProof.ts'
import type { Proof, Subject } from '../lang/proof.ts'
import type { ConstantDeclarations } from '../lang/spec.ts'
import type { SolvingOptions } from '../solver/session.ts'
import type { Attempt, Evidence } from '../verdict/evidence.ts'
import { attempt, type Claim } from './attempt.ts'
import { theoremEvidence } from './theoremEvidence.ts'

export interface RunProofsOptions extends SolvingOptions {
  /** how many proofs are worked on at the same time; one unless given */
  readonly workers?: number
  /** before each proof */
  readonly onProgress?: (progress: { readonly name: string; readonly done: number; readonly all: number }) => void
}

/** @throws SpecError for what is wrong with a spec; RangeError for a property that it does not have */
export async function runProofs(
  proofs: readonly LoadedProof[],
  { workers = 1, onProgress, ...options }: RunProofsOptions = {},
): Promise<Evidence[]> {
  const found: (readonly Evidence[] | undefined)[] = proofs.map(() => undefined)
  const waiting = [...proofs.entries()]
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [i, { name, content }] = next
      if (options.signal?.aborted === true) return
      onProgress?.({ name, done: found.filter(each => each !== undefined).length, all: proofs.length })
      found[i] =
        'claim' in content ? [await evidenceFor(name, content, options)] : await theoremEvidence(name, content, options)
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  return found.flatMap(each => each ?? [])
}

async function evidenceFor(name: string, proof: Proof, options: SolvingOptions): Promise<Evidence> {
  const { claim, source = null, assumes, leavesOpen, twin, by } = proof
  const wanted = wantedOf(by.engine)
  const own = await attempt({ ...claimOf(proof), countsFailures: true }, options)
  const isShown = wanted.includes(own.kind)
  return {
    name,
    claim,
    source,
    assumes,
    leavesOpen,
    means: meansText(by),
    wanted,
    attempt: own,
    twins: [
      {
        about: twin.about,
        wanted: twin.fails,
        attempt: isShown ? await attempt({ ...claimOf(twinOf(proof)), countsFailures: false }, options) : null,
      },
    ],
  }
}

/** A bounded search can show a bounded claim only. */
const wantedOf = (engine: Proof['by']['engine']): readonly Attempt['kind'][] =>
  engine === 'bmc' ? ['bounded', 'exhausted'] : ['proved', 'exhausted']

const claimOf = ({
  spec,
  constants = {},
  properties = [],
  without = [],
  by,
}: Proof): Omit<Claim, 'countsFailures'> => ({
  spec,
  constants: constants as Claim['constants'],
  properties,
  without,
  by,
})

/** The constants that a twin does not name are those of the proof. */
function twinOf(proof: Proof): Proof {
  const { about: _, fails: _fails, constants, ...changes } = proof.twin
  const subject: Partial<Subject<ConstantDeclarations>> = changes
  return { ...proof, ...subject, constants: { ...proof.constants, ...constants } }
}

export function meansText(by: Proof['by']): string {
  switch (by.engine) {
    case 'bmc':
      return `all behaviours of ${by.depth} steps, by a solver`
    case 'induction':
      return by.steps === undefined || by.steps === 1 ? 'induction' : `induction over ${by.steps} steps`
    case 'unbounded':
      return `induction, for any ${by.sizes.join(', ')}`
    case 'invention':
      return 'induction, with lemmas that were found'
    case 'exploration':
      return 'every reachable state'
    case 'optimum': {
      const which = by.largest === undefined ? `smallest ${by.smallest}` : `largest ${by.largest}`
      return `${which} is ${by.is}: attained, and by ${by.depth === undefined ? 'every reachable state' : 'induction'} not exceeded`
    }
  }
}
