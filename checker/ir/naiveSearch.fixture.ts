/**
 * What an exploration must find, by a search as plain as possible: states are JSON texts in a Map, expressions are
 * evaluated by `naive.fixture.ts`, every level is finished. For models of a few hundred states.
 */
import type { Action, Check, Model, Property, State } from './model.ts'
import { type Environment, naiveValue } from './naive.fixture.ts'
import { type Value, valuesOf } from './value.ts'

export interface NaiveResult {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  /** states that a constraint kept from being expanded */
  readonly pruned: number
  /** by property name, or `deadlock`, or `failures`: the number of steps after which it shows */
  readonly sightings: ReadonlyMap<string, number>
  /** by name of a refinement, the abstract actions that some step refines; asked for only where the refinement holds */
  readonly refined: ReadonlyMap<string, ReadonlySet<string>>
}

interface NaiveOutcome {
  readonly state: State | null
  readonly failed: Check | null
}

function outcomesOf(action: Action, state: State): NaiveOutcome[] {
  const found: NaiveOutcome[] = []
  const run = (step: number, chosen: readonly Value[]): void => {
    const env: Environment = { state, next: state, parameters: chosen, bound: {} }
    const missing = action.parameters[chosen.length]
    if (missing !== undefined) {
      for (const value of valuesOf(missing.type)) run(step, [...chosen, value])
      return
    }
    const at = action.steps[step]
    if (at === undefined) found.push({ state: action.next.map(e => naiveValue(e, env)), failed: null })
    else if (at.kind === 'choose') {
      const all = valuesOf(at.variable.type)
      for (const value of naiveValue(at.when, env) ? all : all.slice(0, 1)) run(step + 1, [...chosen, value])
    } else if (naiveValue(at.condition, env)) run(step + 1, chosen)
    else if (at.kind === 'check') found.push({ state: null, failed: at })
  }
  run(0, [])
  return found
}

/** @param stopAtViolation ends after the first level that shows a violation */
export function naiveSearch(model: Model, stopAtViolation: boolean): NaiveResult {
  const sightings = new Map<string, number>()
  const violated = new Set<string>()
  const see = (name: string, steps: number) => {
    if (sightings.has(name)) return
    sightings.set(name, steps)
    violated.add(name)
  }
  /** A state in which a witness is true counts for more than those in which it had no value. */
  const reach = (name: string, steps: number) => {
    if (!sightings.has(name) || violated.delete(name)) sightings.set(name, steps)
  }
  /** null: a check of the property fails */
  const truth = (p: Property, state: State, next: State): boolean | null => {
    const env: Environment = { state, next, parameters: [], bound: {} }
    return p.checks.every(c => naiveValue(c.condition, env)) ? naiveValue(p.body, env) === true : null
  }
  const of = (...kinds: readonly string[]) => model.properties.filter(p => kinds.includes(p.kind))
  /** The abstract state, by running the mapping; null where a check fails (which checks both states of a step). */
  const mapped = ({ refinement }: Property, state: State): State | null => {
    const env: Environment = { state, next: state, parameters: [], bound: {} }
    return refinement?.mapping.map(e => naiveValue(e, env)) ?? null
  }
  const same = (a: State | null, b: State | null) => JSON.stringify(a) === JSON.stringify(b)
  const refined = new Map(of('refinement').map(p => [p.name, new Set<string>()]))
  const seeInitial = (p: Property, state: State) => {
    const isDefined = p.checks.every(c => naiveValue(c.condition, { state, next: state, parameters: [], bound: {} }))
    const initial = p.refinement === undefined ? [] : outcomesOf(p.refinement.abstract.initial, [])
    if (!isDefined || !initial.some(o => same(o.state, mapped(p, state)))) see(p.name, 0)
  }
  const seeStep = (p: Property, state: State, next: State, at: number) => {
    const isDefined = p.checks.every(c => naiveValue(c.condition, { state, next, parameters: [], bound: {} }))
    const [before, after] = [mapped(p, state), mapped(p, next)]
    if (!isDefined || before === null) see(p.name, at)
    else if (!same(before, after)) {
      const actions = p.refinement?.abstract.actions.filter(action =>
        outcomesOf(action, before).some(o => same(o.state, after)),
      )
      if (actions === undefined || actions.length === 0) see(p.name, at)
      for (const { name } of actions ?? []) refined.get(p.name)?.add(name)
    }
  }
  const known = new Set<string>()
  let generated = 0
  let pruned = 0
  let depth = 0

  const enter = (state: State, at: number): State[] => {
    generated++
    if (known.has(JSON.stringify(state))) return []
    known.add(JSON.stringify(state))
    depth = at
    for (const p of of('invariant', 'witness')) {
      const value = truth(p, state, state)
      if (value === null || (p.kind === 'invariant' && !value)) see(p.name, at)
      else if (p.kind === 'witness' && value) reach(p.name, at)
    }
    return [state]
  }
  /** The truth of a constraint, or of a property that lets states end; a failing one counts as true. */
  const holds = (p: Property, state: State, at: number): boolean => {
    const value = truth(p, state, state)
    if (value === null) see('failures', at)
    return value ?? true
  }

  let level: State[] = []
  for (const { state } of outcomesOf(model.initial, [])) {
    if (state === null) see('failures', -1)
    else {
      level.push(...enter(state, 0))
      for (const p of of('refinement')) seeInitial(p, state)
    }
  }
  for (let at = 0; level.length > 0 && !(stopAtViolation && violated.size > 0); at++) {
    const following: State[] = []
    for (const state of level) {
      if (!of('constraint').every(p => holds(p, state, at))) {
        pruned++
        continue
      }
      const outcomes = model.actions.flatMap(action => outcomesOf(action, state))
      if (outcomes.length === 0 && !of('mayEnd').some(p => holds(p, state, at))) see('deadlock', at)
      for (const { state: next } of outcomes) {
        if (next === null) {
          see('failures', at)
          continue
        }
        following.push(...enter(next, at + 1))
        for (const p of of('step')) if (truth(p, state, next) !== true) see(p.name, at + 1)
        for (const p of of('refinement')) seeStep(p, state, next, at + 1)
      }
    }
    level = following
  }
  return { distinct: known.size, generated, depth, pruned, sightings, refined }
}
