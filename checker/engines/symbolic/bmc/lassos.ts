/**
 * One solver that knows the behaviours of a model which go on for ever, up to some depth: k steps, each by an action or
 * stuttering, and then on as after an earlier state that is equal to the last one, or stuttering for ever. In: temporal
 * properties, depth by depth. Out: fair behaviours that break them, or states where a property has no truth value.
 *
 * What a step counts for, and what is enabled, is said of states alone, as decision 0010 defines it; which way the solver
 * took plays no part.
 */
import type { Interpreter } from '../../../ir/interpret.ts'
import { isOfSteps, type Predicate } from '../../../ir/predicate.ts'
import {
  fairnessConditions,
  formatOccurrence,
  type Occurrence,
  predicatesOf,
  type TemporalProperty,
} from '../../../ir/temporal.ts'
import type { Answer, Session } from '../../../solver/session.ts'
import { InternalError } from '../../../verdict/internalError.ts'
import { LassoBehaviour } from '../../../verdict/lasso.ts'
import { lastState, type Trace, type TraceStep } from '../../../verdict/trace.ts'
import type { Violation } from '../../../verdict/verdict.ts'
import { all, definition, either } from '../names.ts'
import type { TransitionSystem } from '../transitionSystem.ts'
import { foundBehaviour } from './foundBehaviour.ts'
import { type Atom, truthsOf } from './loopedTruths.ts'

/** What is wrong with a property, and the behaviour that shows it. */
export interface Breach {
  readonly violation: Violation
  readonly trace: Trace
}

export class Lassos {
  /** how many times the solver was asked */
  queries = 0
  private readonly system: TransitionSystem
  private readonly session: Session
  private readonly interpreter: Interpreter
  /** how many steps the behaviours have */
  private depth = -1
  /** of every state: the behaviour goes on after it */
  private loops: readonly string[] = []
  private readonly defined = new Set<string>()
  private readonly numbers = new Map<unknown, number>()
  private count = 0

  constructor(system: TransitionSystem, interpreter: Interpreter, session: Session) {
    this.system = system
    this.session = session
    this.interpreter = interpreter
  }

  /**
   * Makes the behaviours longer by one state; by stuttering there always are some, where there is an initial state.
   * @throws NotCompilable where what is fair cannot be written for a solver
   */
  extend(): void {
    const { system, session } = this
    const depth = ++this.depth
    session.tell(system.state(depth))
    if (depth === 0) session.tell(`${system.initial(0)}\n(assert |initial@0|)`)
    else {
      const from = depth - 1
      session.tell(`${system.step(from, depth)}\n(assert (or |step@${from}| ${system.same(from, depth)}))`)
    }
    this.loops = Array.from({ length: depth + 1 }, (_, i) => `|loop ${i} of ${depth}|`)
    for (const [i, loop] of this.loops.entries()) {
      session.tell(`(declare-const ${loop} Bool)\n(assert (or (not ${loop}) ${system.same(i, depth)}))`)
    }
    session.tell(definition(`goes on at ${depth}`, all(this.looping())))
  }

  /** Looks for a behaviour of so many steps that breaks the property. @throws NotCompilable where it cannot be written */
  look({ formula }: TemporalProperty): Promise<Answer> {
    const { depth, loops } = this
    const [truth] = truthsOf(formula, {
      loops,
      atom: (atom, moment) => this.atom(atom, moment, moment + 1),
      stuttering: atom => this.atom(atom, depth, depth),
      define: text => this.define(text),
    })
    const goals = [
      `(and |goes on at ${depth}| (not ${truth}))`,
      ...predicatesOf(formula).flatMap(p => this.failures(p)),
    ]
    const asked = `|looked for ${this.count++}|`
    this.session.tell(`(declare-const ${asked} Bool)\n(assert (or (not ${asked}) ${goals.join(' ')}))`)
    this.queries++
    return this.session.check([asked])
  }

  /** What the solver has found, decided by the interpreter. @throws InternalError when it breaks nothing */
  async found({ name, formula }: TemporalProperty): Promise<Breach> {
    const { interpreter, system, session, depth } = this
    const trace = await foundBehaviour(system, session, depth, true)
    for (const predicate of predicatesOf(formula)) {
      for (const shown of isOfSteps(predicate) ? [trace, stuttering(trace)] : [trace]) {
        if (isOfSteps(predicate) && shown.steps.length === 0) continue
        const last = lastState(shown)
        const before = isOfSteps(predicate) ? (shown.steps.at(-2)?.state ?? shown.initial) : last
        const result = interpreter.evaluate(predicate, before, last)
        if (typeof result === 'object') {
          return { violation: { kind: 'propertyFailure', check: result.failed }, trace: shown }
        }
      }
    }
    const loop = (await session.values(this.loops)).indexOf(1n)
    const lasso = { ...trace, loop }
    const behaviour = new LassoBehaviour(interpreter, lasso)
    if (behaviour.unfairness(system.model.fairness) === null && !behaviour.satisfies(formula)) {
      return { violation: { kind: 'temporal' }, trace: lasso }
    }
    throw new InternalError(`the behaviour that a solver has found does not break ${name}`)
  }

  close(): Promise<void> {
    return this.session.close()
  }

  /** What every behaviour satisfies that goes on in one way, and is fair. */
  private looping(): string[] {
    const { loops } = this
    /** of every moment: it comes again and again */
    const again: string[] = []
    for (const loop of loops) again.push(again.length === 0 ? loop : this.define(`(or ${again.at(-1)} ${loop})`))
    const once = loops.slice(1).map((loop, i) => `(not (and ${again[i]} ${loop}))`)
    const fair = fairnessConditions(this.system.model.fairness).map(({ strength, occurrence }) => {
      const taken = again.slice(0, -1).map((is, i) => `(and ${is} ${this.taken(occurrence, i, i + 1)})`)
      const possible = again.map((is, i) => ({ is, possible: this.possible(occurrence, i) }))
      const idle =
        strength === 'weak'
          ? either(possible.map(each => `(and ${each.is} (not ${each.possible}))`))
          : `(not ${either(possible.map(each => `(and ${each.is} ${each.possible})`))})`
      return either([...taken, idle])
    })
    return [again.at(-1) as string, ...once, ...fair]
  }

  private atom(atom: Atom, frame: number, next: number): string {
    if (atom.kind === 'taken') return this.taken(atom.occurrence, frame, next)
    const { predicate } = atom
    const last = isOfSteps(predicate) ? next : frame
    return this.once(`holds ${this.numberOf(predicate)} at ${frame} to ${last}`, name =>
      this.system.predicate(name, predicate, frame, last),
    )
  }
  /** The predicate has no truth value in the last state, on the step there, or on one that stutters there. */
  private failures(predicate: Predicate): string[] {
    const { depth } = this
    const fails = (frame: number) =>
      this.once(`fails ${this.numberOf(predicate)} at ${frame} to ${depth}`, name =>
        this.system.predicateFails(name, predicate, frame, depth),
      )
    if (predicate.checks.length === 0) return []
    return isOfSteps(predicate) && depth > 0 ? [fails(depth - 1), fails(depth)] : [fails(depth)]
  }
  private taken(occurrence: Occurrence, frame: number, next: number): string {
    if (frame === next) return 'false'
    return this.once(`taken ${this.numberOf(formatOccurrence(occurrence))} at ${frame}`, name =>
      this.system.taken(name, occurrence, frame, next),
    )
  }
  private possible(occurrence: Occurrence, frame: number): string {
    return this.once(`possible ${this.numberOf(formatOccurrence(occurrence))} at ${frame}`, name =>
      this.system.possible(name, occurrence, frame),
    )
  }

  /** A Boolean of this name, which is defined the first time that it is needed. */
  private once(name: string, commands: (name: string) => string): string {
    if (!this.defined.has(name)) {
      this.session.tell(commands(name))
      this.defined.add(name)
    }
    return `|${name}|`
  }
  private define(text: string): string {
    const name = `part ${this.count++}`
    this.session.tell(definition(name, text))
    return `|${name}|`
  }
  private numberOf(subject: unknown): number {
    const known = this.numbers.get(subject) ?? this.numbers.size
    this.numbers.set(subject, known)
    return known
  }
}

/** The same, and a step that changes nothing. */
function stuttering(trace: Trace): Trace {
  const step: TraceStep = { action: null, choices: [], state: lastState(trace) }
  return { ...trace, steps: [...trace.steps, step] }
}
