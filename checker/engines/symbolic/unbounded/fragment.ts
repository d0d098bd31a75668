/**
 * Whether solvers always come to an end: effectively propositional logic. A formula is inside where no chain of "for every
 * x there is a y", and of functions from x to y, leads from a domain back to itself, and where there are no numbers. Then a
 * counterexample, if there is one, is finite.
 *
 * Source: Y. Ge and L. de Moura, "Complete Instantiation for Quantified Formulas in Satisfiability Modulo Theories", CAV
 * 2009; O. Padon et al., "Ivy: Safety Verification by Interactive Generalization", PLDI 2016, section 3.
 */
import type { FunctionSymbol } from './domains.ts'
import type { Sort, Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'

/** @returns what leads out of the fragment; null inside it */
export function wayOutside(functions: readonly FunctionSymbol[], terms: readonly Term[]): string | null {
  if (functions.some(({ sort }) => sort === 'Int')) return 'numbers'
  const next = new Map<Sort, Set<Sort>>()
  const edge = (from: Sort, to: Sort) => next.set(from, (next.get(from) ?? new Set()).add(to))
  for (const { sorts, sort } of functions) if (isDomain(sort)) for (const from of sorts) edge(from, sort)
  for (const term of terms) {
    walk(term, (binder, isUniversal, scope) => {
      if (isUniversal) return
      for (const from of scope) edge(from, binder.symbol as Sort)
    })
  }
  const reaches = (from: Sort, to: Sort, seen: Set<Sort>): boolean =>
    [...(next.get(from) ?? [])].some(each => each === to || (!seen.has(each) && reaches(each, to, seen.add(each))))
  const cyclic = [...next.keys()].find(sort => reaches(sort, sort, new Set()))
  return cyclic === undefined ? null : `for every one of ${cyclic} there must be another`
}
const isDomain = (sort: Sort) => sort !== 'Bool' && sort !== 'Int' && sort !== '$Name'

/**
 * The same formula or a weaker one, which is inside the fragment more often: what it says of every x so that there must
 * be a y, is said of some terms only. Where the weaker one has no model, nor has the stronger.
 * @param instances what stands for every one of their sorts
 */
export function weakened(term: Term, instances: readonly Term[]): Term {
  const known = new Map<string, Term>()
  const weak = (t: Term, isPositive: boolean): Term => {
    const key = `${t.id} ${isPositive}`
    let result = known.get(key)
    if (result === undefined) {
      result = made(t, isPositive)
      known.set(key, result)
    }
    return result
  }
  const made = (t: Term, isPositive: boolean): Term => {
    if (t.operator === 'not') return logic.not(weak(t.args[0] as Term, !isPositive))
    if (t.operator === 'and') return logic.and(...t.args.map(arg => weak(arg, isPositive)))
    if (t.operator === 'or') return logic.or(...t.args.map(arg => weak(arg, isPositive)))
    if (!logic.isQuantifier(t.operator)) return t
    const sort = t.symbol as Sort
    const isUniversal = (t.operator === 'forall') === isPositive
    const these = instances.filter(each => each.sort === sort)
    if (isUniversal && these.length > 0 && needsAnother(t, isPositive)) {
      const said = these.map(each => weak(logic.opened(t, each), isPositive))
      return t.operator === 'forall' ? logic.and(...said) : logic.or(...said)
    }
    return logic.quantified(t.operator, sort, x => weak(logic.opened(t, x), isPositive))
  }
  return weak(term, true)
}

/** Whether under the universal quantifier there is an existential one that depends on it. */
function needsAnother(binder: Term, isPositive: boolean): boolean {
  let found = false
  walk(
    binder,
    (inner, isUniversal) => {
      if (!isUniversal && logic.freeLevels(inner).has(binder.level as number)) found = true
    },
    isPositive,
  )
  return found
}

/**
 * Visits each quantifier, as often as it is in a formula.
 * @param visit told whether it is universal where it stands, and the sorts of the universal variables that it depends on
 */
function walk(
  root: Term,
  visit: (binder: Term, isUniversal: boolean, scope: readonly Sort[]) => void,
  isPositive = true,
): void {
  const seen = new Set<string>()
  const go = (t: Term, sign: boolean, universal: ReadonlyMap<number, Sort>): void => {
    if (t.height === 0) return
    const key = `${t.id} ${sign} ${[...universal].join()}`
    if (seen.has(key)) return
    seen.add(key)
    if (t.operator === 'not') {
      go(t.args[0] as Term, !sign, universal)
    } else if (logic.isQuantifier(t.operator)) {
      const isUniversal = (t.operator === 'forall') === sign
      const free = logic.freeLevels(t)
      visit(
        t,
        isUniversal,
        [...universal].flatMap(([level, sort]) => (free.has(level) ? [sort] : [])),
      )
      const inner = new Map(universal)
      inner.delete(t.level as number)
      if (isUniversal) inner.set(t.level as number, t.symbol as Sort)
      go(t.args[0] as Term, sign, inner)
    } else {
      for (const arg of t.args) {
        go(arg, sign, universal)
        // Equality of Booleans, and conditions, say both that they hold and that they do not.
        if (t.operator === 'equal' || t.operator === 'if') go(arg, !sign, universal)
      }
    }
  }
  go(root, isPositive, new Map())
}
