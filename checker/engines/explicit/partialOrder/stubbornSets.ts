/**
 * Stubborn sets: of the transitions that are enabled in a state, a part that can be taken now while the others wait. In: a
 * packed state. Out: the transitions to take; all of them where nothing less will do.
 *
 * A set is closed as follows. With a transition whose leading guards are true it holds every transition that this one
 * depends on. With one that has a false guard it holds every transition that writes what the first such guard reads:
 * nothing else can enable it. So whatever others do, the members are enabled as before and do the same.
 *
 * A set that is less than everything holds no transition that a property can see. That it does not make others wait for
 * ever is the search's part: it takes all transitions of a state where the set leads to no new state.
 *
 * Source: A. Valmari, "Stubborn Sets for Reduced State Space Generation", Advances in Petri Nets 1990, LNCS 483 (strong
 * stubborn sets); D. Bosnacki, S. Leue, A. Lluch Lafuente, "Partial-Order Reduction for General State Exploring
 * Algorithms", STTT 11(1), 2009 (the proviso).
 */
import type { PackedCell } from '../../../codegen/packing.ts'
import { TermValues } from '../../../codegen/termValues.ts'
import type { Transition } from './dependence.ts'

export class StubbornSets {
  private readonly transitions: readonly Transition[]
  private readonly values: TermValues
  /** of each transition, in the present state: the position of its first false guard; -1 if there is none */
  private readonly refusing: Int32Array
  private readonly chosen: Uint8Array
  private readonly trial: Uint8Array
  private readonly members: number[] = []

  constructor(transitions: readonly Transition[], cells: readonly PackedCell[]) {
    this.transitions = transitions
    this.values = new TermValues(cells)
    this.refusing = new Int32Array(transitions.length)
    this.chosen = new Uint8Array(transitions.length)
    this.trial = new Uint8Array(transitions.length)
  }

  /**
   * @param isEnabled which transitions have an outcome in the state
   * @returns for each transition whether it is to be taken; null when all are. Valid until the next call
   */
  of(state: Uint32Array, isEnabled: (transition: number) => boolean): Uint8Array | null {
    this.values.take(state)
    let best = 0
    for (const { index, guards } of this.transitions) {
      this.refusing[index] = guards.findIndex(({ condition }) => this.values.of(condition) === 0)
      if (isEnabled(index)) best++
    }
    let isReduced = false
    for (const seed of this.transitions) {
      if (best <= 1) break
      if (!isEnabled(seed.index)) continue
      const size = this.close(seed.index, isEnabled, best)
      if (size === null) continue
      best = size
      this.chosen.set(this.trial)
      isReduced = true
    }
    return isReduced ? this.chosen : null
  }

  /** The closure of one transition in `trial`. @returns how many of it are enabled; null when as many as `limit`, or seen */
  private close(seed: number, isEnabled: (transition: number) => boolean, limit: number): number | null {
    const { trial, members, transitions } = this
    trial.fill(0)
    members.length = 0
    let size = 0
    const add = (index: number) => {
      if (trial[index] === 1) return
      trial[index] = 1
      members.push(index)
    }
    add(seed)
    for (let i = 0; i < members.length; i++) {
      const { index, isVisible, guards, dependent } = transitions[members[i] as number] as Transition
      if (isEnabled(index)) {
        if (isVisible || ++size >= limit) return null
      }
      const refusing = this.refusing[index] as number
      for (const other of refusing < 0 ? dependent : (guards[refusing]?.writers ?? [])) add(other)
    }
    return size
  }
}
