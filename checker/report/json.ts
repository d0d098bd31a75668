/** A report as one JSON document, described in `document.ts`. */
import type { Check, Model, Refinement, State } from '../ir/model.ts'
import { caseOf, type Field, type Type } from '../ir/type.ts'
import { parts, type Value, valueAt } from '../ir/value.ts'
import { type AnyReport, isOfSolver, vacuousActions } from '../verdict/report.ts'
import { lastState, type Trace } from '../verdict/trace.ts'
import type { Difference, Finding, Verdict, Violation } from '../verdict/verdict.ts'
import { abstractStep } from './abstractStep.ts'
import { blamedPlace } from './blameText.ts'
import { changes } from './changes.ts'
import { actionOf, type NamedValue, namedChoices, stateBefore } from './choices.ts'
import type { ReportDocument } from './document.ts'
import { reportFormat, reportVersion } from './format.ts'
import { lemmaText } from './lemmaText.ts'
import { outcomeOf } from './outcome.ts'
import { refusals } from './refusals.ts'
import type { Subject } from './subject.ts'

/** What is violated, or what induction cannot exclude: of an instance of its own, where it is not of the model. */
interface Broken {
  readonly violation: Violation
  readonly trace?: Trace
  readonly instance?: Model
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
type Document = typeof ReportDocument.Type
type FindingData = Document['findings'][number]
type VerdictData = FindingData['verdict']
type ViolationData = Extract<VerdictData, { kind: 'violated' }>['violation']
type TraceData = NonNullable<Extract<VerdictData, { kind: 'violated' }>['trace']>

/** The document, ending in a line break. */
export const renderJson = (report: AnyReport, subject: Subject = {}): string =>
  `${JSON.stringify(documentOf(report, subject), null, 2)}\n`

function documentOf(report: AnyReport, { instance, mutant }: Subject): Document {
  const { model, file, engine, limits } = report
  const visited = isOfSolver(report) ? null : report
  return {
    format: reportFormat,
    version: reportVersion,
    spec: model.name,
    file,
    instance: instance ?? null,
    mutant: mutant ?? null,
    constants: model.constants,
    engine,
    interchangeable: visited?.interchangeable.map(type => type.values) ?? [],
    partialOrder: visited?.partialOrder ?? false,
    outcome: outcomeOf(report),
    exploration: visited?.exploration ?? null,
    solving: isOfSolver(report) ? report.solving : null,
    invented: inventedData(report),
    limits,
    findings: report.findings.map(finding => findingData(model, finding)),
    fairness: model.fairness.map(({ strength, action, each }) => ({
      strength,
      action,
      each: each.map(({ name }) => name),
    })),
    coverage: visited?.coverage ?? [],
    vacuousActions: vacuousActions(report),
    memory: visited?.memory ?? null,
    uncompiled: visited?.uncompiled ?? null,
    checkpoint: visited?.checkpoint ?? null,
  }
}

function findingData(model: Model, finding: Finding): FindingData {
  const { verdict } = finding
  const broken = verdict.kind === 'unknown' ? verdict.induction : verdict.kind === 'violated' ? verdict : undefined
  return {
    ...finding,
    verdict: verdictData(model, verdict),
    ...(broken && blameData(model, finding, broken)),
  }
}

/** What stands beside the source and below the trace where a report is text. */
function blameData(model: Model, finding: Finding, broken: Broken): Pick<FindingData, 'blame' | 'refusals'> {
  const { violation, trace, instance = model } = broken
  return {
    blame: blamedPlace(instance, finding, violation, trace),
    ...(violation.kind === 'deadlock' && trace && { refusals: refusals(instance, lastState(trace)) }),
  }
}

/** @internal */
export function verdictData(model: Model, verdict: Verdict): VerdictData {
  switch (verdict.kind) {
    case 'violated': {
      const { violation, trace } = verdict
      const kind = verdict.kind
      return {
        kind,
        violation: violationData(model, violation, trace),
        ...(trace && { trace: traceData(model, trace) }),
      }
    }
    case 'unknown': {
      const { kind, reason, induction } = verdict
      if (induction === undefined) return { kind, reason }
      const { assumed, violation, trace, instance = model } = induction
      const told = {
        assumed,
        violation: violationData(instance, violation, trace),
        trace: traceData(instance, trace),
        ...(instance !== model && { constants: instance.constants }),
      }
      return { kind, reason, induction: told }
    }
    case 'exhausted':
      return { kind: verdict.kind, ...(verdict.witness && { witness: traceData(model, verdict.witness) }) }
    default:
      return verdict
  }
}

function violationData(model: Model, violation: Violation, trace: Trace | undefined): ViolationData {
  const { kind } = violation
  switch (kind) {
    case 'noninterference': {
      const { without, high, difference } = violation
      return { kind, without: traceData(model, without), high, difference: differenceData(model, difference, without) }
    }
    case 'refinement':
      return { kind, ...refinementData(violation.refinement, trace as Trace) }
    case 'propertyFailure':
      return { kind, check: checkData(violation.check) }
    case 'actionFailure': {
      const { action, check, choices } = violation
      const picks = choices && { picks: valuesByName(namedChoices(model.initial, choices, []).picks) }
      return { kind, action, check: checkData(check), ...picks }
    }
    default:
      return { kind }
  }
}

function differenceData(model: Model, difference: Difference, without: Trace) {
  switch (difference.kind) {
    case 'observation':
      return difference
    case 'failure':
      return { kind: difference.kind, check: checkData(difference.check) }
    case 'enabledness':
      return { kind: difference.kind, in: difference.in, ...callData(model, difference, lastState(without)) }
  }
}

function refinementData(refinement: Refinement, trace: Trace) {
  const { abstract, before, after, nearest } = abstractStep(refinement, trace)
  return {
    abstract: abstract.name,
    before: before && stateData(abstract, before),
    after: stateData(abstract, after),
    nearest: nearest.map(({ action, choices, refusedBy }) => {
      const { parameters, picks } = namedChoices(action, choices, before ?? [])
      return { action: action.name, parameters: valuesByName(parameters), picks: valuesByName(picks), refusedBy }
    }),
  }
}

/** @internal */
export function traceData(model: Model, trace: Trace): TraceData {
  const { initial, initialChoices, steps, failing, loop, walk } = trace
  return {
    initial: {
      picks: valuesByName(namedChoices(model.initial, initialChoices, []).picks),
      state: stateData(model, initial),
    },
    steps: steps.map((step, i) => {
      const before = stateBefore(trace, i)
      const { action, choices } = step
      return {
        ...(action === null ? { action, parameters: {}, picks: {} } : callData(model, { action, choices }, before)),
        changes: changeData(model, before, step.state),
        state: stateData(model, step.state),
      }
    }),
    ...(failing && {
      failing: { ...callData(model, failing, lastState(trace)), check: checkData(failing.check) },
    }),
    ...(loop !== undefined && { loop }),
    ...(walk && { walk }),
  }
}

const checkData = ({ failure, message, span }: Check) => ({ failure, message, span })
const changeData = (model: Model, before: State, after: State) =>
  changes(model.variables, before, after).map(change => ({
    path: change.path,
    before: jsonValue(change.type, change.before),
    after: jsonValue(change.type, change.after),
  }))

interface Call {
  readonly action: string
  readonly choices: readonly Value[]
}
function callData(model: Model, { action: name, choices }: Call, before: State) {
  const { parameters, picks } = namedChoices(actionOf(model, name), choices, before)
  return { action: name, parameters: valuesByName(parameters), picks: valuesByName(picks) }
}

const valuesByName = (named: readonly NamedValue[]) =>
  Object.fromEntries(named.map(({ variable, value }) => [variable.name, jsonValue(variable.type, value)]))
const stateData = (model: Model, state: State) =>
  Object.fromEntries(model.variables.map((variable, i) => [variable.name, jsonValue(variable.type, state[i] as Value)]))

/** A value as its author would see it. */
export function jsonValue(type: Type, value: Value): Json {
  const fields = (list: readonly Field[], values: readonly Value[]) =>
    Object.fromEntries(list.map((field, i) => [field.name, jsonValue(field.type, values[i] as Value)]))
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
      return value as boolean | number | string
    case 'option':
      return value === null ? null : jsonValue(type.item, parts(value)[0] as Value)
    case 'record':
      return fields(type.fields, parts(value))
    case 'variant': {
      const [kind, ...payload] = parts(value)
      return { kind: kind as string, ...fields(caseOf(type, kind as string)?.fields ?? [], payload) }
    }
    case 'map':
      return parts(value).map((entry, rank) => ({
        key: jsonValue(type.from, valueAt(type.from, rank)),
        value: jsonValue(type.to, entry),
      }))
    case 'set':
      return parts(value).flatMap((isMember, rank) =>
        isMember === true ? [jsonValue(type.item, valueAt(type.item, rank))] : [],
      )
    case 'bag':
      return parts(value).flatMap((copies, rank) =>
        copies === 0 ? [] : [{ item: jsonValue(type.item, valueAt(type.item, rank)), copies: copies as number }],
      )
    case 'queue':
      return parts(value).map(item => jsonValue(type.item, item))
  }
}

function inventedData(report: AnyReport): Document['invented'] {
  if (!isOfSolver(report) || report.invented === undefined) return null
  const { domains, lemmas } = lemmaText(report.model, report.invented)
  return { domains, lemmas: report.invented.map(({ name }, i) => ({ name, source: lemmas[i] as string })) }
}
