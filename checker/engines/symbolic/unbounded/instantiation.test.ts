/**
 * Formulas without quantifiers against those that they stand for, of which all small structures are gone through.
 * `VON_RANDOM_SPECS=2000` tries more.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { State } from '../../../ir/model.ts'
import { boolType } from '../../../ir/type.ts'
import { type Value, valuesOf } from '../../../ir/value.ts'
import { openSession, type Session } from '../../../solver/session.ts'
import type { FunctionSymbol } from './domains.ts'
import * as logic from './firstOrder.ts'
import { apply, choose, equal, exists, forall, not, type Term } from './firstOrder.ts'
import { drawFormula, drawing, vocabulary } from './formula.arbitrary.ts'
import { writtenOut } from './grounding.ts'
import { Instantiation } from './instantiation.ts'
import { declarations, membersOf, Printer } from './smt.ts'
import { Structure } from './structure.fixture.ts'

const formulas = Number(process.env.VON_RANDOM_SPECS ?? 80)
const seed = Number(process.env.VON_RANDOM_SEED ?? 1)
const small = [1, 2].flatMap(a => [1, 2].map(b => ({ a, b })))
/** So large are structures that have an element for each term; if there are more, it is not looked whether there is one. */
const TERMS_MAX = 4

let session: Session
beforeAll(async () => {
  session = await openSession({ logic: 'ALL' })
})
afterAll(() => session.close())

async function isSatisfiable(text: readonly string[]): Promise<boolean> {
  session.tell(['(push 1)', ...text].join('\n'))
  const { kind } = await session.check()
  session.tell('(pop 1)')
  expect(kind).not.toBe('unknown')
  return kind === 'sat'
}
const assertions = (terms: readonly Term[]) => {
  const printer = new Printer()
  return terms.map(term => printer.assertion(term))
}
const signature = (): readonly FunctionSymbol[] => {
  const { domains, variables } = vocabulary({ a: 1, b: 1 })
  return variables.flatMap(({ name, type }) => domains.signatureOf(type, name))
}

/** Whether the formula that stands for it has a model. */
async function instantiated(formula: Term) {
  const instantiation = new Instantiation()
  const term = instantiation.said(formula)
  const { facts, isComplete } = instantiation.saturated(['a', 'b'])
  const constants = instantiation.constants.map(({ symbol, sort }): FunctionSymbol => {
    return { symbol: symbol as string, sorts: [], sort, type: boolType }
  })
  const all = [term, ...facts]
  const any = new Map(['a', 'b'].map(sort => [sort, null]))
  const isSat = await isSatisfiable([declarations([...signature(), ...constants], any, all), ...assertions(all)])
  const spoken = logic.visit(all)
  const count = (sort: string) => Math.max(1, spoken.filter(t => t.operator === 'apply' && t.sort === sort).length)
  return { isSat, isComplete, terms: { a: count('a'), b: count('b') } }
}

/** Whether it has a model of this size, by a solver. */
function hasModelOf(formula: Term, sizes: { readonly a: number; readonly b: number }): Promise<boolean> {
  const written = writtenOut(sort => membersOf(sort, sizes[sort as 'a' | 'b']))(formula)
  return isSatisfiable([declarations(signature(), new Map(Object.entries(sizes)), [written]), ...assertions([written])])
}

const structuresOf = (sizes: { readonly a: number; readonly b: number }): readonly Structure[] => {
  const { domains, variables } = vocabulary(sizes)
  const states = variables.reduce<Value[][]>(
    (all, { type }) => all.flatMap(state => valuesOf(type).map(value => [...state, value])),
    [[]],
  )
  return states.map((state: State) => new Structure(domains).with(variables, state))
}

describe(`on ${formulas} random formulas`, () => {
  const all = Array.from({ length: formulas }, (_, i) => {
    const from = seed * 100_000 + i
    return { from, formula: drawFormula(drawing(from)) }
  })
  const structures = small.map(sizes => ({ sizes, all: structuresOf(sizes) }))

  it('means the same, written out for the members of an instance', () => {
    const seen = new Map<boolean, number>()
    for (const { from, formula } of all) {
      for (const { sizes, all: these } of structures) {
        const { domains } = vocabulary(sizes)
        const written = writtenOut(domains.identitiesOf.bind(domains))(formula)
        expect(written.height).toBe(0)
        for (const [i, structure] of these.entries()) {
          if (i % 5 !== from % 5) continue
          const isTrue = structure.isTrue(formula)
          expect({ from, sizes, i, isTrue: structure.isTrue(written) }).toMatchObject({ isTrue })
          seen.set(isTrue, (seen.get(isTrue) ?? 0) + 1)
        }
      }
    }
    expect(Math.min(...seen.values())).toBeGreaterThan(formulas)
    expect(seen.size).toBe(2)
  })

  it('has a model where one without quantifiers has, if nothing was left out, and always the other way round', {
    timeout: 600_000,
  }, async () => {
    const seen = new Map<string, number>()
    for (const { from, formula } of all) {
      const { isSat, isComplete, terms } = await instantiated(formula)
      const hasSmall = structures.some(({ all: these }) => these.some(structure => structure.isTrue(formula)))
      if (hasSmall) expect({ from, isSat }).toEqual({ from, isSat: true })
      const isTold = isSat && isComplete && !hasSmall && Math.max(terms.a, terms.b) <= TERMS_MAX
      if (isTold) {
        const sizes = [1, 2, 3, 4].flatMap(a => [1, 2, 3, 4].map(b => ({ a, b })))
        const fitting = sizes.filter(({ a, b }) => a <= terms.a && b <= terms.b)
        let isFound = false
        for (const each of fitting) isFound ||= await hasModelOf(formula, each)
        expect({ from, isFound }).toEqual({ from, isFound: true })
      }
      const kind = `${isSat ? 'sat' : 'unsat'}${isComplete ? '' : ', incomplete'}${isTold ? ', larger' : ''}`
      seen.set(kind, (seen.get(kind) ?? 0) + 1)
    }
    expect(Object.fromEntries(seen)).toMatchObject({ sat: expect.any(Number), unsat: expect.any(Number) })
  })
})

const marked = (x: Term) => apply('marked', 'Bool', [x])
const linked = (x: Term, y: Term) => apply('linked', 'Bool', [x, y])
const home = (x: Term) => apply('home', 'b', [x])
const chosen = apply('chosen', 'a')
const allMarked = forall('a', marked)
const noneUnmarked = not(exists('a', x => not(marked(x))))
const hasLink = (x: Term) => exists('b', y => linked(x, y))

describe('what is quantified', () => {
  it.each<[string, readonly Term[]]>([
    ['of each term and its witnesses', [forall('a', hasLink), forall('a', x => forall('b', y => not(linked(x, y))))]],
    ['as what another equals', [equal(allMarked, hasLink(chosen)), linked(chosen, home(chosen)), not(marked(chosen))]],
    [
      'as what is not, where another equals it',
      [equal(allMarked, hasLink(chosen)), noneUnmarked, not(hasLink(chosen))],
    ],
    ['as a condition', [choose(allMarked, marked(chosen), hasLink(chosen)), not(marked(chosen)), not(hasLink(chosen))]],
    [
      'as a condition that does not hold',
      [choose(allMarked, hasLink(chosen), marked(chosen)), not(hasLink(chosen)), noneUnmarked],
    ],
    [
      'of each around it for itself',
      [
        logic.and(
          marked(chosen),
          forall('a', x => logic.or(marked(x), hasLink(x))),
        ),
        exists('a', x => logic.and(not(marked(x)), not(hasLink(x)))),
      ],
    ],
  ])('is said %s, so that a contradiction is seen', async (_, parts) => {
    expect(await instantiated(logic.and(...parts))).toMatchObject({ isSat: false, isComplete: true })
    for (const left of parts) {
      const others = parts.filter(part => part !== left)
      expect(await instantiated(logic.and(...others))).toMatchObject({ isSat: true })
    }
  })

  it('comes to an end where there is ever another', async () => {
    const formula = logic.and(
      forall('a', hasLink),
      forall('b', y => exists('a', x => not(linked(x, y)))),
    )
    expect(await instantiated(formula)).toMatchObject({ isSat: true, isComplete: false })
  })
})

describe('builders', () => {
  it('say of the only one what is said of all that are it, or of some', () => {
    expect(exists('a', x => logic.and(equal(x, chosen), marked(x)))).toBe(marked(chosen))
    expect(forall('a', x => logic.implies(equal(chosen, x), marked(x)))).toBe(marked(chosen))
    expect(exists('a', x => logic.or(equal(x, chosen), marked(x))).operator).toBe('exists')
  })
  it('make one quantifier of several that are said together', () => {
    const isNear = (x: Term) => equal(home(x), home(chosen))
    expect(logic.or(exists('a', marked), exists('a', isNear))).toBe(exists('a', x => logic.or(marked(x), isNear(x))))
    expect(logic.and(forall('a', marked), forall('a', isNear))).toBe(forall('a', x => logic.and(marked(x), isNear(x))))
    expect(logic.and(exists('a', marked), exists('a', isNear)).operator).toBe('and')
  })
})
