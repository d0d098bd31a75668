/**
 * Random models over interchangeable names: processes `a0`, `a1`, ... and resources `b0`, ... . They treat names alike by
 * construction, as names come from parameters, picks, quantifiers and the state only; unless slips are asked for, which
 * are constants where a name is wanted.
 */
import type fc from 'fast-check'
import { add, less, lessEqual, min } from './arithmetic.ts'
import { and, choose, equal, isSome, not, or } from './boolean.ts'
import type { Draw } from './expr.arbitrary.ts'
import { constant, type Expr, integer, name, read, TRUE, type Variable } from './expr.ts'
import {
  type ActionSketch,
  checkStep,
  chooseStep,
  guardStep,
  modelOf,
  nextOf,
  parameter,
  property,
  stateVariable,
} from './model.fixture.ts'
import type { Model, Property, PropertyKind, Step } from './model.ts'
import { boundVariable, count, exists, forall, mapOf, setOf } from './quantifier.ts'
import {
  addCopy,
  at,
  copies,
  has,
  insert,
  isCase,
  item,
  none,
  payload,
  push,
  record,
  remove,
  shift,
  size,
  some,
  store,
  unwrap,
  variant,
} from './structure.ts'
import {
  bagType,
  boolType,
  type EnumType,
  enumType,
  intType,
  mapType,
  optionType,
  queueType,
  recordType,
  setType,
  type Type,
  variantType,
} from './type.ts'
import { defaultValue } from './value.ts'

const PHASES = ['idle', 'busy', 'done']

/** Names at hand: of processes, of resources. */
interface Names {
  readonly a: readonly Expr[]
  readonly b: readonly Expr[]
  /** quantifiers around */
  readonly depth: number
}
/** What can be asked of a variable, and what can be made of it; `a` and `b` give names. */
interface Menu {
  readonly type: Type
  ask(v: Expr, a: () => Expr, b: () => Expr): Expr
  make(v: Expr, a: () => Expr, b: () => Expr): { readonly value: Expr; readonly needs?: Expr }
}

/**
 * @param pick draws an index below its argument
 * @param slips how often in a hundred a name is a constant
 * @param sizes how many names there are, where that is not to be drawn; the rest of the model stays the same
 */
export function drawSymmetricModel(
  draw: Draw,
  nat: (options: { max: number }) => fc.Arbitrary<number>,
  slips = 0,
  sizes?: { readonly a: number; readonly b: number },
): Model {
  const below = (n: number) => draw(nat, { max: n - 1 })
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const ids = (prefix: string, n: number) => enumType(Array.from({ length: n }, (_, i) => `${prefix}${i}`))
  const drawn = { a: 2 + below(2), b: 1 + below(2) }
  const { a: numberOfA, b: numberOfB } = sizes ?? drawn
  const [A, B] = [ids('a', numberOfA), ids('b', numberOfB)]
  const phase = () => name(one(PHASES))

  const leaderType = variantType([
    { name: 'none', fields: [] },
    { name: 'one', fields: [{ name: 'of', type: A }] },
  ])
  const messageType = variantType([
    { name: 'ask', fields: [{ name: 'from', type: A }] },
    { name: 'stop', fields: [] },
  ])
  const mailType = recordType([
    { name: 'to', type: A },
    { name: 'by', type: B },
  ])
  const Link = optionType(A)
  const menus: Record<string, Menu> = {
    phase: {
      type: mapType(A, enumType(PHASES)),
      ask: (v, a) => equal(at(v, a()), phase()),
      make: (v, a) => ({ value: store(v, a(), phase()) }),
    },
    holder: {
      type: Link,
      ask: (v, a) => one([isSome(v), equal(v, some(a()))]),
      make: (_, a) => ({ value: one([none(A), some(a())]) }),
    },
    seen: {
      type: setType(A),
      ask: (v, a) => one([has(v, a()), lessEqual(size(v), integer(below(3)))]),
      make: (v, a) => ({ value: one([insert(v, a()), remove(v, a())]) }),
    },
    link: {
      type: mapType(A, Link),
      ask: (v, a) => one([isSome(at(v, a())), equal(at(v, a()), some(a())), equal(at(v, a()), at(v, a()))]),
      make: (v, a) => {
        const from = a()
        const followed = at(v, unwrap(at(v, from)))
        return one([
          { value: store(v, from, one([none(A), some(a()), at(v, a())])) },
          { value: store(v, from, followed), needs: isSome(at(v, from)) },
        ])
      },
    },
    pairs: {
      type: mapType(A, setType(A)),
      ask: (v, a) => has(at(v, a()), a()),
      make: (v, a) => {
        const key = a()
        return { value: store(v, key, one([insert(at(v, key), a()), at(v, a())])) }
      },
    },
    grid: {
      type: mapType(A, mapType(B, boolType)),
      ask: (v, a, b) => at(at(v, a()), b()),
      make: (v, a, b) => {
        const [row, column] = [a(), b()]
        return { value: store(v, row, store(at(v, row), column, not(at(at(v, row), column)))) }
      },
    },
    owner: {
      type: mapType(B, Link),
      ask: (v, a, b) => equal(at(v, b()), some(a())),
      make: (v, a, b) => ({ value: store(v, b(), one([none(A), some(a()), at(v, b())])) }),
    },
    waiting: {
      type: queueType(A, 2),
      ask: (v, a) => one([less(integer(0), size(v)), and(less(integer(0), size(v)), equal(item(v, integer(0)), a()))]),
      make: (v, a) =>
        one([{ value: push(v, a()), needs: less(size(v), integer(2)) }, { value: push(v, a()) }, { value: shift(v) }]),
    },
    sent: {
      type: setType(messageType),
      ask: (v, a) => has(v, one([variant(messageType, 'ask', [a()]), variant(messageType, 'stop', [])])),
      make: (v, a) => ({
        value: insert(v, one([variant(messageType, 'ask', [a()]), variant(messageType, 'stop', [])])),
      }),
    },
    mail: {
      type: bagType(mailType, 1),
      ask: (v, a, b) => less(integer(0), copies(v, record(mailType, [a(), b()]))),
      make: (v, a, b) => ({ value: addCopy(v, record(mailType, [a(), b()])) }),
    },
    total: {
      type: intType(0, 2),
      ask: v => less(v, integer(1 + below(2))),
      make: v => one([{ value: min(integer(2), add(v, integer(1))) }, { value: integer(below(3)) }]),
    },
    leader: {
      type: leaderType,
      ask: (v, a) => one([isCase(v, 'none'), and(isCase(v, 'one'), equal(payload(v, 'one', 'of'), a()))]),
      make: (_, a) => ({ value: one([variant(leaderType, 'none', []), variant(leaderType, 'one', [a()])]) }),
    },
  }
  const variables = Array.from({ length: 2 + below(2) }, (_, i) => {
    const kind = one(Object.keys(menus))
    return { kind, variable: stateVariable(i, `${kind}${i}`, (menus[kind] as Menu).type) }
  })

  const nameFrom = (known: readonly Expr[], type: EnumType) => () =>
    known.length === 0 || below(100) < slips ? name(one(type.values)) : one(known)
  const bound = (names: Names, body: (inner: Names) => Expr, of: (v: Variable, body: Expr) => Expr): Expr => {
    const isA = below(3) > 0
    const variable = boundVariable(names.depth, isA ? 'x' : 'y', isA ? A : B)
    const x = read(variable)
    const inner = { a: isA ? [...names.a, x] : names.a, b: isA ? names.b : [...names.b, x], depth: names.depth + 1 }
    return of(variable, body(inner))
  }
  /** Names come from a quantifier where there is none at hand. */
  const condition = (names: Names, fuel: number, spaces: readonly ((v: Variable) => Variable)[] = [v => v]): Expr => {
    const inner = (n: Names = names) => condition(n, fuel - 1, spaces)
    if (names.a.length === 0 || names.b.length === 0) {
      const isA = names.a.length === 0
      const variable = boundVariable(names.depth, isA ? 'x' : 'y', isA ? A : B)
      const known = isA ? { a: [read(variable)], b: names.b } : { a: names.a, b: [read(variable)] }
      const body = condition({ ...known, depth: names.depth + 1 }, fuel, spaces)
      return below(2) === 0 ? forall(variable, body) : exists(variable, body)
    }
    const { kind, variable } = one(variables)
    const [a, b] = [nameFrom(names.a, A), nameFrom(names.b, B)]
    const ask = () => (menus[kind] as Menu).ask(read(one(spaces)(variable)), a, b)
    if (fuel === 0) return below(5) === 0 ? equal(a(), a()) : ask()
    const options = [
      ask,
      () => not(inner()),
      () => and(inner(), inner()),
      () => or(inner(), inner()),
      () => bound(names, inner, forall),
      () => bound(names, inner, exists),
      () => lessEqual(bound(names, inner, count), integer(below(2))),
    ]
    return one(options)()
  }

  const changed = (kind: string, v: Expr, names: Names): { readonly value: Expr; readonly needs?: Expr } => {
    const menu = menus[kind] as Menu
    const fresh = boundVariable(0, 'x', A)
    const inner = { a: [...names.a, read(fresh)], b: names.b, depth: 1 }
    if (kind === 'seen' && below(3) === 0) return { value: setOf(fresh, condition(inner, 1)) }
    if (kind === 'phase' && below(3) === 0)
      return { value: mapOf(fresh, choose(condition(inner, 1), phase(), at(v, read(fresh)))) }
    const made = menu.make(v, nameFrom(names.a, A), nameFrom(names.b, B))
    return below(3) === 0 ? { ...made, value: choose(condition(names, 1), made.value, v) } : made
  }
  const action = (): ActionSketch => {
    const parameters = [parameter(0, 'a', A), ...(below(2) === 0 ? [parameter(1, 'b', B)] : [])]
    const names = { a: [read(parameters[0] as Variable)], b: parameters.slice(1).map(p => read(p)), depth: 0 }
    const steps: Step[] = []
    const test = () => (below(6) === 0 ? checkStep(condition(names, 1), 'check') : guardStep(condition(names, 1)))
    if (below(4) > 0) steps.push(test())
    if (below(3) === 0) {
      const picked = parameter(parameters.length, 'picked', A)
      steps.push(chooseStep(picked, below(3) === 0 ? condition(names, 1) : TRUE))
      // a pick that was not made has no meaning, so it is used only where it was
      if ((steps.at(-1) as { when: Expr }).when === TRUE) names.a.push(read(picked))
    }
    if (names.b.length === 0) {
      const picked = parameter(parameters.length + steps.filter(s => s.kind === 'choose').length, 'other', B)
      steps.push(chooseStep(picked))
      names.b.push(read(picked))
    }
    if (below(2) === 0) steps.push(test())
    const next = variables
      .filter(() => below(2) === 0)
      .map(({ kind, variable }): [string, Expr] => {
        const { value, needs } = changed(kind, read(variable), names)
        if (needs !== undefined) steps.push(below(2) === 0 ? guardStep(needs) : checkStep(needs, 'needed'))
        return [variable.name, value]
      })
    return { parameters, steps, next: Object.fromEntries(next) }
  }

  const closed = { a: [], b: [], depth: 0 }
  const properties = (kind: PropertyKind, most: number): Property[] =>
    Array.from({ length: below(most + 1) }, (_, i) => {
      const spaces = kind === 'step' ? [(v: Variable) => v, nextOf] : [(v: Variable) => v]
      const checks = below(6) === 0 ? [checkStep(condition(closed, 1), 'check')] : []
      return property(kind, `${kind}${i}`, condition(closed, 2, spaces), checks)
    })
  const start = variables.map(({ variable }) => [variable.name, constant(variable.type, defaultValue(variable.type))])
  const held = variables.find(({ kind }) => kind === 'holder')
  const first = parameter(0, 'first', A)
  const isPicked = held !== undefined && below(2) === 0
  return modelOf({
    variables: variables.map(v => v.variable),
    initial: {
      next: {
        ...Object.fromEntries(start),
        ...(isPicked && { [held.variable.name]: some(slips > 0 && below(100) < slips ? name('a0') : read(first)) }),
      },
      steps: isPicked ? [chooseStep(first)] : [],
    },
    actions: Object.fromEntries(Array.from({ length: 1 + below(4) }, (_, i) => [`action${i}`, action()])),
    properties: [
      ...properties('invariant', 2),
      ...properties('step', 1),
      ...properties('witness', 2),
      ...(below(5) === 0 ? properties('constraint', 1) : []),
      ...properties('mayEnd', 2),
    ],
    interchangeable: [A, B],
  })
}
