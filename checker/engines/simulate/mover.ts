/**
 * Where a walk stands, and the steps from there: by the interpreter, or by generated code. Both number the same steps in
 * the same way. In: the steps that are taken. Out: encoded states, and flags of what the interpreter should look at.
 */
import type { Expander } from '../../codegen/expander.ts'
import { PRUNED, SIGNAL_FAILURE, WITNESS_FAILED } from '../../codegen/program.ts'
import type { StateEncoding } from '../../ir/encode.ts'
import type { Interpreter, Outcome } from '../../ir/interpret.ts'
import type { Model, Property, State } from '../../ir/model.ts'
import type { Question } from '../../verdict/judge.ts'

export interface Mover {
  /** 32-bit words of a state */
  readonly stateWords: number
  /** Goes in front of the initial states. */
  restart(): void
  /** Finds the steps from here. @returns how many there are; none when a constraint forbids to go on */
  expand(): number
  /** of the last expansion: FAILED, PRUNED, and a bit for each question about steps that may have an answer here */
  attention(): number
  /** index of the action of a step that the last expansion has found; INITIAL for an initial state */
  actionOf(step: number): number
  take(step: number): void
  /** a bit for each question about states that may have an answer here */
  signals(): number
  /** Copies the state where the walk stands. */
  read(into: Uint32Array, at: number): void
  /** what was counted since ever, in an order of its own */
  counters(): readonly number[]
}

/** The action of an initial state. */
export const INITIAL = 0xffffffff
export const FAILED = 1 << SIGNAL_FAILURE
/** A signal of what no topic stands for: a witness without a value, or an initial state that breaks a refinement. */
export const BROKEN = 1 << WITNESS_FAILED

/** Encoded initial states, one after the other in the interpreter's order, and which of them break a refinement. */
export interface InitialStates {
  readonly words: Uint32Array
  readonly isBroken: readonly boolean[]
}
/** Whether the initial state breaks a refinement that is asked for. */
export const breaks = (interpreter: Interpreter, questions: readonly Question[], state: State): boolean =>
  questions.some(({ kind, property }) => {
    return kind === 'refinement' && property !== null && interpreter.evaluateInitial(property, state) !== 'holds'
  })

/** Everything deserves a look. */
const ANYTHING = -1

type Next = Outcome & { readonly kind: 'next' }

export class InterpretedMover implements Mover {
  readonly stateWords: number
  private readonly interpreter: Interpreter
  private readonly encoding: StateEncoding
  private readonly actions: Model['actions']
  private readonly constraints: readonly Property[]
  private readonly questions: readonly Question[]
  private isInitial = false
  private state: State | null = null
  private steps: Next[] = []
  private flags = 0

  constructor(interpreter: Interpreter, encoding: StateEncoding, questions: readonly Question[]) {
    this.interpreter = interpreter
    this.questions = questions
    this.encoding = encoding
    this.stateWords = encoding.words
    this.actions = interpreter.model.actions
    this.constraints = interpreter.model.properties.filter(p => p.kind === 'constraint')
  }

  restart(): void {
    this.state = null
  }
  expand(): number {
    const { state, interpreter } = this
    this.steps = []
    this.flags = 0
    if (state === null) {
      interpreter.initialStates(outcome => this.see(outcome))
      this.flags = 0
      return this.steps.length
    }
    for (const constraint of this.constraints) {
      const result = interpreter.evaluate(constraint, state)
      if (typeof result !== 'string') this.flags |= FAILED
      else if (result === 'fails') {
        this.flags |= PRUNED
        return 0
      }
    }
    interpreter.successors(state, outcome => this.see(outcome))
    if (this.steps.length > 0) this.flags |= ANYTHING & ~(FAILED | PRUNED)
    return this.steps.length
  }
  private see(outcome: Outcome): void {
    if (outcome.kind === 'next') this.steps.push(outcome)
    else this.flags |= FAILED
  }
  attention(): number {
    return this.flags
  }
  actionOf(step: number): number {
    return this.state === null ? INITIAL : this.actions.indexOf((this.steps[step] as Next).action)
  }
  take(step: number): void {
    this.isInitial = this.state === null
    this.state = (this.steps[step] as Next).state
  }
  signals(): number {
    const state = this.state as State
    const { interpreter, questions } = this
    const hasFailed = questions.some(({ kind, property }) => {
      return kind === 'witness' && property !== null && typeof interpreter.evaluate(property, state) !== 'string'
    })
    const isBroken = hasFailed || (this.isInitial && breaks(interpreter, questions, state))
    return isBroken ? ANYTHING : ANYTHING & ~BROKEN
  }
  read(into: Uint32Array, at: number): void {
    this.encoding.encode(this.state as State, into, at)
  }
  counters(): readonly number[] {
    return this.actions.flatMap(action => [
      ...this.interpreter.guardCounts(action).flatMap(({ passed, refused }) => [passed, refused]),
      ...this.interpreter.branchCounts(action).flatMap(({ held, failed }) => [held, failed]),
    ])
  }
}

export class GeneratedMover implements Mover {
  readonly stateWords: number
  private readonly expander: Expander
  private readonly initial: InitialStates
  private isBefore = true
  /** signals of an initial state that generated code does not know */
  private extra = 0
  private flags = 0
  private expanded = 0

  /** @param expander of code that appends steps back to the same state */
  constructor(expander: Expander, initial: InitialStates) {
    this.expander = expander
    this.initial = initial
    this.stateWords = expander.stateWords
  }

  restart(): void {
    this.isBefore = true
  }
  expand(): number {
    this.flags = 0
    if (this.isBefore) return this.initial.isBroken.length
    const count = this.expander.successors(0)
    this.flags = this.expander.attention()
    if ((this.flags & PRUNED) === 0) this.expanded++
    return count
  }
  attention(): number {
    return this.flags
  }
  actionOf(step: number): number {
    const { memory, firstEntry, entryWords } = this.expander
    return this.isBefore ? INITIAL : (memory[firstEntry + step * entryWords + this.stateWords] as number)
  }
  take(step: number): void {
    const { memory, firstEntry, entryWords } = this.expander
    this.extra = 0
    if (this.isBefore) {
      const at = step * this.stateWords
      memory.set(this.initial.words.subarray(at, at + this.stateWords))
      this.extra = this.initial.isBroken[step] === true ? BROKEN : 0
      this.isBefore = false
    } else {
      const at = firstEntry + step * entryWords
      for (let k = 0; k < this.stateWords; k++) memory[k] = memory[at + k] as number
    }
  }
  signals(): number {
    return this.expander.inspect(0) | this.extra
  }
  read(into: Uint32Array, at: number): void {
    for (let k = 0; k < this.stateWords; k++) into[at + k] = this.expander.memory[k] as number
  }
  /** The counters of the code, then the states that were expanded. */
  counters(): readonly number[] {
    const { counters, count } = this.expander
    return [...Array.from({ length: counters }, (_, i) => count(i)), this.expanded]
  }
}
