/**
 * The formulas for any size against the interpreter, on instances of small sizes: they are made from instances of larger
 * ones, and must mean the same here. `VON_RANDOM_SPECS=2000` tries more.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Draw } from '../../../ir/expr.arbitrary.ts'
import { TRUE } from '../../../ir/expr.ts'
import { Interpreter, type Outcome } from '../../../ir/interpret.ts'
import type { Action, Model, Property, State } from '../../../ir/model.ts'
import { drawSymmetricModel } from '../../../ir/symmetricModel.arbitrary.ts'
import { anyValueOf } from '../../../ir/type.arbitrary.ts'
import { cardinality, type Type } from '../../../ir/type.ts'
import { defaultValue, type Value, valuesOf } from '../../../ir/value.ts'
import { openSession, type Session } from '../../../solver/session.ts'
import { explore } from '../../explicit/explore.ts'
import type { Call, Domains } from './domains.ts'
import { domainsOf, type Family, familyOf } from './family.ts'
import type { Term } from './firstOrder.ts'
import * as logic from './firstOrder.ts'
import { memberOf } from './members.ts'
import { breaking, isOfStates } from './obligations.ts'
import { Misfit, type SymbolicAction } from './protocol.ts'
import { proveAnySize } from './proveAnySize.ts'
import { Queries } from './queries.ts'
import { isAlike } from './smallInstances.ts'
import { Structure } from './structure.fixture.ts'
import type { SymbolicValue } from './symbolicValue.ts'

const models = Number(process.env.VON_RANDOM_SPECS ?? 12)
const seed = Number(process.env.VON_RANDOM_SEED ?? 1)
const sized = new Map([
  ['a', 0],
  ['b', 1],
])
type Sizes = { readonly a: number; readonly b: number }
const small: readonly Sizes[] = [
  { a: 1, b: 1 },
  { a: 2, b: 1 },
  { a: 2, b: 2 },
  { a: 3, b: 2 },
]

/** The same numbers for the same seed, whatever the size of the model that is drawn. */
function drawing(start: number): Draw {
  let state = start
  const draw = (_: unknown, { max }: { max: number }) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return Math.floor((state / 2 ** 32) * (max + 1))
  }
  return draw as unknown as Draw
}
const builder =
  (from: number, slips = 0) =>
  (sizes: object): Model =>
    drawSymmetricModel(drawing(from), fc.nat, slips, sizes as Sizes)

/** null where the model has what no formula can say: queues. */
function family(from: number, slips = 0): Family | null {
  try {
    return familyOf(builder(from, slips), sized)
  } catch (error) {
    if (error instanceof Misfit) return null
    throw error
  }
}

const statesOf = (model: Model, count: number, from: number): State[] =>
  fc.sample(fc.tuple(...model.variables.map(({ type }) => anyValueOf(type))), { numRuns: count, seed: from })

/** The formulas of a family, read in an instance of some size. */
class Reading {
  readonly model: Model
  private readonly family: Family
  private readonly domains: Domains
  readonly interpreter: Interpreter

  constructor(family: Family, sizes: Sizes) {
    this.family = family
    this.model = family.build(sizes)
    this.domains = domainsOf(this.model, sized)
    this.interpreter = new Interpreter(this.model)
  }

  structure = (state: State): Structure => new Structure(this.domains).with(this.model.variables, state)

  /** What the formulas say that an action does with these choices. */
  outcome({ action, steps, next }: SymbolicAction, state: State, choices: readonly Value[]): Found {
    const structure = this.structure(state).with(chosenBy(this.actionNamed(action.name)), choices, `${action.name} `)
    const stopped = steps.find(({ condition }) => !structure.isTrue(condition))
    if (stopped !== undefined) return stopped.kind === 'guard' ? 'disabled' : 'failure'
    return this.model.variables.map(({ type }, i) => {
      const typeInFamily = this.family.protocol.model.variables[i]?.type as Type
      const value = next[i] as SymbolicValue
      const tables = this.family.protocol.domains.tabulate(typeInFamily, '', () => value)
      const call: Call = (symbol, sort, args) =>
        logic.literal(structure.valueOf(tables.find(table => table.symbol === symbol)?.entry(args) as Term), sort)
      return memberOf(this.domains, type, this.domains.variable(type, '', [], call))
    })
  }
  actionNamed = (name: string): Action =>
    [this.model.initial, ...this.model.actions].find(each => each.name === name) as Action

  /** What the interpreter says: for each choice, as far as choices were made. */
  expected(name: string, state: State): Map<string, Found> {
    const found = new Map<string, Found>()
    const visit = (outcome: Outcome) => {
      if (outcome.action.name !== name) return
      found.set(JSON.stringify(outcome.choices), outcome.kind === 'next' ? outcome.state : 'failure')
    }
    if (name === this.model.initial.name) this.interpreter.initialStates(visit)
    else this.interpreter.successors(state, visit)
    return found
  }
}
type Found = State | 'disabled' | 'failure'

const picksOf = ({ steps }: Action) => steps.flatMap(step => (step.kind === 'choose' ? [step] : []))
const chosenBy = (action: Action) => [...action.parameters, ...picksOf(action).map(({ variable }) => variable)]
const combinationsOf = (action: Action): Value[][] =>
  chosenBy(action).reduce<Value[][]>(
    (all, { type }) => all.flatMap(chosen => valuesOf(type).map(value => [...chosen, value])),
    [[]],
  )

describe(`on ${models} random models that treat names alike`, { timeout: 60_000 + models * 5_000 }, () => {
  // Where there is one of something, an instance may be another: such sizes are left out, as they are in proofs.
  let session: Session
  const alike = new Map<Family, readonly Sizes[]>()
  beforeAll(
    async () => {
      session = await openSession({ logic: 'ALL' })
      for (const { family } of families) {
        if (family === null) continue
        const sizes: Sizes[] = []
        for (const each of small) if (await isAlike(family, [each.a, each.b], session)) sizes.push(each)
        alike.set(family, sizes)
      }
    },
    60_000 + models * 5_000,
  )
  afterAll(() => session.close())

  const families = Array.from({ length: models }, (_, i) => ({
    from: seed * 100_000 + i,
    family: family(seed * 100_000 + i),
  }))

  it('says nothing of models with queues, and something of the others', () => {
    const hasQueue = (model: Model) => model.variables.some(({ type }) => type.kind === 'queue')
    for (const { from, family } of families) expect(family === null).toBe(hasQueue(builder(from)({ a: 2, b: 1 })))
    expect(families.filter(({ family }) => family !== null).length).toBeGreaterThan(models / 2)
  })

  it('means what the interpreter does, for every choice, in states of small instances', () => {
    let compared = 0
    const kinds = new Set<string>()
    for (const { from, family } of families) {
      for (const sizes of family === null ? [] : (alike.get(family) ?? [])) {
        const reading = new Reading(family as Family, sizes)
        for (const state of statesOf(reading.model, 6, from)) {
          for (const action of (family as Family).protocol.actions) {
            const { name } = action.action
            const own = reading.actionNamed(name)
            const expected = reading.expected(name, state)
            // A pick that is not made has one value only.
            const isConditional = picksOf(own).some(({ when }) => when !== TRUE)
            for (const choices of combinationsOf(own)) {
              const prefixes = choices.map((_, i) => JSON.stringify(choices.slice(0, i + 1)))
              const wanted = ['[]', ...prefixes].map(each => expected.get(each)).find(each => each !== undefined)
              if (wanted === undefined && isConditional) continue
              const found = reading.outcome(action, state, choices)
              expect({ from, sizes, name, choices, state, found }).toMatchObject({ found: wanted ?? 'disabled' })
              kinds.add(typeof found === 'string' ? found : 'next')
              compared++
            }
          }
        }
      }
    }
    expect(kinds).toEqual(new Set(['next', 'disabled', 'failure']))
    expect(compared).toBeGreaterThan(models * 50)
  })

  it('says of properties what the interpreter does', () => {
    const results = new Map<string, number>()
    for (const { from, family } of families) {
      for (const sizes of family === null ? [] : (alike.get(family) ?? [])) {
        const { model, interpreter, structure } = new Reading(family as Family, sizes)
        const { claims } = (family as Family).obligations
        for (const state of statesOf(model, 12, from)) {
          for (const { name, holds } of claims) {
            const property = model.properties.find(each => each.name === name)
            if (holds === null || property === undefined) continue
            const expected = interpreter.evaluate(property, state) === 'holds'
            expect({ from, sizes, name, state, holds: structure(state).isTrue(holds) }).toMatchObject({
              holds: expected,
            })
            results.set(`${expected}`, (results.get(`${expected}`) ?? 0) + 1)
          }
        }
      }
    }
    expect(Math.min(...results.values())).toBeGreaterThan(models)
    expect(results.size).toBe(2)
  })

  it('starts where the interpreter does', () => {
    for (const { family } of families) {
      for (const sizes of family === null ? [] : (alike.get(family) ?? [])) {
        const reading = new Reading(family as Family, sizes)
        const { initial } = (family as Family).protocol
        const expected = reading.expected(initial.action.name, [])
        for (const choices of combinationsOf(reading.model.initial))
          expect(
            reading.outcome(
              initial,
              reading.model.variables.map(({ type }) => defaultValue(type)),
              choices,
            ),
          ).toEqual(expected.get(JSON.stringify(choices)))
      }
    }
  })

  it('is about nearly all sizes', () => {
    const seen = [...alike.values()].reduce((sum, sizes) => sum + sizes.length, 0)
    expect(seen).toBeGreaterThan(0.8 * alike.size * small.length)
  })

  it('breaks an obligation in an instance where going through all states and choices does', async () => {
    const answers = new Set<string>()
    for (const { from, family } of families.slice(0, Math.ceil(models / 3))) {
      for (const sizes of family === null ? [] : (alike.get(family) ?? []).slice(0, 2)) {
        const { model, interpreter } = new Reading(family as Family, sizes)
        const states = everyState(model, 600)
        if (states === null) continue
        const queries = new Queries(session, (family as Family).protocol, [...sized.keys()])
        const size = new Map(Object.entries(sizes))
        for (const obligation of (family as Family).obligations.all) {
          const property = model.properties.find(({ name }) => name === obligation.claim)
          if (obligation.kind !== 'step') continue
          const { answer } = await queries.askOf(
            size,
            { term: breaking(obligation), choices: obligation.choices, hasState: true },
            [],
            async () => null,
          )
          const isBroken = states.some(state => breaks(interpreter, state, obligation.action, property))
          expect({
            from,
            sizes,
            obligation: `${obligation.claim} ${obligation.action}`,
            answer: answer.kind,
          }).toMatchObject({
            answer: isBroken ? 'sat' : 'unsat',
          })
          answers.add(answer.kind)
        }
      }
    }
    expect(answers).toEqual(new Set(['sat', 'unsat']))
  })

  it('proves nothing that exploration finds violated', async () => {
    let proved = 0
    for (const { from, family } of families.slice(0, Math.ceil(models / 6))) {
      if (family === null) continue
      const report = await proveAnySize(family, { limits: { timeoutMs: 300 } })
      const names = report.findings.filter(({ verdict }) => verdict.kind === 'proved').map(({ name }) => name)
      proved += names.length
      const from1 = report.solving.anyNumber?.from ?? 1
      for (const sizes of small) {
        if (Math.min(sizes.a, sizes.b) < from1 || names.length === 0) continue
        const model = family.build(sizes)
        const { findings } = await explore(withoutConstraints(model), { keepGoing: true, maxStates: 5000 })
        const violated = findings.filter(({ verdict }) => verdict.kind === 'violated').map(({ name }) => name)
        expect({ from, sizes, both: names.filter(name => violated.includes(name)) }).toMatchObject({ both: [] })
      }
    }
    expect(proved).toBeGreaterThan(models / 12)
  })
})

const withoutConstraints = (model: Model): Model => ({
  ...model,
  properties: model.properties.filter(({ kind }) => kind !== 'constraint'),
})

/** null where there are too many */
function everyState(model: Model, limit: number): State[] | null {
  const count = model.variables.reduce((product, { type }) => product * cardinality(type), 1)
  if (count > limit) return null
  return model.variables.reduce<Value[][]>(
    (states, { type }) => states.flatMap(state => valuesOf(type).map(value => [...state, value])),
    [[]],
  )
}

/** Some choice of the action breaks the property, or fails where the claim is that nothing does. */
function breaks(interpreter: Interpreter, state: State, action: string, property: Property | undefined): boolean {
  let isBroken = false
  interpreter.successors(state, outcome => {
    if (outcome.action.name !== action) return
    if (outcome.kind === 'failure') isBroken ||= property === undefined
    else if (property !== undefined) {
      const found = isOfStates(property)
        ? interpreter.evaluate(property, outcome.state)
        : interpreter.evaluate(property, state, outcome.state)
      isBroken ||= found !== 'holds'
    }
  })
  return isBroken
}
