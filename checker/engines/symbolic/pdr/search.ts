/**
 * The search for an inductive invariant that excludes all bad states, or for a path to one: property-directed
 * reachability. In: an oracle that answers questions about single steps. Out: lemmas that are true of all reachable
 * states, or states along a path.
 *
 * Frame i describes at least the states reachable in i steps. While the last frame has a bad state, that state is shown
 * to be unreachable in so many steps: by showing it of its predecessors, one level down, until it has none; then the
 * reason, generalised, is learnt as a lemma. A path down to an initial state is a counterexample. When all lemmas of a
 * frame hold in the next one as well, the frame is an inductive invariant.
 *
 * Sources: A. R. Bradley, "SAT-Based Model Checking without Unrolling", VMCAI 2011; N. Een, A. Mishchenko and R. Brayton,
 * "Efficient Implementation of Property Directed Reachability", FMCAD 2011.
 */
import { type Lemma, Lemmas } from './lemmas.ts'
import { type Cube, cubeOf, type Literal } from './vocabulary.ts'

/** What the search asks. Frames are given by their lemmas; that of level 0 is the initial states alone. */
export interface Oracle<S> {
  /** A bad state of the frame, if there is one. */
  bad(frame: Frame): Promise<S | null>
  /**
   * A state of the frame, in none of the `excluded` cubes, from which a step leads into the cube; or, when there is none,
   * literals of the cube that are reason enough.
   */
  predecessor(
    cube: Cube,
    frame: Frame,
    excluded: readonly Cube[],
  ): Promise<{ readonly state: S } | { readonly core: Cube }>
  /** Null when some initial state is in the cube; else literals of the cube that are reason enough that none is. */
  excludesInitial(cube: Cube): Promise<Cube | null>
  cubeOfState(state: S): Cube
  /** the cube, and those that are alike but for names */
  images(cube: Cube): readonly Cube[]
  /** literals of the same kind, true in more states, the one true in most of them first */
  weaker(literal: Literal): readonly Literal[]
}
export interface Frame {
  readonly level: number
  readonly lemmas: readonly Lemma[]
}

export type SearchResult<S> =
  | { readonly kind: 'invariant'; readonly lemmas: readonly Lemma[]; readonly frames: number }
  /** from an initial state to a bad one */
  | { readonly kind: 'path'; readonly states: readonly S[] }

export interface SearchProgress {
  readonly frames: number
  readonly lemmas: number
}

/** A state that is to be shown unreachable in `level` steps; a path from it to a bad state goes by way of `onward`. */
interface Obligation<S> {
  readonly state: S
  readonly level: number
  readonly onward: Obligation<S> | null
}

export async function searchInvariant<S>(
  oracle: Oracle<S>,
  onProgress: (progress: SearchProgress) => void = () => {},
): Promise<SearchResult<S>> {
  return new Search(oracle, onProgress).run()
}

class Search<S> {
  private readonly oracle: Oracle<S>
  private readonly onProgress: (progress: SearchProgress) => void
  private readonly lemmas = new Lemmas()
  /** level of the last frame */
  private last = 0

  constructor(oracle: Oracle<S>, onProgress: (progress: SearchProgress) => void) {
    this.oracle = oracle
    this.onProgress = onProgress
  }

  async run(): Promise<SearchResult<S>> {
    for (;;) {
      for (;;) {
        const state = await this.oracle.bad(this.frame(this.last))
        if (state === null) break
        const path = await this.block({ state, level: this.last, onward: null })
        if (path !== null) return { kind: 'path', states: path }
      }
      this.last++
      const fixpoint = await this.propagate()
      if (fixpoint !== null) return { kind: 'invariant', lemmas: fixpoint, frames: this.last }
    }
  }

  private frame(level: number): Frame {
    return { level, lemmas: level === 0 ? [] : this.lemmas.inFrame(level) }
  }
  private report(): void {
    this.onProgress({ frames: this.last, lemmas: this.lemmas.inFrame(0).length })
  }

  /** Shows that the state is not reachable in so many steps; null when it is done, else a path to a bad state. */
  private async block(first: Obligation<S>): Promise<S[] | null> {
    // by level, lowest last
    const pending = [first]
    const add = (obligation: Obligation<S>) => {
      const place = pending.findLastIndex(other => other.level >= obligation.level)
      pending.splice(place + 1, 0, obligation)
    }
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { state, level, onward } = next
      if (level === 0) return pathFrom(next)
      const cube = this.oracle.cubeOfState(state)
      const found = await this.oracle.predecessor(cube, this.frame(level - 1), this.oracle.images(cube))
      if ('state' in found) {
        add(next)
        add({ state: found.state, level: level - 1, onward: next })
        continue
      }
      const learntAt = await this.learn(cube, found.core, level)
      // What is unreachable in few steps is likely to matter for more, and to lead to a longer counterexample.
      if (learntAt < this.last) add({ state, level: learntAt + 1, onward })
    }
    return null
  }

  /** Learns why no state of frame `level - 1` leads into the cube; returns the level up to which this is known to hold. */
  private async learn(full: Cube, core: Cube, level: number): Promise<number> {
    const cube = await this.generalise(await this.withoutInitial(core, full), level)
    const images = this.oracle.images(cube)
    let highest = level
    while (highest < this.last && !('state' in (await this.oracle.predecessor(cube, this.frame(highest), images)))) {
      highest++
    }
    this.lemmas.learn(images, highest)
    this.report()
    return highest
  }

  /** The part of a cube, with as many more of its literals as it takes to have no initial state in it. */
  private async withoutInitial(part: Cube, full: Cube): Promise<Cube> {
    if ((await this.oracle.excludesInitial(part)) !== null) return part
    const reason = await this.oracle.excludesInitial(full)
    if (reason === null) throw new TypeError('an initial state was to be shown unreachable')
    return cubeOf([...part, ...reason])
  }

  /** A larger cube into which, as into this one, no state of frame `level - 1` outside of it leads. */
  private async generalise(full: Cube, level: number): Promise<Cube> {
    let cube = full
    for (const literal of full) {
      if (!cube.includes(literal) || cube.length === 1) continue
      const larger = await this.ifUnreachable(
        cube.filter(l => l !== literal),
        level,
      )
      if (larger !== null) cube = larger
    }
    for (const literal of cube) {
      for (const weaker of this.oracle.weaker(literal)) {
        const larger = await this.ifUnreachable(cubeOf(cube.map(l => (l === literal ? weaker : l))), level)
        if (larger === null) continue
        cube = larger
        break
      }
    }
    return cube
  }
  private async ifUnreachable(cube: Cube, level: number): Promise<Cube | null> {
    if ((await this.oracle.excludesInitial(cube)) === null) return null
    const found = await this.oracle.predecessor(cube, this.frame(level - 1), this.oracle.images(cube))
    return 'state' in found ? null : this.withoutInitial(found.core, cube)
  }

  /** Raises lemmas to the next level where they hold there. Returns an inductive set of them when there is one. */
  private async propagate(): Promise<readonly Lemma[] | null> {
    for (let level = 1; level < this.last; level++) {
      for (const lemma of this.lemmas.ofLevel(level)) {
        const [cube] = lemma.cubes as [Cube]
        const found = await this.oracle.predecessor(cube, this.frame(level), [])
        if (!('state' in found)) lemma.level = level + 1
      }
      if (this.lemmas.ofLevel(level).length === 0) return this.lemmas.inFrame(level + 1)
    }
    this.report()
    return null
  }
}

function pathFrom<S>(obligation: Obligation<S>): S[] {
  const path: S[] = []
  for (let at: Obligation<S> | null = obligation; at !== null; at = at.onward) path.push(at.state)
  return path
}
