/**
 * Whether small instances are like the larger ones from which the formulas of a family were made. Where there are one or
 * two of something, more can be decided when an instance is built, so that its formulas look different; a solver says
 * whether they mean the same.
 */

import { boolType } from '../../../ir/type.ts'
import type { Session } from '../../../solver/session.ts'
import { domainsOf, type Family, SAMPLE } from './family.ts'
import type { Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'
import { writtenOut } from './grounding.ts'
import { type Claim, failing, obligationsOf, taken } from './obligations.ts'
import { Misfit, Protocol } from './protocol.ts'
import { identitiesIn } from './rolling.ts'
import { declarations, membersOf, Printer } from './smt.ts'
import type { SymbolicValue } from './symbolicValue.ts'

/**
 * @returns from how many on, of each domain, the formulas are those of the instances; 1 where they always are
 */
export async function alikeFrom(family: Family, session: Session): Promise<number> {
  const number = family.sized.size
  // From large to small: what is unlike is found where it begins.
  for (let least = SAMPLE.first - 1; least >= 1; least--) {
    for (const sizes of tuplesFrom(least, number)) if (!(await isAlike(family, sizes, session))) return least + 1
  }
  return 1
}

/** All sizes below those of the samples, of which the smallest is `least`. */
function tuplesFrom(least: number, number: number): readonly (readonly number[])[] {
  let tuples: readonly (readonly number[])[] = [[]]
  for (let i = 0; i < number; i++)
    tuples = tuples.flatMap(tuple => Array.from({ length: SAMPLE.first - least }, (_, j) => [...tuple, least + j]))
  return tuples.filter(tuple => tuple.includes(least))
}

/** @param sizes of the domains, in the order of the constants */
export async function isAlike(family: Family, sizes: readonly number[], session: Session): Promise<boolean> {
  const { build, sized, protocol, obligations } = family
  const constants = [...sized.keys()]
  const model = build(Object.fromEntries(constants.map((name, i) => [name, sizes[i] as number])))
  const domains = domainsOf(model, sized)
  let small: { readonly protocol: Protocol; readonly claims: readonly Claim[] }
  try {
    const here = new Protocol(model, domains, protocol)
    small = { protocol: here, claims: obligationsOf(here).claims }
  } catch (error) {
    if (error instanceof Misfit) return false
    throw error
  }
  const functions = [
    ...protocol.variables,
    ...[protocol.initial, ...protocol.actions].flatMap(({ choices }) => choices),
  ]
  const said = obligations.claims.filter(({ misfit }) => misfit === null)
  const saidHere = said.flatMap(({ name }) => small.claims.find(each => each.name === name) ?? [])
  const [mine, theirs] = [formulasIn(protocol, said), formulasIn(small.protocol, saidHere)]
  if (mine.length !== theirs.length || signatureText(protocol) !== signatureText(small.protocol)) return false
  const different = mine.flatMap((term, i) => {
    const other = theirs[i] as Term
    return term === other ? [] : [logic.not(logic.equal(term, other))]
  })
  if (different.length === 0) return true
  if (different.some(term => term === logic.TRUE || identitiesIn(term).length > 0)) return false

  const count = new Map(constants.map((name, i) => [name, sizes[i] as number]))
  const written = writtenOut(sort => membersOf(sort, count.get(sort) as number))
  const facts = [...protocol.typing(functions), logic.or(...different)].map(written)
  const printer = new Printer()
  const open = new Map(
    logic
      .visit(facts)
      .filter(({ operator, symbol }) => operator === 'apply' && symbol?.startsWith('argument '))
      .map(({ symbol, sort }) => [symbol as string, sort]),
  )
  const openArguments = [...open].map(([symbol, sort]) => ({ symbol, sort, sorts: [], type: boolType }))
  session.tell('(push 1)')
  session.tell(declarations([...functions, ...openArguments], count, facts))
  for (const fact of facts) session.tell(printer.assertion(fact))
  const answer = await session.check()
  session.tell('(pop 1)')
  return answer.kind === 'unsat'
}

/** What states and choices are made of, with their ranges. */
function signatureText(protocol: Protocol): string {
  const actions = [protocol.initial, ...protocol.actions]
  return [protocol.variables, ...actions.map(({ choices }) => choices)]
    .flatMap(functions => [
      ...functions.map(({ symbol, sorts, sort }) => `${symbol}(${sorts.join()}): ${sort}`),
      ...protocol.typing(functions).map(({ id }) => `${id}`),
    ])
    .join('\n')
}

/** All that is said: what actions need and do, and what is claimed; in the same order for the same spec. */
function formulasIn(protocol: Protocol, claims: readonly Claim[]): readonly Term[] {
  const { model, domains, initial, actions } = protocol
  const ofActions = [initial, ...actions].flatMap(action => [
    taken(action),
    failing(action),
    ...model.variables.flatMap(({ type }, i) => domains.tabulated(type, action.next[i] as SymbolicValue)),
  ])
  return [...ofActions, ...claims.flatMap(({ said }) => said)]
}
