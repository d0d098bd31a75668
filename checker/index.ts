/**
 * The checker as a library, `von/checker`: load a spec, build an instance, lower it to a model, explore it, and print
 * or inspect what was found.
 *
 *     import { explore, loadSpec, lower, renderText } from 'von/checker'
 *
 *     const { spec } = await loadSpec('spec/lease/lease.ts')
 *     const model = lower(spec.instance({ routers: 2 }))
 *     const report = await explore(model, { maxStates: 1_000_000 })
 *     for (const { name, verdict } of report.findings) console.log(name, verdict.kind)
 *     console.log(renderText(report))
 *
 * A fault of the spec is thrown as `SpecError`, whose diagnostics point into the author's source. What a check finds
 * out about the protocol is never thrown: it is in the report.
 */

// Registers of claims: verdicts, and the runs that they rest on.
export { type RegisterOptions, runRegister } from './claims/runRegister.ts'
// Specs: from a file to a model.
export { DirectRun, type Outcome as DirectOutcome } from './direct/directRun.ts'
// Engines: from a model to a report.
export { compareRuns, type DoctorOptions, type DoctorReport } from './engines/doctor/compareRuns.ts'
export { type ExploreOptions, explore } from './engines/explicit/explore.ts'
export type { ReplayOptions } from './engines/replay/replay.ts'
export { type SimulateOptions, simulate } from './engines/simulate/simulate.ts'
export { type BmcOptions, type BmcProgress, boundedCheck } from './engines/symbolic/bmc/bmc.ts'
export { type ProveOptions, type ProveProgress, prove } from './engines/symbolic/induction/prove.ts'
// Models as text for SMT solvers.
export { type Cell, type Frame, type SystemOptions, TransitionSystem } from './engines/symbolic/transitionSystem.ts'
export { type LoadedMapping, loadMapping } from './frontend/loadMapping.ts'
export { type LoadedProof, loadProofs } from './frontend/loadProof.ts'
export { loadRegister } from './frontend/loadRegister.ts'
export {
  type LoadedSpec,
  type LoadedTheorems,
  type LoadOptions,
  loadSpec,
  loadSpecOrTheorems,
} from './frontend/loadSpec.ts'
export { lower } from './frontend/lower.ts'
export { lowerTheorem } from './frontend/lowerTheorem.ts'
// Models: what an engine needs, and the interpreter that defines what they mean.
export { StateEncoding } from './ir/encode.ts'
export type { Expr, Operator, Variable } from './ir/expr.ts'
export { footprint } from './ir/footprint.ts'
export { type Evaluation, Interpreter, type Outcome } from './ir/interpret.ts'
export type * from './ir/model.ts'
export { formatExpr } from './ir/print.ts'
export type * from './ir/temporal.ts'
export { formatFairness, formatFormula } from './ir/temporal.ts'
export { cardinality, formatType, type Type } from './ir/type.ts'
export { equalValues, formatValue, type Value } from './ir/value.ts'
export { type Instance, isSpec, type Spec } from './lang/spec.ts'
// Proofs: files of claims, each with a twin that must fail.
export { type RunProofsOptions, runProofs } from './proofs/runProofs.ts'
// Logs of real systems, held against a spec.
export { type LogFile, logsIn, Replayer } from './recordings/replayer.ts'
// Reporters: from a report to text.
export { type Change, changes } from './report/changes.ts'
export { evidenceJson, evidenceMarkdown, evidenceTable } from './report/evidenceText.ts'
export { renderItf } from './report/itf.ts'
export { renderJson } from './report/json.ts'
export { registerJson, registerMarkdown, registerTable } from './report/registerText.ts'
export { replayJson } from './report/replayJson.ts'
export { replayLines } from './report/replayText.ts'
export type { Subject } from './report/subject.ts'
export { renderText, type TextOptions } from './report/text.ts'
export { theoremJson } from './report/theoremJson.ts'
export { theoremText } from './report/theoremText.ts'
// Solvers: what the symbolic engines ask.
export * from './solver/session.ts'
export { type Diagnostic, renderDiagnostic, SpecError } from './source/diagnostic.ts'
export type { Palette } from './source/palette.ts'
export type { Span } from './source/span.ts'
export { proveTheorems, type TheoremsOptions } from './theorems/proveTheorems.ts'
export * from './verdict/evidence.ts'
export { InternalError } from './verdict/internalError.ts'
export * from './verdict/register.ts'
export * from './verdict/report.ts'
export { rerun } from './verdict/rerun.ts'
export * from './verdict/theorem.ts'
export * from './verdict/trace.ts'
export * from './verdict/verdict.ts'
