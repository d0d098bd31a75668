/**
 * Conditions that may be invariants. In: a model, and some of its reachable states. Out: what the spec itself claims of all
 * states, part by part; and cubes of one or two literals in which none of the states is. Most are no invariants.
 */
import { conjuncts } from '../../../ir/boolean.ts'
import { Evaluator } from '../../../ir/evaluator.ts'
import type { Expr } from '../../../ir/expr.ts'
import type { Model, State } from '../../../ir/model.ts'
import type { LemmaWriter } from '../pdr/lemmaExpr.ts'
import { atomOf, type Cube, cubeOf, isNegative, type Literal, type Vocabulary } from '../pdr/vocabulary.ts'

/** More than this would cost more than a search for the few that matter. */
const CANDIDATES_MAX = 1_500
const LITERALS_MAX = 400

export function candidatesOf(
  model: Model,
  vocabulary: Vocabulary,
  writer: LemmaWriter,
  states: readonly State[],
): readonly Expr[] {
  const claimed = model.properties
    .filter(({ kind, checks }) => (kind === 'invariant' || kind === 'lemma') && checks.length === 0)
    .flatMap(({ body }) => conjuncts(body))
  const cubes = emptyCubes(vocabulary, states)
  return [...new Set([...claimed, ...cubes.map(cube => writer.express(vocabulary.images(cube)))])]
}

/** One of each set of cubes that are alike but for names; simpler ones first, and not more than are worth a try. */
function emptyCubes(vocabulary: Vocabulary, states: readonly State[]): Cube[] {
  const found: Cube[] = []
  const seen = new Set<string>()
  const add = (cube: Cube) => {
    if (seen.has(cube.join())) return
    found.push(cube)
    for (const image of vocabulary.images(cube)) seen.add(image.join())
  }
  const literals = vocabulary.simpleLiterals().slice(0, LITERALS_MAX)
  const truth = new Truth(vocabulary, literals, states)
  for (const literal of literals.filter(l => truth.isNever(l))) add([literal])
  const possible = literals.filter(l => !truth.isNever(l))
  for (const [i, a] of possible.entries()) {
    for (const b of possible.slice(i + 1)) {
      if (found.length >= CANDIDATES_MAX) return found
      if (vocabulary.atomAt(atomOf(a)).scalar === vocabulary.atomAt(atomOf(b)).scalar) continue
      if (truth.isNeverBoth(a, b)) add(cubeOf([a, b]))
    }
  }
  return found
}

/** In which of the states each literal is true: a bit for each state. */
class Truth {
  private readonly bits = new Map<Literal, Uint32Array>()

  constructor(vocabulary: Vocabulary, literals: readonly Literal[], states: readonly State[]) {
    const atoms = new Map(literals.map(l => [atomOf(l), vocabulary.atomExpr(atomOf(l))]))
    const evaluator = new Evaluator(atoms.values())
    for (const l of literals) this.bits.set(l, new Uint32Array(Math.ceil(states.length / 32)))
    for (const [i, state] of states.entries()) {
      evaluator.setStates(state)
      for (const [l, words] of this.bits) {
        const isTrue = evaluator.closureOf(atoms.get(atomOf(l)) as Expr)() === true
        if (isTrue !== isNegative(l)) words[i >>> 5] = (words[i >>> 5] as number) | (1 << (i & 31))
      }
    }
  }
  isNever(literal: Literal): boolean {
    return (this.bits.get(literal) as Uint32Array).every(word => word === 0)
  }
  isNeverBoth(a: Literal, b: Literal): boolean {
    const others = this.bits.get(b) as Uint32Array
    return (this.bits.get(a) as Uint32Array).every((word, i) => (word & (others[i] as number)) === 0)
  }
}
