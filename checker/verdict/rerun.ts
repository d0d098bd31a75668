/**
 * The second opinion on what an engine found: every trace is run again by the reference interpreter, from the data of
 * the trace alone, before anyone sees it. In: a finding. Out: nothing, or an InternalError that says what differs.
 */
import { type Evaluation, Interpreter, type Outcome, type OutcomeVisitor } from '../ir/interpret.ts'
import type { Check, Model, Property, State } from '../ir/model.ts'
import { isOfSteps, type Predicate } from '../ir/predicate.ts'
import { formatOccurrence, predicatesOf } from '../ir/temporal.ts'
import { equalValues, formatValue, type Value } from '../ir/value.ts'
import { InternalError } from './internalError.ts'
import { LassoBehaviour } from './lasso.ts'
import { faultOfPair } from './rerunPair.ts'
import { lastState, type Trace } from './trace.ts'
import type { Finding, Violation } from './verdict.ts'

/**
 * Confirms the trace of a finding, if it has one: it starts in an initial state, every step is one that the model
 * allows, and its end shows what the verdict says.
 *
 * @throws InternalError when it does not
 */
export function rerun(model: Model, finding: Finding, interpreter: Interpreter = new Interpreter(model)): void {
  const { verdict } = finding
  const property = model.properties.find(p => p.name === finding.name)
  const again = new Rerun(model, interpreter, finding.name)
  if (verdict.kind === 'violated') {
    if (verdict.trace !== undefined) again.follow(verdict.trace)
    again.confirm(verdict.violation, verdict.trace, property)
  }
  if (verdict.kind === 'unknown' && verdict.induction !== undefined) {
    const { assumed, violation, trace, instance } = verdict.induction
    const there = instance === undefined ? again : new Rerun(instance, new Interpreter(instance), finding.name)
    there.followFrom(trace)
    there.expectAssumed(assumed, trace)
    there.confirm(
      violation,
      trace,
      there.model.properties.find(p => p.name === finding.name),
    )
  }
  if (verdict.kind === 'exhausted' && verdict.witness !== undefined) {
    again.follow(verdict.witness)
    again.expect('holds', property, verdict.witness)
  }
}

/**
 * Confirms that a trace is a behaviour of the model, whatever it shows.
 * @param name what it is for, for the message
 * @throws InternalError when it is not
 */
export function rerunTrace(model: Model, trace: Trace, name: string): void {
  new Rerun(model, new Interpreter(model), name).follow(trace)
}

class Rerun {
  readonly model: Model
  private readonly interpreter: Interpreter
  private readonly name: string
  constructor(model: Model, interpreter: Interpreter, name: string) {
    this.model = model
    this.interpreter = interpreter
    this.name = name
  }

  /** The trace is a behaviour of the model. */
  follow(trace: Trace): void {
    const { initial, initialChoices } = trace
    const isFirst = (o: Outcome) =>
      o.kind === 'next' && sameValues(o.choices, initialChoices) && sameValues(o.state, initial)
    if (!some(visit => this.interpreter.initialStates(visit), isFirst)) {
      this.differ(`${this.format(initial)} is not an initial state`)
    }
    this.followFrom(trace)
  }

  /** The steps of the trace are steps of the model. */
  followFrom({ initial, steps }: Trace): void {
    let state = initial
    for (const [i, { action, choices, state: next }] of steps.entries()) {
      const isStep = (o: Outcome) =>
        o.kind === 'next' && o.action.name === action && sameValues(o.choices, choices) && sameValues(o.state, next)
      const isPossible = action === null ? sameValues(state, next) : this.successorOf(state, isStep)
      if (!isPossible) {
        const name = action ?? 'stuttering'
        this.differ(`step ${i + 1}, ${name}, does not lead from ${this.format(state)} to ${this.format(next)}`)
      }
      state = next
    }
  }

  /** Claims of these names are true of the state in which a counterexample to induction begins. */
  expectAssumed(names: readonly string[], { initial }: Trace): void {
    for (const name of names) {
      const property = this.model.properties.find(p => p.name === name)
      const found = property && this.interpreter.evaluate(property, initial)
      if (found !== 'holds') this.differ(`${name} is not true of ${this.format(initial)}`)
    }
  }

  /** The end of the trace shows the violation. */
  confirm(violation: Violation, trace: Trace | undefined, property: Property | undefined): void {
    switch (violation.kind) {
      case 'unreachable':
        break
      case 'invariant':
      case 'step':
      case 'refinement':
        this.expect('fails', property, trace)
        break
      case 'propertyFailure': {
        const predicates = this.model.temporal.flatMap(({ formula }) => predicatesOf(formula))
        const owner = [...this.model.properties, ...predicates].find(p => p.checks.includes(violation.check))
        this.expect({ failed: violation.check }, owner, trace)
        break
      }
      case 'temporal':
        this.confirmLasso(trace)
        break
      case 'noninterference':
        this.confirmPair(violation, trace)
        break
      case 'actionFailure':
        this.confirmFailure(violation.action, violation.check, trace, violation.choices)
        break
      case 'deadlock':
        this.confirmDeadlock(trace)
    }
  }

  /** `property` evaluates to `expected` in the last state of the trace, or on its last step. */
  expect(expected: Evaluation, property: Predicate | undefined, trace: Trace | undefined): void {
    if (property === undefined || trace === undefined) this.differ('there is nothing to evaluate')
    const last = lastState(trace)
    const claim = this.model.properties.find(p => p === property)
    const isInitial = claim?.kind === 'refinement' && trace.steps.length === 0
    const isStep = !isInitial && (isOfSteps(property) || claim?.kind === 'step' || claim?.kind === 'refinement')
    if (isStep && trace.steps.length === 0) this.differ('there is no step')
    const before = isStep ? (trace.steps.at(-2)?.state ?? trace.initial) : last
    const found = isInitial
      ? this.interpreter.evaluateInitial(claim, last)
      : this.interpreter.evaluate(property, before, last)
    if (!sameEvaluation(found, expected)) {
      this.differ(`it is ${describe(found)}, not ${describe(expected)}, in ${this.format(last)}`)
    }
  }

  private confirmFailure(
    action: string,
    check: Check,
    trace: Trace | undefined,
    choices: readonly Value[] | undefined = trace?.failing?.choices,
  ): void {
    const isFailure = (o: Outcome) =>
      o.kind === 'failure' && o.action.name === action && o.check === check && sameValues(o.choices, choices ?? [])
    const found =
      trace === undefined
        ? some(visit => this.interpreter.initialStates(visit), isFailure)
        : trace.failing?.action === action &&
          trace.failing.check === check &&
          this.successorOf(lastState(trace), isFailure)
    if (!found) this.differ(`${action} does not fail at the end`)
  }

  private confirmDeadlock(trace: Trace | undefined): void {
    if (trace === undefined) this.differ('there is no trace')
    const last = lastState(trace)
    if (this.successorOf(last, () => true)) this.differ(`an action is enabled in ${this.format(last)}`)
    const mayEnd = this.model.properties.filter(p => p.kind === 'mayEnd')
    if (mayEnd.some(p => this.interpreter.evaluate(p, last) === 'holds')) this.differ(`${this.format(last)} may end`)
  }

  /** The behaviour is one that goes on for ever, is fair, and makes the property false. */
  private confirmLasso(trace: Trace | undefined): void {
    const property = this.model.temporal.find(({ name }) => name === this.name)
    if (property === undefined || trace?.loop === undefined) this.differ('there is no behaviour to evaluate')
    const { loop } = trace
    const start = loop === 0 ? trace.initial : trace.steps[loop - 1]?.state
    if (start === undefined || !sameValues(start, lastState(trace)))
      this.differ(`it does not come back to state ${loop}`)
    const behaviour = new LassoBehaviour(this.interpreter, { ...trace, loop })
    const unfair = behaviour.unfairness(this.model.fairness)
    if (unfair !== null) this.differ(`it is not fair to ${formatOccurrence(unfair.occurrence)}`)
    if (behaviour.satisfies(property.formula)) this.differ('it satisfies the property')
  }

  /** The other trace is a behaviour, too, and the two of them show what is said. */
  private confirmPair(violation: Violation & { readonly kind: 'noninterference' }, trace: Trace | undefined): void {
    const claim = this.model.nonInterference.find(({ name }) => name === this.name)
    if (claim === undefined || trace === undefined) this.differ('there is nothing to compare')
    this.follow(violation.without)
    const fault = faultOfPair(claim, trace, violation, this.interpreter)
    if (fault !== null) this.differ(fault)
  }

  private successorOf(state: State, isWanted: (outcome: Outcome) => boolean): boolean {
    return some(visit => this.interpreter.successors(state, visit), isWanted)
  }
  private format(state: State): string {
    return this.model.variables.map((v, i) => `${v.name} = ${formatValue(v.type, state[i] as Value)}`).join(', ')
  }
  private differ(what: string): never {
    throw new InternalError(`the trace for ${this.name} cannot be run again: ${what}`)
  }
}

const sameValues = (a: readonly Value[], b: readonly Value[]) => equalValues(a, b)
const sameEvaluation = (a: Evaluation, b: Evaluation) =>
  typeof a === 'string' || typeof b === 'string' ? a === b : a.failed === b.failed
const describe = (e: Evaluation) =>
  e === 'holds' ? 'true' : e === 'fails' ? 'false' : `a failure (${e.failed.message})`

function some(enumerate: (visit: OutcomeVisitor) => void, isWanted: (outcome: Outcome) => boolean): boolean {
  let found = false
  enumerate(outcome => {
    found ||= isWanted(outcome)
  })
  return found
}
