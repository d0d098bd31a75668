/**
 * Takes random walks and logs them. In: a mover, a seed, which walks. Out: their log. A walk is a function of (model, seed,
 * index, choice) alone, whoever moves and whatever the machine: so that it can be taken again by itself.
 */
import { type Choice, choose } from './choice.ts'
import type { Log } from './log.ts'
import type { Mover } from './mover.ts'
import { Random } from './random.ts'

export interface WalkPlan {
  readonly seed: number
  /** the most steps of one walk */
  readonly steps: number
  readonly choice: Choice
  /** attention and signals that end a walk: what is violated there needs no more steps */
  readonly endings: { readonly attention: number; readonly signals: number }
}

export class Walker {
  private readonly mover: Mover
  private readonly plan: WalkPlan
  private next = 0
  private end = 0
  /** null between two walks */
  private random: Random | null = null
  /** steps to the state where the walk stands; -1 in front of the initial state */
  private position = -1

  constructor(mover: Mover, plan: WalkPlan) {
    this.mover = mover
    this.plan = plan
  }

  /** Takes the walks `first` to `end - 1` from now on. */
  begin(first: number, end: number): void {
    this.next = first
    this.end = end
    this.random = null
  }

  /** Takes up to so many steps, and logs the counters after each walk and at the end. @returns whether all is walked */
  advance(log: Log, maxSteps: number): boolean {
    for (let left = maxSteps; left > 0; left--) {
      if (this.random === null) {
        if (this.next === this.end) return true
        this.random = new Random(this.plan.seed, this.next++)
        this.position = -1
        this.mover.restart()
      }
      if (this.step(log, this.random)) continue
      this.random = null
      log.count(this.mover.counters())
    }
    if (this.random !== null) log.count(this.mover.counters())
    return this.random === null && this.next === this.end
  }

  /** @returns whether the walk goes on */
  private step(log: Log, random: Random): boolean {
    const { mover, plan } = this
    if (this.position === plan.steps) {
      log.end(false, 0)
      return false
    }
    const count = mover.expand()
    const attention = mover.attention()
    if (count === 0 || (attention & plan.endings.attention) !== 0) {
      log.end(true, attention)
      return false
    }
    const step = choose(count, this.actionOf, plan.choice, random)
    const action = mover.actionOf(step)
    mover.take(step)
    this.position++
    const signals = mover.signals()
    const at = log.step(action, step, attention, signals)
    mover.read(log.words, at)
    if ((signals & plan.endings.signals) === 0) return true
    log.end(false, 0)
    return false
  }
  private readonly actionOf = (step: number): number => this.mover.actionOf(step)
}
