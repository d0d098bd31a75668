/**
 * Lemmas as a person would write them. In: a cube that no reachable state is in, together with all that it becomes when
 * interchangeable names change places. Out: one condition that says so of all of them: names become quantified
 * variables, what speaks against a cube an implication.
 */
import { less, lessEqual } from '../../../ir/arithmetic.ts'
import { and, equal, implies, not, or } from '../../../ir/boolean.ts'
import { type Expr, integer, name, read, TRUE, type Variable, variablesRead } from '../../../ir/expr.ts'
import { boundVariable, forall } from '../../../ir/quantifier.ts'
import { Substitution } from '../../../ir/substitute.ts'
import type { EnumType } from '../../../ir/type.ts'
import type { Value } from '../../../ir/value.ts'
import type { Scalar } from './scalars.ts'
import { atomOf, type Cube, isNegative, type Vocabulary } from './vocabulary.ts'

/** Says of cubes that nothing is in them. */
export class LemmaWriter {
  private readonly vocabulary: Vocabulary

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary
  }

  /** That no state is in the cubes, of which the first stands for all, if they are all that it becomes. */
  express(cubes: readonly Cube[]): Expr {
    const [cube] = cubes as [Cube]
    const { named } = this.vocabulary
    if (!named.isComplete || this.vocabulary.orbitOf(cube)?.length !== cubes.length) {
      const plain = (each: Cube) => this.literalsOf(each, this.vocabulary.scalars, (_, value) => name(value))
      return and(...cubes.map(each => clause(plain(each))))
    }
    const literals = this.literalsOf(cube, named.scalars, (type, value) => named.nameExpr(type, value))
    return this.quantified(literals)
  }

  private literalsOf(cube: Cube, scalars: readonly Scalar[], nameOf: NameExpr): LiteralExpr[] {
    return cube.map(literal => {
      const { scalar, value } = this.vocabulary.atomAt(atomOf(literal))
      return { scalar: scalars[scalar] as Scalar, value, isNegative: isNegative(literal), nameOf }
    })
  }

  /** The clause for all names: different parameters stand for different names, unless the clause is true anyway. */
  private quantified(literals: readonly LiteralExpr[]): Expr {
    const body = clause(literals)
    const parameters = [...variablesRead([body])].filter(v => v.space === 'parameter')
    const bound = new Map(
      parameters.map((p, depth) => [p.index, boundVariable(depth, nameOfBound(p, parameters), p.type)]),
    )
    const withBound = new Substitution(v => read(v.space === 'parameter' ? (bound.get(v.index) as Variable) : v))
    const differ = parameters.flatMap((a, i) =>
      parameters.slice(i + 1).flatMap(b => {
        if (a.type !== b.type || isTrueWhenSame(literals, a, b)) return []
        return [not(equal(read(bound.get(a.index) as Variable), read(bound.get(b.index) as Variable)))]
      }),
    )
    return [...bound.values()].reduceRight((all, v) => forall(v, all), implies(and(...differ), withBound.in(body)))
  }
}

type NameExpr = (type: EnumType, value: string) => Expr
interface LiteralExpr {
  readonly scalar: Scalar
  readonly value: Value
  readonly isNegative: boolean
  readonly nameOf: NameExpr
}

/** `r` for the first name of its type, `r2` and `r3` for those that follow. */
function nameOfBound(parameter: Variable, all: readonly Variable[]): string {
  const stem = parameter.name.replace(/\d+$/, '').replace(/[^A-Za-z]/g, '') || 'x'
  const letter = (stem[0] as string).toLowerCase()
  const same = all.filter(other => other.type === parameter.type)
  const position = same.indexOf(parameter)
  // `s`, `m` and `next` mean something else in specs
  const base = ['s', 'm', 'n'].includes(letter) ? stem : letter
  return position === 0 ? base : `${base}${position + 1}`
}

const isTrueWhenSame = (literals: readonly LiteralExpr[], a: Variable, b: Variable): boolean => {
  const merge = new Substitution(v => read(v.space === 'parameter' && v.index === b.index ? a : v))
  const merged = literals.map(l => {
    const scalar = { ...l.scalar, read: merge.in(l.scalar.read), isUsed: merge.in(l.scalar.isUsed) }
    return { ...l, scalar, nameOf: (type: EnumType, value: string) => merge.in(l.nameOf(type, value)) }
  })
  return rangesOf(merged).some(range => range.isEmpty)
}

/** What the literals of a cube say of one scalar. */
interface Range {
  readonly scalar: Scalar
  /** the values that it may have, with the expression that each is compared with */
  readonly allowed: ReadonlyMap<Value, Expr>
  readonly denied: ReadonlyMap<Value, Expr>
  readonly isEmpty: boolean
}

const isPlain = ({ isUsed, type }: Scalar) => isUsed === TRUE && type.kind === 'enum'

/** Of each scalar of a few names, which are always there, the names that are left. */
function rangesOf(literals: readonly LiteralExpr[]): Range[] {
  const byScalar = Map.groupBy(literals, l => l.scalar.read)
  return [...byScalar.values()].map(group => {
    const { scalar, nameOf } = group[0] as LiteralExpr
    const { type } = scalar
    if (type.kind === 'bool') {
      const isEmpty = new Set(group.map(l => l.isNegative)).size === 2
      return { scalar, allowed: new Map(), denied: new Map(), isEmpty }
    }
    if (type.kind === 'int') return { scalar, allowed: new Map(), denied: new Map(), isEmpty: false }
    const values = type.values.map(value => [value, nameOf(type, value)] as const)
    const isLeft = (e: Expr) => group.every(l => (nameOf(type, l.value as string) === e) !== l.isNegative)
    const allowed = values.filter(([, e]) => isLeft(e))
    return {
      scalar,
      allowed: new Map(allowed),
      denied: new Map(values.filter(([, e]) => !isLeft(e))),
      isEmpty: allowed.length === 0,
    }
  })
}

/** That not all literals are true: what is true in the cube implies one of the things that are not. */
function clause(literals: readonly LiteralExpr[]): Expr {
  const premises: Expr[] = []
  const conclusions: Expr[] = []
  const anyOf = (scalar: Scalar, names: ReadonlyMap<Value, Expr>) =>
    or(...[...names.values()].map(e => and(scalar.isUsed, equal(scalar.read, e))))
  for (const [read, group] of Map.groupBy(literals, l => l.scalar.read)) {
    const { scalar } = group[0] as LiteralExpr
    if (isPlain(scalar)) {
      const [{ allowed, denied }] = rangesOf(group) as [Range]
      if (allowed.size <= denied.size && denied.size !== 1) premises.push(anyOf(scalar, allowed))
      else conclusions.push(anyOf(scalar, denied))
      continue
    }
    const bounds = group.map(l => l.value as number)
    if (
      scalar.type.kind === 'int' &&
      group.length === 2 &&
      Math.abs((bounds[0] as number) - (bounds[1] as number)) === 1
    ) {
      // not at most n - 1, and at most n
      premises.push(and(scalar.isUsed, equal(read, integer(Math.max(...bounds)))))
      continue
    }
    for (const l of group) {
      const opposite = oppositeOf(l)
      // what is not there is best said as what would have to be there
      if (l.isNegative && opposite !== null) premises.push(opposite)
      else if (!l.isNegative && opposite !== null && isAbsence(l)) conclusions.push(opposite)
      else (l.isNegative ? conclusions : premises).push(atom(l))
    }
  }
  const last = premises.at(-1)
  if (last === undefined) return or(...conclusions)
  if (conclusions.length > 0) return implies(and(...premises), or(...conclusions))
  return implies(and(...premises.slice(0, -1)), not(last))
}

function atom({ scalar: { read: scalar, type, isUsed }, value, nameOf }: LiteralExpr): Expr {
  if (type.kind === 'bool') return and(isUsed, scalar)
  if (type.kind === 'enum') return and(isUsed, equal(scalar, nameOf(type, value as string)))
  const bound = integer(value as number)
  return and(isUsed, value === type.low ? equal(scalar, bound) : lessEqual(scalar, bound))
}
/** The opposite of an atom, where it can be said as plainly: that a number has its highest value, or that something is there. */
function oppositeOf({ scalar: { read: scalar, type, isUsed }, value }: LiteralExpr): Expr | null {
  if (isUsed !== TRUE || type.kind !== 'int') return null
  if (scalar.operator === 'copies' && value === 0) return less(integer(0), scalar)
  return value === type.high - 1 ? equal(scalar, integer(type.high)) : null
}
const isAbsence = ({ scalar, value }: LiteralExpr): boolean => scalar.read.operator === 'copies' && value === 0
