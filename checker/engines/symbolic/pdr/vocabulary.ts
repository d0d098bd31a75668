/**
 * What cubes are made of. An atom compares one scalar of the state with a constant; a literal is an atom or its negation; a
 * cube is the set of states in which all of its literals are true. In: a model. Out: the literals of a state, literals as
 * expressions, and what a cube becomes when interchangeable names change places.
 *
 * The literals of a state are chosen so that leaving some out says something: of an enumerated scalar they name the values
 * that it does not have, of an integer both bounds. Where a value is one of many names, it is the name that matters.
 */
import { lessEqual } from '../../../ir/arithmetic.ts'
import { and, equal } from '../../../ir/boolean.ts'
import { Evaluator } from '../../../ir/evaluator.ts'
import { constant, type Expr, integer, name } from '../../../ir/expr.ts'
import type { Model, State } from '../../../ir/model.ts'
import { generatorsOf, type Permutation, permutedValue } from '../../../ir/permutation.ts'
import type { EnumType, Type } from '../../../ir/type.ts'
import type { Value } from '../../../ir/value.ts'
import { NamedScalars } from './namedScalars.ts'
import { type Scalar, scalarsOf } from './scalars.ts'

/** Twice the number of an atom, and one more for its negation. */
export type Literal = number
/** Literals in ascending order. */
export type Cube = readonly Literal[]

interface Atom {
  readonly scalar: number
  /** of integers, that the scalar is at most the value; of booleans, that it is true */
  readonly value: Value
}

/** Of an enumeration with more values than this, the literal of a state is the value it has and not those it has not. */
const NAMES_MAX = 6
/** A cube with more images than this stands for itself only. */
const IMAGES_MAX = 2_000

export const negated = (literal: Literal): Literal => literal ^ 1
export const atomOf = (literal: Literal): number => literal >> 1
export const isNegative = (literal: Literal): boolean => (literal & 1) === 1
export const cubeOf = (literals: Iterable<Literal>): Cube => [...new Set(literals)].sort((a, b) => a - b)

export class Vocabulary {
  readonly interchangeable: readonly EnumType[]
  readonly scalars: readonly Scalar[]
  /** the same with parameters for interchangeable names */
  readonly named: NamedScalars
  private readonly atoms: Atom[] = []
  private readonly numbers = new Map<string, number>()
  private readonly evaluator: Evaluator
  private readonly renamings: readonly Renaming[]

  constructor({ variables, interchangeable }: Model) {
    this.interchangeable = interchangeable
    this.scalars = scalarsOf(variables)
    this.named = new NamedScalars(variables, interchangeable)
    this.evaluator = new Evaluator(this.scalars.flatMap(s => [s.read, s.isUsed]))
    const positions = new Map(this.scalars.map((s, i) => [s.read, i]))
    this.renamings = generatorsOf(interchangeable).map(permutation => {
      const renamed = scalarsOf(variables, (type, value) => constant(type, permutedValue(type, value, permutation)))
      return { permutation, positions: renamed.map(s => positions.get(s.read) as number), images: new Map() }
    })
  }

  /** The cube of this state alone. */
  cubeOfState(state: State): Cube {
    this.evaluator.setStates(state)
    return cubeOf(
      this.scalars.flatMap(({ read, type, isUsed }, scalar) => {
        if (this.evaluator.closureOf(isUsed)() !== true) return []
        const value = this.evaluator.closureOf(read)()
        if (type.kind === 'bool') return [this.literal({ scalar, value: true }, value === true)]
        if (type.kind === 'int') return this.bounds(scalar, type.low, type.high, value as number)
        if (type.values.length === 1) return []
        const isName = type.values.length > NAMES_MAX || this.interchangeable.includes(type)
        if (isName) return [this.literal({ scalar, value }, true)]
        return type.values.filter(v => v !== value).map(v => this.literal({ scalar, value: v }, false))
      }),
    )
  }
  private bounds(scalar: number, low: number, high: number, value: number): Literal[] {
    return [
      ...(value < high ? [this.literal({ scalar, value }, true)] : []),
      ...(value > low ? [this.literal({ scalar, value: value - 1 }, false)] : []),
    ]
  }
  private literal(atom: Atom, isTrue: boolean): Literal {
    const { type } = this.scalars[atom.scalar] as Scalar
    if (type.kind === 'enum' && type.values.length === 2 && atom.value === type.values[0]) {
      return this.literal({ ...atom, value: type.values[1] as string }, !isTrue)
    }
    const key = `${atom.scalar} ${atom.value}`
    let number = this.numbers.get(key)
    if (number === undefined) {
      number = this.atoms.push(atom) - 1
      this.numbers.set(key, number)
    }
    return 2 * number + (isTrue ? 0 : 1)
  }

  /** Literals that a person might think of: names, and that numbers have their lowest or highest value, or have not. */
  simpleLiterals(): Literal[] {
    const both = (atom: Atom) => [this.literal(atom, true), this.literal(atom, false)]
    return this.scalars.flatMap(({ type }, scalar): Literal[] => {
      if (type.kind === 'bool') return both({ scalar, value: true })
      if (type.kind === 'enum') {
        const named = type.values.length === 2 ? type.values.slice(1) : type.values
        return type.values.length === 1 ? [] : named.flatMap(value => both({ scalar, value }))
      }
      const bounds = new Set(type.low < type.high ? [type.low, type.high - 1] : [])
      return [...bounds].flatMap(value => both({ scalar, value }))
    })
  }

  /** Literals that are true in more states, the one true in most of them first. Of bounds only; of far ones, a few. */
  weaker(literal: Literal): Literal[] {
    const { scalar, value } = this.atoms[atomOf(literal)] as Atom
    const { type } = this.scalars[scalar] as Scalar
    if (type.kind !== 'int') return []
    const bound = value as number
    const furthest = isNegative(literal) ? type.low : type.high - 1
    const values: number[] = []
    for (let next = furthest; next !== bound; next += Math.sign(bound - next) * step(Math.abs(bound - next))) {
      values.push(next)
    }
    return values.map(v => this.literal({ scalar, value: v }, !isNegative(literal)))
  }

  /** The atom as an expression over state variables; false where its scalar is not used. */
  atomExpr(atom: number): Expr {
    const { scalar, value } = this.atoms[atom] as Atom
    return comparison(this.scalars[scalar] as Scalar, value)
  }

  /**
   * The cube and all that it becomes when interchangeable names change places; the cube comes first. The cube alone where
   * that would be too many.
   */
  images(cube: Cube): readonly Cube[] {
    return this.orbitOf(cube) ?? [cube]
  }
  /** Null where they are too many. */
  orbitOf(cube: Cube): readonly Cube[] | null {
    if (this.imagesAtLeast(cube) > IMAGES_MAX) return null
    const found = new Map([[cube.join(), cube]])
    for (const each of found.values()) {
      if (found.size > IMAGES_MAX) return null
      for (const renaming of this.renamings) {
        const image = cubeOf(each.map(literal => this.imageOf(literal, renaming)))
        const key = image.join()
        if (!found.has(key)) found.set(key, image)
      }
    }
    return [...found.values()]
  }
  /** There is an image for each choice of as many names as the cube mentions. */
  private imagesAtLeast(cube: Cube): number {
    const mentioned = new Map<number, Type>()
    for (const literal of cube) {
      const { scalar, value } = this.atoms[atomOf(literal)] as Atom
      const { type } = this.scalars[scalar] as Scalar
      const held = type.kind === 'enum' ? this.named.nameExpr(type, value as string).variable : undefined
      for (const v of this.named.namesOf(scalar)) mentioned.set(v.index, v.type)
      if (held !== undefined) mentioned.set(held.index, held.type)
    }
    const countOf = (type: Type) => [...mentioned.values()].filter(other => other === type).length
    return this.interchangeable.reduce((product, type) => product * choices(type.values.length, countOf(type)), 1)
  }
  private imageOf(literal: Literal, { permutation, positions, images }: Renaming): Literal {
    let image = images.get(literal)
    if (image === undefined) {
      const { scalar, value } = this.atoms[atomOf(literal)] as Atom
      const { type } = this.scalars[scalar] as Scalar
      const atom = { scalar: positions[scalar] as number, value: permutedValue(type, value, permutation) }
      image = this.literal(atom, !isNegative(literal))
      images.set(literal, image)
    }
    return image
  }

  /** What a literal compares. */
  atomAt(atom: number): { readonly scalar: number; readonly value: Value } {
    return this.atoms[atom] as Atom
  }
}

/** Near a bound each value counts; far from it, half of the way is made at once. */
const step = (distance: number): number => (distance > NEAR ? Math.floor(distance / 2) : 1)
const NEAR = 16

/** What a permutation of names does to the positions of scalars. */
interface Renaming {
  readonly permutation: Permutation
  readonly positions: readonly number[]
  /** of the literals that were asked about */
  readonly images: Map<Literal, Literal>
}

/** How many ways there are to choose so many of so many. */
const choices = (of: number, some: number): number =>
  Array.from({ length: some }, (_, i) => (of - i) / (i + 1)).reduce((product, factor) => product * factor, 1)

/** That a scalar is used and is the value, or of integers at most the value. */
export function comparison({ read, type, isUsed }: Scalar, value: Value): Expr {
  if (type.kind === 'bool') return and(isUsed, read)
  return and(
    isUsed,
    type.kind === 'int' ? lessEqual(read, integer(value as number)) : equal(read, name(value as string)),
  )
}
