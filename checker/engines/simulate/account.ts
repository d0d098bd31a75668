/**
 * What walks come to. In: their logs, in order of the walks. Out: counts, and what the judge has decided, with the
 * interpreter looking again at everything that a log points at. It ends with the first walk that meets a violation, so
 * that nothing depends on who has walked, or how far beyond.
 */
import type { StateEncoding } from '../../ir/encode.ts'
import type { Interpreter } from '../../ir/interpret.ts'
import type { Model, State } from '../../ir/model.ts'
import type { Judge } from '../../verdict/judge.ts'
import { lookAround } from '../../verdict/lookAround.ts'
import type { LogReader } from './log.ts'
import { INITIAL } from './mover.ts'
import { Visits } from './visits.ts'

/** Where a walk stood. */
export interface Place {
  /** index of the walk */
  readonly walk: number
  /** steps to there */
  readonly position: number
}

/** Which attention and signals would still tell the judge anything. */
export interface Wanted {
  readonly attention: number
  readonly signals: number
}

export class Account implements LogReader {
  /** walks that have ended */
  walks = 0
  /** transitions and initial states */
  generated = 0
  /** steps of the longest walk */
  longest = 0
  readonly fired: number[]
  readonly fresh: number[]
  readonly visits: Visits
  /** where what settles a question was seen, by the id that the judge knows */
  readonly places = new Map<number, Place>()
  /** counters of the mover whose log was read last */
  counters: readonly number[] = []

  private readonly encoding: StateEncoding
  private readonly interpreter: Interpreter
  private readonly judge: Judge
  private readonly wantedNow: () => Wanted
  private wanted: Wanted
  private walk: number
  private position = -1
  /** the state where the walk stands */
  private readonly state: Uint32Array

  /**
   * @param interpreter looks again; it must not be the judge's
   * @param stateWords of a state in a log
   * @param first the index of the first walk
   */
  constructor(
    parts: { model: Model; encoding: StateEncoding; interpreter: Interpreter; judge: Judge; wanted: () => Wanted },
    shape: { stateWords: number; first: number; maxCounted: number },
  ) {
    this.encoding = parts.encoding
    this.interpreter = parts.interpreter
    this.judge = parts.judge
    this.wantedNow = parts.wanted
    this.wanted = parts.wanted()
    this.walk = shape.first
    this.state = new Uint32Array(shape.stateWords)
    this.visits = new Visits(shape.stateWords, shape.maxCounted)
    this.fired = parts.model.actions.map(() => 0)
    this.fresh = parts.model.actions.map(() => 0)
  }

  enter(action: number, _step: number, attention: number, signals: number, words: Uint32Array, at: number): boolean {
    if ((attention & this.wanted.attention) !== 0) this.look()
    if (this.judge.hasViolation) return this.leave()
    this.position++
    this.generated++
    this.longest = Math.max(this.longest, this.position)
    const isFresh = this.visits.see(words, at)
    if (action !== INITIAL) {
      this.fired[action] = (this.fired[action] ?? 0) + 1
      if (isFresh) this.fresh[action] = (this.fresh[action] ?? 0) + 1
    }
    for (let k = 0; k < this.state.length; k++) this.state[k] = words[at + k] as number
    const isSignalled = (signals & this.wanted.signals) !== 0
    if (!isSignalled && action !== INITIAL) return true
    const state = this.decoded()
    if (isSignalled) this.judge.seeState(this.id, state)
    if (action === INITIAL) this.judge.seeInitial(this.id, state)
    this.settle()
    return this.judge.hasViolation ? this.leave() : true
  }
  end(isExpanded: boolean, attention: number): boolean {
    if (isExpanded && this.position >= 0) {
      // most walks that end do so in a state with nothing to look at
      if (attention !== 0) this.look()
      else {
        this.judge.seeEnd(this.id, this.decoded())
        this.settle()
      }
    }
    this.leave()
    return !this.judge.hasViolation
  }
  counted(counters: readonly number[]): void {
    this.counters = counters
  }

  /** Ends the walk. */
  private leave(): false {
    this.walks++
    this.walk++
    this.position = -1
    return false
  }
  /** Shows the judge all steps from here, also those that the walk does not take. */
  private look(): void {
    const { judge, id } = this
    const state = this.decoded()
    if (judge.constraintAgainst(id, state) === undefined) lookAround(judge, this.interpreter, id, state)
    this.settle()
  }
  /** After the judge was shown something here. */
  private settle(): void {
    const { id, walk, position } = this
    if (this.judge.questions.some(({ sighting }) => sighting?.id === id)) this.places.set(id, { walk, position })
    this.wanted = this.wantedNow()
  }
  /** A number by which the judge knows the state where the walk stands: how many were entered until now. */
  private get id(): number {
    return this.generated
  }
  private decoded(): State {
    return this.encoding.decode(this.state)
  }
}
