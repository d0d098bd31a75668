/** Random closed formulas over two domains, a set of the first, a relation between both and a function from one to the other. */
import { type EnumType, enumType, mapType, setType } from '../../../ir/type.ts'
import { Domains } from './domains.ts'
import type { Sort, Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'

/** A number from 0 on, below the given one. */
export type Draw = (below: number) => number
export function drawing(seed: number): Draw {
  let state = seed
  return below => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return Math.floor((state / 2 ** 32) * below)
  }
}

const members = (sort: Sort, size: number): EnumType => enumType(Array.from({ length: size }, (_, i) => `${sort}${i}`))

/** Domains `a` and `b` of given sizes, and the symbols that formulas speak of, as variables. */
export function vocabulary(sizes: { readonly a: number; readonly b: number }) {
  const [a, b] = [members('a', sizes.a), members('b', sizes.b)]
  const domains = new Domains(
    new Map([
      ['a', a],
      ['b', b],
    ]),
  )
  const variables = [
    { name: 'chosen', type: a },
    { name: 'marked', type: setType(a) },
    { name: 'linked', type: mapType(a, setType(b)) },
    { name: 'home', type: mapType(a, b) },
  ]
  return { domains, variables }
}

/** Several together, so that about half of what is drawn is never true. */
export const drawFormula = (draw: Draw): Term =>
  logic.and(...Array.from({ length: 3 + draw(6) }, () => drawPart(draw, 2 + draw(3))))

function drawPart(draw: Draw, depth: number, scope: readonly Term[] = []): Term {
  const formula = () => drawPart(draw, depth - 1, scope)
  const quantified = (quantifier: typeof logic.forall) =>
    quantifier(draw(2) === 0 ? 'a' : 'b', x => drawPart(draw, depth - 1, [...scope, x]))
  const of = (sort: Sort): Term => {
    const inScope = scope.filter(each => each.sort === sort)
    if (inScope.length > 0 && draw(4) > 0) return inScope[draw(inScope.length)] as Term
    return sort === 'a' ? logic.apply('chosen', 'a') : logic.apply('home', 'b', [of('a')])
  }
  if (depth === 0) {
    const sort = draw(2) === 0 ? 'a' : 'b'
    const atoms = [
      () => logic.apply('marked', 'Bool', [of('a')]),
      () => logic.apply('linked', 'Bool', [of('a'), of('b')]),
      () => logic.equal(of(sort), of(sort)),
    ]
    const atom = (atoms[draw(atoms.length)] as () => Term)()
    return draw(2) === 0 ? atom : logic.not(atom)
  }
  const forms = [
    () => quantified(logic.forall),
    () => quantified(logic.forall),
    () => quantified(logic.exists),
    () => logic.and(formula(), formula()),
    () => logic.or(formula(), formula()),
    () => logic.not(formula()),
    () => logic.equal(formula(), formula()),
    () => logic.equal(logic.choose(formula(), of('b'), of('b')), of('b')),
  ]
  return (forms[draw(forms.length)] as () => Term)()
}
