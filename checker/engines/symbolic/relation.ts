/**
 * A step as a relation between two states, in SMT-LIB text: one selector for each way to take it, exactly one of which is
 * true. A selector implies what its way demands; a cell has the new value of the selected way, or the old one where no
 * way that changes it is selected. In: the ways, and what cells are called before and after. Out: commands.
 */
import type { Term, TermPool } from '../../codegen/terms.ts'
import type { Arithmetic, Scalar } from './arithmetic.ts'
import { definition, either } from './names.ts'
import { textsOf } from './smtTerms.ts'
import type { Way } from './ways.ts'

export interface RelationCell {
  /** after the step */
  readonly next: Scalar
  /** before it; null where there is no state before */
  readonly old: { readonly term: Term; readonly name: string } | null
  /** the position of its new value in those of a way */
  readonly leaf: number
}
export interface Relation {
  /** of the Boolean that is defined, and the beginning of all other names */
  readonly name: string
  readonly ways: readonly { readonly way: Way; readonly selector: string }[]
  /** Booleans of which each switches on a guard of all ways, by its position there; null where all are on */
  readonly guardNames: readonly string[] | null
  /** what every way demands */
  readonly premise: Term
  readonly cells: readonly RelationCell[]
  /** by index of the pool */
  nameOf(cell: number): string
}

/** The commands in order; they declare the selectors. Inputs of the ways are declared already. */
export function relationCommands(relation: Relation, pool: TermPool, arithmetic: Arithmetic): string[] {
  const { name, ways, premise, cells, guardNames } = relation
  const needs = ways.map(({ way }) => pool.and(way.chosen, ...(guardNames === null ? way.guards : []), ...way.checks))
  const guards = ways.flatMap(({ way, selector }) =>
    (guardNames ?? []).map((guard, i) => ({ guard, selector, term: way.guards[i] as Term })),
  )
  const changes = cells.map(cell => changesOf(cell, ways))
  const roots = [premise, ...needs, ...guards.map(({ term }) => term), ...changes.flatMap(each => [...each.keys()])]
  const texts = textsOf(roots, arithmetic, relation.nameOf, name)
  const cellTexts = cells.flatMap(({ next, old }, i) => {
    const each = [...(changes[i] as Map<Term, string[]>)]
    const changing = each.flatMap(([, selectors]) => selectors)
    const changed = each.map(([term, selectors]) => {
      const isEqual = texts.isEqual(next, term)
      return selectors.length === ways.length ? isEqual : `(or (not ${either(selectors)}) ${isEqual})`
    })
    if (old === null || changing.length === ways.length) return changed
    return [...changed, either([...changing, `(= ${next.text} ${old.name})`])]
  })
  const selectors = ways.map(each => each.selector)
  const exactlyOne = exactlyOneOf(selectors, name)
  const parts = [
    ...(premise === pool.true ? [] : [texts.condition(premise)]),
    exactlyOne.condition,
    ...needs.flatMap((need, i) => (need === pool.true ? [] : [`(or (not ${selectors[i]}) ${texts.condition(need)})`])),
    ...guards.flatMap(({ guard, selector, term }) =>
      term === pool.true ? [] : [`(or (not ${selector}) (not ${guard}) ${texts.condition(term)})`],
    ),
    ...cellTexts,
  ]
  return [
    ...(guardNames ?? []).map(guard => `(declare-const ${guard} Bool)`),
    ...selectors.map(selector => `(declare-const ${selector} Bool)`),
    ...exactlyOne.commands,
    ...texts.commands,
    definition(name, parts.length === 1 ? (parts[0] as string) : `(and ${parts.join(' ')})`),
  ]
}

/** The new values of a cell, and the selectors of the ways by which it gets them. */
function changesOf({ leaf, old }: RelationCell, ways: Relation['ways']): Map<Term, string[]> {
  const changes = new Map<Term, string[]>()
  for (const { way, selector } of ways) {
    const term = way.next[leaf] as Term
    if (term === old?.term) continue
    const known = changes.get(term)
    if (known === undefined) changes.set(term, [selector])
    else known.push(selector)
  }
  return changes
}

/** Exactly one of the literals is true: a chain that says of each prefix whether it contains a true one. */
function exactlyOneOf(literals: readonly string[], name: string): { commands: string[]; condition: string } {
  const [first, ...others] = literals
  if (first === undefined) return { commands: [], condition: 'false' }
  const commands: string[] = []
  const exclusions: string[] = []
  let before = first
  for (const [i, literal] of others.entries()) {
    exclusions.push(`(or (not ${before}) (not ${literal}))`)
    const prefix = `|${name}.among${i + 1}|`
    // a constant of its own, as solvers would join nested disjunctions to long ones
    commands.push(`(declare-const ${prefix} Bool)`, `(assert (= ${prefix} (or ${before} ${literal})))`)
    before = prefix
  }
  return { commands, condition: exclusions.length === 0 ? before : `(and ${exclusions.join(' ')} ${before})` }
}
