/**
 * Random walks of every shipped spec, of which some actions, parameters and variables are not logged, are explained; copies with
 * a fault diverge where a plain forward search over texts of states says so. `VON_RANDOM_WALKS` sets how many there are of each.
 */
import { expect, it } from 'vitest'
import { root, specFiles } from '../../../spec/files.fixture.ts'
import { loadSpec } from '../../frontend/loadSpec.ts'
import { lower } from '../../frontend/lower.ts'
import { Interpreter, type Outcome } from '../../ir/interpret.ts'
import type { Action, Model, State } from '../../ir/model.ts'
import { Random } from '../simulate/random.ts'
import type { ReadEvent } from './reader.ts'
import { type Recording, replay } from './replay.ts'
import type { Sight, Wanted, WantedStep } from './wanted.ts'

const WALKS = Number(process.env.VON_RANDOM_WALKS ?? 2)
const STEPS = 25
/** Walks of which the system may be in more states at a time are left out. */
const STATES_MAX = 3_000

type Next = Outcome & { readonly kind: 'next' }
type Below = (count: number) => number

function successorsOf(interpreter: Interpreter, state: State): Next[] {
  const found: Next[] = []
  interpreter.successors(state, outcome => outcome.kind === 'next' && found.push(outcome))
  return found
}

/** Some of the variables are seen. */
function sightOf(model: Model, state: State, below: Below): Sight {
  const seen = model.variables.flatMap((_, i) => (below(2) === 0 ? [i] : []))
  const texts = seen.map(i => JSON.stringify(state[i]))
  return { span: null, holds: other => seen.every((i, k) => JSON.stringify(other[i]) === texts[k]) }
}

function walk(model: Model, hidden: readonly Action[], below: Below): Wanted[] {
  const interpreter = new Interpreter(model)
  const initial: State[] = []
  interpreter.initialStates(outcome => outcome.kind === 'next' && initial.push(outcome.state))
  let state = initial[below(initial.length)] as State
  const log: Wanted[] = []
  for (let i = 0; i < STEPS; i++) {
    const successors = successorsOf(interpreter, state)
    const next = successors[below(successors.length || 1)]
    if (next === undefined) break
    state = next.state
    const { action, choices } = next
    if (hidden.includes(action)) continue
    const given = action.parameters.map((_, k) => (below(3) > 0 ? choices[k] : undefined))
    log.push({ kind: 'step', actions: [action], given, before: null, after: sightOf(model, state, below) })
  }
  return log
}

/** How many events are explained; null where there are too many states. */
function naivelyExplained(model: Model, hidden: readonly Action[], log: readonly Wanted[]): number | null {
  const interpreter = new Interpreter(model)
  let states = new Map<string, State>()
  const put = (into: Map<string, State>, state: State) => into.set(JSON.stringify(state), state)
  interpreter.initialStates(outcome => outcome.kind === 'next' && put(states, outcome.state))
  for (const [number, wanted] of log.entries()) {
    if (wanted.kind !== 'step') throw new TypeError('a walk has steps only')
    const next = new Map<string, State>()
    for (const state of states.values()) {
      if (states.size > STATES_MAX) return null
      for (const { action, choices, state: after } of successorsOf(interpreter, state)) {
        if (hidden.includes(action)) put(states, after)
        const isAsGiven = wanted.given.every(
          (v, i) => v === undefined || JSON.stringify(v) === JSON.stringify(choices[i]),
        )
        if (wanted.actions.includes(action) && isAsGiven && wanted.after?.holds(after) === true) put(next, after)
      }
    }
    if (next.size === 0) return number
    states = next
  }
  return log.length
}

function recordingOf(log: readonly Wanted[], actions: readonly Action[]): Recording {
  const hidden = actions.map(
    (action): WantedStep => ({ kind: 'step', actions: [action], given: [], before: null, after: null }),
  )
  return {
    name: 'walk.jsonl',
    start: null,
    hidden,
    async *events() {
      for (const [i, wanted] of log.entries()) {
        const event: ReadEvent = { number: i + 1, line: null, name: 'step', logged: '{}', wanted }
        yield event
      }
    },
  }
}

it('explains walks of every shipped spec, and finds where spoiled ones diverge', { timeout: 600_000 }, async () => {
  const seen = { specs: 0, explained: 0, diverged: 0, leftOut: 0 }
  for (const file of specFiles) {
    const { spec } = await loadSpec(file, { cwd: root })
    const model = lower(spec.instance())
    let explained = 0
    for (let seed = 1; seed <= WALKS; seed++) {
      const random = new Random(seed, 0)
      const below: Below = count => random.below(count)
      const hidden = model.actions.filter(() => below(3) === 0)
      const log = walk(model, hidden, below)
      if (log.length === 0) continue
      if (naivelyExplained(model, hidden, log) === null) {
        seen.leftOut++
        continue
      }
      expect((await replay(model, recordingOf(log, hidden))).verdict.kind, file).toBe('explained')
      explained++
      const at = below(log.length)
      const spoiled = [...log.slice(0, at), log[below(log.length)] as Wanted, ...log.slice(at + 1 + below(2))]
      const expected = naivelyExplained(model, hidden, spoiled)
      if (expected === null) continue
      const { verdict } = await replay(model, recordingOf(spoiled, hidden))
      const found = verdict.kind === 'diverged' ? verdict.divergence.event - 1 : spoiled.length
      expect(found, file).toBe(expected)
      if (expected < spoiled.length) seen.diverged++
    }
    if (explained > 0) seen.specs++
    seen.explained += explained
  }
  expect(seen.specs, JSON.stringify(seen)).toBeGreaterThan((specFiles.length * 3) / 4)
  expect(seen.diverged, JSON.stringify(seen)).toBeGreaterThan(specFiles.length / 4)
})
