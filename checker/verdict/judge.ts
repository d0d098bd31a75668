/**
 * What an exploration is asked, and what it has answered so far. The search reports every new state, every step, every
 * failure and every state without a successor, each exactly once and nearest first; the judge keeps, for each
 * question, the first sighting that settles it. It never sees how states are stored or found.
 */
import { Evaluator } from '../ir/evaluator.ts'
import { TRUE } from '../ir/expr.ts'
import type { Evaluation, Interpreter, Outcome } from '../ir/interpret.ts'
import type { Check, Model, NonInterference, Property, State } from '../ir/model.ts'
import { type Premise, premisesOf } from '../ir/premise.ts'
import type { TemporalProperty } from '../ir/temporal.ts'
import type { Value } from '../ir/value.ts'
import type { TraceStep } from './trace.ts'
import type { Finding, Violation } from './verdict.ts'

/** The end of a trace: a stored state, and what happens there. */
export interface Sighting {
  /** id of the state; NO_PARENT when the initial action itself fails */
  readonly id: number
  /** a step from there */
  readonly step?: TraceStep
  /** a step from there that fails */
  readonly failing?: { readonly action: string; readonly choices: readonly Value[]; readonly check: Check }
}

/** One thing that was asked, and the sighting that settles it: of a violation, or of the state that a witness wants. */
export interface Question {
  readonly name: string
  readonly kind: Finding['kind']
  /** absent for `deadlock` and `failures` */
  readonly property: Property | null
  sighting: Sighting | null
  violation: Violation | null
  /** premises that no state or step has satisfied yet */
  pending: readonly Premise[]
}

type Askable = Property & { kind: Exclude<Finding['kind'], 'deadlock' | 'failures'> }
const isAskable = (p: Property): p is Askable => p.kind !== 'constraint' && p.kind !== 'mayEnd'

export class Judge {
  readonly questions: readonly Question[]
  /** asked as well; what settles them are behaviours, which the judge does not see */
  readonly temporal: readonly TemporalProperty[]
  /** asked as well, and settled by pairs of runs */
  readonly nonInterference: readonly NonInterference[]
  private readonly deadlock: Question | null
  private readonly failures: Question
  private readonly ofStates: readonly Question[]
  private readonly ofSteps: readonly Question[]
  private readonly refinements: readonly Question[]
  private readonly constraints: readonly Property[]
  private readonly mayEnd: readonly Property[]
  private readonly premises: Evaluator
  private readonly interpreter: Interpreter

  /**
   * @param names the properties to check, `deadlock` among them; all but lemmas when undefined. Failures are always looked for:
   * a step that fails leads nowhere, so that no other answer would mean anything without them.
   * @throws RangeError when there is no property of such a name
   */
  constructor(model: Model, interpreter: Interpreter, names: readonly string[] | undefined) {
    this.interpreter = interpreter
    const askable = model.properties.filter(isAskable)
    const known = [
      ...[...askable, ...model.temporal, ...model.nonInterference].map(p => p.name),
      'deadlock',
      'failures',
    ]
    const unknown = names?.find(name => !known.includes(name))
    if (unknown !== undefined) throw new RangeError(`${model.name} has no property named ${unknown}`)
    const isAsked = (name: string) => names === undefined || names.includes(name)

    this.temporal = model.temporal.filter(p => isAsked(p.name))
    this.nonInterference = model.nonInterference.filter(p => isAsked(p.name))
    this.constraints = model.properties.filter(p => p.kind === 'constraint')
    this.mayEnd = model.properties.filter(p => p.kind === 'mayEnd')
    const mayAlwaysEnd = this.mayEnd.some(p => p.body === TRUE && p.checks.length === 0)
    this.deadlock = isAsked('deadlock') && !mayAlwaysEnd ? question('deadlock', 'deadlock') : null
    this.failures = question('failures', 'failures')
    const ofProperties = askable
      .filter(p => (names === undefined ? p.kind !== 'lemma' : isAsked(p.name)))
      .map(p => question(p.name, p.kind, p))
    this.ofStates = ofProperties.filter(q => q.kind === 'invariant' || q.kind === 'lemma' || q.kind === 'witness')
    this.ofSteps = ofProperties.filter(q => q.kind === 'step' || q.kind === 'refinement')
    this.refinements = ofProperties.filter(q => q.kind === 'refinement')
    this.questions = [...ofProperties, ...(this.deadlock === null ? [] : [this.deadlock]), this.failures]
    this.premises = new Evaluator(ofProperties.flatMap(q => q.pending.map(p => p.condition)))
  }

  get hasViolation(): boolean {
    return this.questions.some(q => q.violation !== null)
  }

  /** Whether a sighting of the property, or of one of its premises, would still tell anything. */
  isOpen(property: Property, premise: Premise['condition'] | null): boolean {
    const asked = this.questions.find(q => q.property === property)
    if (asked === undefined || !isUnsettled(asked)) return false
    return premise === null || asked.pending.some(p => p.condition === premise)
  }
  get isFailureOpen(): boolean {
    return this.failures.sighting === null
  }

  /** Whether a state in which no action is enabled would still tell anything. */
  get isEndOpen(): boolean {
    const canFail = this.mayEnd.some(({ checks }) => checks.length > 0)
    return (this.deadlock !== null && this.deadlock.sighting === null) || (canFail && this.isFailureOpen)
  }

  /** A state seen for the first time. */
  seeState(id: number, state: State): void {
    for (const q of this.ofStates) if (isUnsettled(q)) this.decide(q, { id }, state, state)
  }
  /** An initial state, after `seeState`. */
  seeInitial(id: number, state: State): void {
    for (const q of this.refinements) {
      const result = this.interpreter.evaluateInitial(q.property as Property, state)
      if (result !== 'holds') settle(q, { id }, violationOf(q, result))
    }
  }
  /** A step, whether or not it leads to a new state. */
  seeStep(id: number, state: State, { action, choices, state: next }: Outcome & { kind: 'next' }): void {
    for (const q of this.ofSteps) {
      if (q.sighting === null) this.decide(q, { id, step: { action: action.name, choices, state: next } }, state, next)
    }
  }
  /** A failed check of an action; of the initial action when `id` is NO_PARENT. */
  seeFailure(id: number, { action, choices, check }: Outcome & { kind: 'failure' }, isInitial: boolean): void {
    const failing = { action: action.name, choices, check }
    settle(
      this.failures,
      { id, failing },
      { kind: 'actionFailure', action: action.name, check, ...(isInitial && { choices }) },
    )
  }
  /** A state in which no action is enabled. */
  seeEnd(id: number, state: State): void {
    const mayEnd = this.mayEnd.some(property => this.isTrue(property, id, state))
    if (!mayEnd && this.deadlock !== null) settle(this.deadlock, { id }, { kind: 'deadlock' })
  }
  /** The first constraint that forbids to go on from a state. */
  constraintAgainst(id: number, state: State): Property | undefined {
    return this.constraints.find(property => !this.isTrue(property, id, state))
  }

  private decide(q: Question, sighting: Sighting, state: State, next: State): void {
    const property = q.property as Property
    const result = this.interpreter.evaluate(property, state, next)
    if (q.kind === 'witness' && typeof result === 'string') {
      if (result === 'holds') reach(q, sighting)
    } else if (result !== 'holds') {
      settle(q, sighting, violationOf(q, result))
    } else if (q.pending.length > 0) {
      this.premises.setStates(state, next)
      q.pending = q.pending.filter(p => this.premises.closureOf(p.condition)() !== true)
    }
  }
  /** The truth of a property that nobody asks for by name; one that fails counts as a failure, and as true. */
  private isTrue(property: Property, id: number, state: State): boolean {
    const result = this.interpreter.evaluate(property, state)
    if (typeof result === 'string') return result === 'holds'
    settle(this.failures, { id }, { kind: 'propertyFailure', check: result.failed })
    return true
  }
}

function question(name: string, kind: Finding['kind'], property: Property | null = null): Question {
  return {
    name,
    kind,
    property,
    sighting: null,
    violation: null,
    pending: property === null ? [] : premisesOf(property),
  }
}

/** What it means that a property is false, or has no value. */
function violationOf({ kind, property }: Question, result: Exclude<Evaluation, 'holds'>): Violation {
  if (result !== 'fails') return { kind: 'propertyFailure', check: result.failed }
  const refinement = property?.refinement
  if (refinement !== undefined) return { kind: 'refinement', refinement }
  return { kind: kind === 'step' ? 'step' : 'invariant' }
}

/**
 * A witness that has no value in some state may still be reached in another one, and then it is: the answer must not depend on
 * which of the two is seen first, as both may be at the same distance.
 */
const isUnsettled = ({ kind, sighting, violation }: Question) =>
  sighting === null || (kind === 'witness' && violation !== null)
function reach(witness: Question, sighting: Sighting): void {
  witness.sighting = sighting
  witness.violation = null
}
/** The first sighting of a question counts. */
function settle(q: Question, sighting: Sighting, violation: Violation | null): void {
  if (q.sighting !== null) return
  q.sighting = sighting
  q.violation = violation
}
