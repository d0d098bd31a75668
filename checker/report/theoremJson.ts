/** A report on theorems as one JSON document: all that the text says, and the numbers behind it. */
import type { State } from '../ir/model.ts'
import type { Theorem } from '../ir/theorem.ts'
import { formatType } from '../ir/type.ts'
import { type TheoremFinding, type TheoremReport, theoremExitCode } from '../verdict/theorem.ts'
import { jsonValue } from './json.ts'

/** The document, ending in a line break. */
export function theoremJson(report: TheoremReport): string {
  const { file, mutant, solver, proofs, elapsedMs } = report
  const document = {
    format: 'von-theorems',
    version: 1,
    file,
    mutant,
    solver,
    isProved: theoremExitCode(report) === 0,
    elapsedMs,
    theorems: proofs.map(({ about, finding, twins }) => ({
      name: finding.theorem.name,
      about,
      inputs: finding.theorem.inputs.map(({ name, type }) => ({ name, type: formatType(type) })),
      ...findingData(finding),
      twins: twins.map(twin => ({ name: twin.name, ...findingData(twin.finding) })),
    })),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function findingData({ theorem, verdict, samples, queries, elapsedMs }: TheoremFinding) {
  return { span: theorem.span, verdict: verdictData(theorem, verdict), samples, queries, elapsedMs }
}
function verdictData(theorem: Theorem, verdict: TheoremFinding['verdict']) {
  if (verdict.kind !== 'violated') return verdict
  const { inputs, failed, observed } = verdict.counterexample
  return {
    kind: verdict.kind,
    by: verdict.by,
    inputs: inputData(theorem, inputs),
    failed: failed === null ? null : { failure: failed.failure, message: failed.message, span: failed.span },
    observed,
  }
}
const inputData = ({ inputs }: Theorem, values: State) =>
  Object.fromEntries(inputs.map(({ name, type }, i) => [name, jsonValue(type, values[i] ?? null)]))
