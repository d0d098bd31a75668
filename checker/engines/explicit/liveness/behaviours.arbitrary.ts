/** Random systems of a few states, with random fairness and a random formula: small enough to look at all their lassos. */
import type fc from 'fast-check'
import { less } from '../../../ir/arithmetic.ts'
import { and, choose, equal, not, or } from '../../../ir/boolean.ts'
import type { Draw } from '../../../ir/expr.arbitrary.ts'
import { type Expr, integer, read } from '../../../ir/expr.ts'
import { checkStep, guardStep, modelOf, nextOf, parameter, spanAt, stateVariable } from '../../../ir/model.fixture.ts'
import type { Model } from '../../../ir/model.ts'
import type { Fairness, Formula, Occurrence } from '../../../ir/temporal.ts'
import { intType } from '../../../ir/type.ts'

/** One way to take a step; `to` is null where it fails. */
export interface Way {
  readonly action: string
  readonly p: number
  readonly from: number
  readonly to: number | null
}
export interface System {
  readonly model: Model
  readonly states: number
  readonly initial: number
  readonly ways: readonly Way[]
}

const actions = ['a', 'b', 'c'] as const
const p = parameter(0, 'p', intType(0, 1))

/** @param nat draws a number up to `max` */
export function drawSystem(draw: Draw, nat: (options: { max: number }) => fc.Arbitrary<number>): System {
  const below = (count: number) => draw(nat, { max: count - 1 })
  const states = 2 + below(4)
  const n = stateVariable(0, 'n', intType(0, states - 1))
  const initial = below(states)
  const ways: Way[] = []
  for (const action of actions) {
    for (let from = 0; from < states; from++) {
      for (const value of [0, 1]) {
        if (below(3) > 0) continue
        // Often the same step as one of another action.
        const others = ways.filter(way => way.from === from)
        const other = below(3) === 0 ? others[below(Math.max(1, others.length))] : undefined
        ways.push({ action, p: value, from, to: other?.to ?? (below(8) === 0 ? null : below(states)) })
      }
    }
  }
  const isWay = (way: Way): Expr => and(equal(read(n), integer(way.from)), equal(read(p), integer(way.p)))
  const bodyOf = (action: string) => {
    const own = ways.filter(way => way.action === action)
    return {
      parameters: [p],
      steps: [
        guardStep(or(...own.map(isWay))),
        checkStep(not(or(...own.filter(({ to }) => to === null).map(isWay))), 'fails'),
      ],
      next: { n: own.reduce<Expr>((rest, way) => choose(isWay(way), integer(way.to ?? 0), rest), read(n)) },
    }
  }

  const predicate = (body: Expr): Formula => ({
    kind: 'predicate',
    predicate: { checks: [], body, span: spanAt(1), origins: new Map() },
  })
  const occurrence = (): Occurrence => {
    const action = actions[below(3)] as string
    return { action, given: below(2) === 0 ? [] : [{ ...p, value: below(2) }] }
  }
  const atom = (): Formula => {
    switch (below(6)) {
      case 0:
      case 4:
        return { kind: 'taken', occurrence: occurrence() }
      case 1:
        return predicate(less(read(n), read(nextOf(n))))
      case 2:
        return predicate(equal(read(nextOf(n)), integer(below(states))))
      default:
        return predicate(equal(read(n), integer(below(states))))
    }
  }
  const formula = (depth: number): Formula => {
    const inner = () => formula(depth - 1)
    switch (depth === 0 ? 0 : below(9)) {
      case 0:
        return atom()
      case 1:
        return { kind: 'not', operands: [inner()] }
      case 2:
        return { kind: 'and', operands: [inner(), inner()] }
      case 3:
        return { kind: 'or', operands: [inner(), inner()] }
      case 4:
        return { kind: 'implies', operands: [inner(), inner()] }
      case 5:
        return { kind: 'until', operands: [inner(), inner()] }
      case 6:
        return { kind: 'always', operands: [inner()] }
      default:
        return { kind: 'eventually', operands: [inner()] }
    }
  }
  /** Half of the formulas have a common form, for others are seldom true of much. */
  const property = (): Formula => {
    const operand = () => formula(1)
    const sometime = (goal: Formula): Formula => ({ kind: 'eventually', operands: [goal] })
    const always = (inner: Formula): Formula => ({ kind: 'always', operands: [inner] })
    switch (below(8)) {
      case 0:
        return sometime(operand())
      case 1:
        return always(sometime(operand()))
      case 2:
        return always({ kind: 'implies', operands: [operand(), sometime(operand())] })
      case 3:
        return sometime(always(operand()))
      default:
        return formula(3)
    }
  }
  const fairness = Array.from(
    { length: below(5) },
    (): Fairness => ({
      strength: below(3) === 0 ? 'weak' : 'strong',
      action: actions[below(3)] as string,
      each: below(2) === 0 ? [] : [p],
    }),
  )
  return {
    states,
    initial,
    ways,
    model: modelOf({
      variables: [n],
      initial: { next: { n: integer(initial) } },
      actions: Object.fromEntries(actions.map(action => [action, bodyOf(action)])),
      temporal: [{ name: 'property', formula: property(), span: spanAt(1) }],
      fairness,
    }),
  }
}
