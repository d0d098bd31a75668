/**
 * What generated code points at in one level, when several threads do so in no particular order. In: states and why they
 * deserve a look. Out: the states that the judge has to see, in the order of their encodings. Of all states with the same
 * flag only the least is kept: it settles whatever the flag is about, and is the same however the threads ran. States in which
 * a witness has no value are all kept, since they do not tell which witness that is, and whether another one is true there.
 */
import { SIGNAL_FAILURE, WITNESS_FAILED } from '../../codegen/program.ts'
import type { FlagSink } from './kernel/kernel.ts'
import type { States } from './store.ts'

export class Sightings implements FlagSink {
  /** whether states without a step are of interest */
  wantsEnds = true
  /** whether all states with a failure are, and not only the least */
  wantsFailures = false
  private readonly states: States
  private readonly left: Uint32Array
  private readonly right: Uint32Array
  /** by flag: the least new state, and the least expanded one */
  private readonly leastNew = new Map<number, number>()
  private readonly leastExpanded = new Map<number, number>()
  private ends: number[] = []
  private failing: number[] = []
  private withoutWitness: number[] = []

  /** @param words of a state */
  constructor(states: States, words: number) {
    this.states = states
    this.left = new Uint32Array(words)
    this.right = new Uint32Array(words)
  }

  seeState(id: number, flags: number): void {
    if ((flags & (1 << WITNESS_FAILED)) !== 0) this.withoutWitness.push(id)
    else this.keepLeast(this.leastNew, id, flags)
  }
  seeSteps(id: number, flags: number): void {
    if (this.wantsFailures && (flags & (1 << SIGNAL_FAILURE)) !== 0) this.failing.push(id)
    this.keepLeast(this.leastExpanded, id, flags)
  }
  seeEnd(id: number): void {
    if (this.wantsEnds) this.ends.push(id)
  }
  /** Tells that new states have got other ids. */
  renumber(moved: ReadonlyMap<number, number>): void {
    for (const [flag, id] of this.leastNew) this.leastNew.set(flag, moved.get(id) ?? id)
    this.withoutWitness = this.withoutWitness.map(id => moved.get(id) ?? id)
  }

  /** The new states, and the expanded ones, that the judge has to see; then they are forgotten. */
  take(): { readonly states: number[]; readonly expanded: number[]; readonly ends: ReadonlySet<number> } {
    const ends = new Set(this.ends)
    const states = this.sorted([...this.leastNew.values(), ...this.withoutWitness])
    const expanded = this.sorted([...this.leastExpanded.values(), ...this.failing, ...ends])
    this.leastNew.clear()
    this.leastExpanded.clear()
    this.ends = []
    this.failing = []
    this.withoutWitness = []
    return { states, expanded, ends }
  }

  private keepLeast(least: Map<number, number>, id: number, flags: number): void {
    for (let rest = flags; rest !== 0; rest &= rest - 1) {
      const flag = rest & -rest
      const known = least.get(flag)
      if (known === undefined || this.compare(id, known) < 0) least.set(flag, id)
    }
  }
  private sorted(ids: Iterable<number>): number[] {
    return [...new Set(ids)].sort((a, b) => this.compare(a, b))
  }
  private compare(a: number, b: number): number {
    const { states, left, right } = this
    states.read(a, left)
    states.read(b, right)
    const at = left.findIndex((word, i) => word !== right[i])
    return at < 0 ? 0 : (left[at] as number) - (right[at] as number)
  }
}
