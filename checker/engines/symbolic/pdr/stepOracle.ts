/** Answers the questions of the search for an invariant by a solver. States are those of a model. */
import type { State } from '../../../ir/model.ts'
import type { Badness } from './badness.ts'
import type { Frame, Oracle } from './search.ts'
import type { StepSession } from './stepSession.ts'
import type { Cube, Literal, Vocabulary } from './vocabulary.ts'

export class StepOracle implements Oracle<State> {
  private readonly session: StepSession
  private readonly vocabulary: Vocabulary
  private readonly badness: Badness
  private readonly usesSymmetry: boolean

  /** @param usesSymmetry whether what is learnt of some names is taken to be true of all that are interchangeable */
  constructor(session: StepSession, vocabulary: Vocabulary, badness: Badness, usesSymmetry: boolean) {
    this.session = session
    this.vocabulary = vocabulary
    this.badness = badness
    this.usesSymmetry = usesSymmetry
  }

  /** A state that is bad initially, if there is one. */
  async badInitially(): Promise<State | null> {
    await this.session.refresh()
    const { isBadInitially } = this.session.bad(this.badness)
    return (await this.session.isPossible([isBadInitially])) ? this.session.stateBefore() : null
  }
  async bad(frame: Frame): Promise<State | null> {
    await this.session.refresh()
    const assumptions = [...this.inFrame(frame), this.session.bad(this.badness).isBad]
    return (await this.session.isPossible(assumptions)) ? this.session.stateBefore() : null
  }

  async predecessor(cube: Cube, frame: Frame, excluded: readonly Cube[]) {
    await this.session.refresh()
    const after = cube.map(literal => this.session.atom(literal, 1, this.vocabulary))
    const outside = excluded.length === 0 ? [] : [this.session.outside(excluded, this.vocabulary)]
    if (await this.session.isPossible([...this.inFrame(frame), ...outside, 'isStep', ...after])) {
      return { state: await this.session.stateBefore() }
    }
    const core = await this.session.core()
    return { core: cube.filter((_, i) => core.has(after[i] as string)) }
  }

  async excludesInitial(cube: Cube): Promise<Cube | null> {
    await this.session.refresh()
    const literals = cube.map(literal => this.session.atom(literal, 0, this.vocabulary))
    if (await this.session.isPossible(['isInitial', ...literals])) return null
    const core = await this.session.core()
    return cube.filter((_, i) => core.has(literals[i] as string))
  }

  cubeOfState(state: State): Cube {
    return this.vocabulary.cubeOfState(state)
  }
  images(cube: Cube): readonly Cube[] {
    return this.usesSymmetry ? this.vocabulary.images(cube) : [cube]
  }
  weaker(literal: Literal): readonly Literal[] {
    return this.vocabulary.weaker(literal)
  }

  private inFrame({ level, lemmas }: Frame): string[] {
    return level === 0 ? ['isInitial'] : lemmas.map(({ cubes }) => this.session.outside(cubes, this.vocabulary))
  }
}
