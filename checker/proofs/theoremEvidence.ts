/** Theorems over plain functions as evidence: one for each theorem of a module, with all its twins. */
import type { Theorem } from '../lang/theorem.ts'
import { type SolvingOptions, sessionOptions } from '../solver/session.ts'
import { proveTheorems } from '../theorems/proveTheorems.ts'
import type { Attempt, Evidence } from '../verdict/evidence.ts'
import type { TheoremFinding } from '../verdict/theorem.ts'

/** @throws SpecError where a function is outside the language */
export async function theoremEvidence(
  name: string,
  theorems: readonly Theorem[],
  options: SolvingOptions,
): Promise<Evidence[]> {
  const session = sessionOptions(options, name.replaceAll('/', '-'))
  const { proofs } = await proveTheorems(theorems, { session })
  return proofs.map(
    ({ about, finding, twins }): Evidence => ({
      name: `${name}#${finding.theorem.name}`,
      claim:
        about ??
        `${finding.theorem.name} is true of every ${finding.theorem.inputs.map(({ name }) => name).join(', ')}.`,
      source: null,
      assumes: [],
      leavesOpen: [],
      means: 'all inputs, by a solver',
      wanted: ['proved'],
      attempt: attemptOf(finding),
      twins: twins.map(twin => ({ about: twin.name, wanted: 'violated', attempt: attemptOf(twin.finding) })),
    }),
  )
}

const attemptOf = ({ verdict, queries, elapsedMs }: TheoremFinding): Attempt => ({
  kind: verdict.kind,
  about: verdict.kind === 'unknown' ? verdict.reason : '',
  queries,
  elapsedMs,
})
