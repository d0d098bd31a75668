/**
 * The lemmas of a search for an invariant: what is known not to be reachable within so many steps. A lemma of level i
 * excludes its cubes from all states that are reachable in i steps or fewer; the lemmas of level i and above describe
 * frame i, which therefore holds fewer states than frame i + 1.
 */
import type { Cube } from './vocabulary.ts'

export interface Lemma {
  /** counted from 0 in the order of learning */
  readonly id: number
  /** a cube, and those that it becomes when interchangeable names change places */
  readonly cubes: readonly Cube[]
  level: number
}

export class Lemmas {
  private lemmas: Lemma[] = []
  private learnt = 0

  /** Learns a lemma; forgets those that say no more. */
  learn(cubes: readonly Cube[], level: number): Lemma {
    const [cube] = cubes as [Cube]
    this.lemmas = this.lemmas.filter(old => old.level > level || !old.cubes.some(c => contains(cube, c)))
    const lemma = { id: this.learnt++, cubes, level }
    this.lemmas.push(lemma)
    return lemma
  }
  /** The lemmas that hold in frame `level`. */
  inFrame(level: number): Lemma[] {
    return this.lemmas.filter(lemma => lemma.level >= level)
  }
  /** The lemmas of that level and not of the next one. */
  ofLevel(level: number): Lemma[] {
    return this.lemmas.filter(lemma => lemma.level === level)
  }
}

/** Whether all states of the second cube are in the first: every literal of the first is one of the second. */
export function contains(larger: Cube, smaller: Cube): boolean {
  let at = 0
  for (const literal of larger) {
    while (at < smaller.length && (smaller[at] as number) < literal) at++
    if (smaller[at] !== literal) return false
    at++
  }
  return true
}
