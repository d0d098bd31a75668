/**
 * Random models, random hidden actions and random logs, most of them walks of which some are spoiled, against a naive
 * reference: it takes the graph of all reachable states and asks, from the last event back to the first, from which states
 * the rest of a log is explained. `VON_RANDOM_REPLAYS` sets how many models there are.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Interpreter } from '../../ir/interpret.ts'
import { drawModel } from '../../ir/model.arbitrary.ts'
import type { Action, Model, State } from '../../ir/model.ts'
import { valuesOf } from '../../ir/value.ts'
import type { ReadEvent } from './reader.ts'
import { type Recording, replay } from './replay.ts'
import type { Sight, Wanted, WantedStep } from './wanted.ts'

const RUNS = Number(process.env.VON_RANDOM_REPLAYS ?? 150)
const STATES_MAX = 40

interface Edge {
  readonly from: number
  readonly to: number
  readonly action: Action
  readonly choices: readonly unknown[]
}
interface Graph {
  readonly states: readonly State[]
  readonly initial: readonly number[]
  readonly edges: readonly Edge[]
}

/** All reachable states; null where there are too many for a naive search. */
function graphOf(model: Model): Graph | null {
  const interpreter = new Interpreter(model)
  const ids = new Map<string, number>()
  const states: State[] = []
  const idOf = (state: State) => {
    const key = JSON.stringify(state)
    const known = ids.get(key)
    if (known !== undefined) return known
    ids.set(key, states.length)
    return states.push(state) - 1
  }
  const initial = new Set<number>()
  interpreter.initialStates(o => o.kind === 'next' && initial.add(idOf(o.state)))
  const edges: Edge[] = []
  for (let from = 0; from < states.length; from++) {
    if (states.length > STATES_MAX) return null
    interpreter.successors(states[from] as State, o => {
      if (o.kind === 'next') edges.push({ from, to: idOf(o.state), action: o.action, choices: o.choices })
    })
  }
  return { states, initial: [...initial], edges }
}

/** Which states an event leads from, so that it ends in one of `goal`. */
function backward(graph: Graph, hidden: readonly WantedStep[], wanted: Wanted, goal: ReadonlySet<number>): Set<number> {
  const isOf = ({ action, choices }: Edge, { actions, given }: WantedStep) =>
    actions.includes(action) &&
    given.every((v, i) => v === undefined || JSON.stringify(v) === JSON.stringify(choices[i]))
  const stateAt = (id: number) => graph.states[id] as State
  const beforeHidden = (ids: Set<number>): Set<number> => {
    for (let size = -1; size !== ids.size; ) {
      size = ids.size
      for (const edge of graph.edges) if (ids.has(edge.to) && hidden.some(h => isOf(edge, h))) ids.add(edge.from)
    }
    return ids
  }
  switch (wanted.kind) {
    case 'ignore':
      return new Set(goal)
    case 'observe':
      return beforeHidden(new Set([...goal].filter(id => wanted.sight.holds(stateAt(id)))))
    case 'either':
      return new Set(wanted.parts.flatMap(part => [...backward(graph, hidden, part, goal)]))
    case 'sequence':
      return wanted.parts.reduceRight((rest, part) => backward(graph, hidden, part, rest), new Set(goal))
    case 'step': {
      const { before, after } = wanted
      const fits = (edge: Edge) =>
        goal.has(edge.to) &&
        isOf(edge, wanted) &&
        (before === null || before.holds(stateAt(edge.from))) &&
        (after === null || after.holds(stateAt(edge.to)))
      return beforeHidden(new Set(graph.edges.filter(fits).map(({ from }) => from)))
    }
  }
}
const isExplained = (graph: Graph, { start, hidden }: Recording, log: readonly Wanted[], goal: ReadonlySet<number>) => {
  const from = log.reduceRight((rest, wanted) => backward(graph, hidden, wanted, rest), new Set(goal))
  return graph.initial.some(id => from.has(id) && start?.holds(graph.states[id] as State) !== false)
}

class Draws {
  private readonly draw: fc.GeneratorValue
  constructor(draw: fc.GeneratorValue) {
    this.draw = draw
  }
  below(count: number): number {
    return this.draw(fc.nat, { max: count - 1 })
  }
  oneOf<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }
  some<T>(items: readonly T[]): T[] {
    return items.filter(() => this.below(2) === 0)
  }

  /** Some variables are seen as they are in a state. */
  sight(model: Model, state: State): Sight {
    const seen = this.some(model.variables.map((_, i) => i))
    return {
      span: null,
      holds: other => seen.every(i => JSON.stringify(other[i]) === JSON.stringify(state[i])),
    }
  }

  /** The log of a walk: hidden steps leave no line, others what a random recorder would say of them. */
  log(model: Model, graph: Graph, hidden: readonly WantedStep[]): Wanted[] {
    const log: Wanted[] = []
    let at = this.oneOf(graph.initial)
    const steps = 1 + this.below(8)
    for (let i = 0; i < steps; i++) {
      const outgoing = graph.edges.filter(({ from }) => from === at)
      if (outgoing.length === 0) break
      const edge = this.oneOf(outgoing)
      const { action, choices, from, to } = edge
      at = to
      if (hidden.some(({ actions }) => actions.includes(action)) && this.below(4) > 0) continue
      const step: Wanted = {
        kind: 'step',
        actions: [action],
        given: action.parameters.map((_, k) => (this.below(2) === 0 ? (choices[k] as never) : undefined)),
        before: this.below(3) === 0 ? this.sight(model, graph.states[from] as State) : null,
        after: this.below(2) === 0 ? this.sight(model, graph.states[to] as State) : null,
      }
      log.push(this.wrapped(model, graph, step, graph.states[to] as State))
    }
    return log
  }
  private wrapped(model: Model, graph: Graph, step: Wanted, next: State): Wanted {
    switch (this.below(6)) {
      case 0:
        return { kind: 'sequence', parts: [step, { kind: 'observe', sight: this.sight(model, next) }] }
      case 1:
        return {
          kind: 'either',
          parts: [{ kind: 'observe', sight: this.sight(model, this.oneOf(graph.states)) }, step],
        }
      case 2:
        return { kind: 'either', parts: [step, { kind: 'ignore' }] }
      default:
        return step
    }
  }

  /** A log with one fault, as far as it is one. */
  spoiled(model: Model, graph: Graph, log: readonly Wanted[]): Wanted[] {
    const at = this.below(log.length)
    const other: Wanted[][] = [
      [],
      [log[at] as Wanted, this.oneOf(log)],
      [{ kind: 'observe', sight: this.sight(model, this.oneOf(graph.states)) }],
      [this.anyStep(model)],
      [{ kind: 'sequence', parts: [this.anyStep(model), log[at] as Wanted] }],
    ]
    return [...log.slice(0, at), ...this.oneOf(other), ...log.slice(at + 1)]
  }
  private anyStep(model: Model): Wanted {
    const action = this.oneOf(model.actions)
    const given = action.parameters.map(({ type }) => this.oneOf(valuesOf(type)))
    return { kind: 'step', actions: [action], given, before: null, after: null }
  }
}

function recordingOf(log: readonly Wanted[], hidden: readonly WantedStep[], start: Sight | null): Recording {
  const events = log.map(
    (wanted, i): ReadEvent => ({ number: i + 1, line: i + 2, name: wanted.kind, logged: '{}', wanted }),
  )
  return {
    name: 'random.jsonl',
    start,
    hidden,
    async *events() {
      yield* events
    },
  }
}

describe('replays of random logs against random models', () => {
  it('explain what a naive search explains, diverge where it does, and keep the very states that it keeps', async () => {
    const seen = { explained: 0, diverged: 0, withHidden: 0, later: 0, several: 0 }
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => {
        const model = drawModel(draw, fc.nat)
        const graph = graphOf(model)
        if (graph === null || graph.initial.length === 0) return
        const draws = new Draws(draw)
        const hidden = draws.some(model.actions).map((action): WantedStep => {
          const given = action.parameters.map(({ type }) =>
            draws.below(4) === 0 ? draws.oneOf(valuesOf(type)) : undefined,
          )
          return { kind: 'step', actions: [action], given, before: null, after: null }
        })
        const walked = draws.log(model, graph, hidden)
        if (walked.length === 0) return
        const spoil = (log: readonly Wanted[]) => (log.length === 0 ? [] : draws.spoiled(model, graph, log))
        const log = draws.below(3) === 0 ? walked : spoil(spoil(walked))
        const start =
          draws.below(4) === 0 ? draws.sight(model, graph.states[draws.oneOf(graph.initial)] as State) : null
        const recording = recordingOf(log, hidden, start)
        const all = new Set(graph.states.keys())
        const explained = log.findIndex((_, i) => !isExplained(graph, recording, log.slice(0, i + 1), all))
        const report = await replay(model, recording)
        const { verdict, states } = report
        if (explained >= 0) {
          expect(verdict.kind === 'diverged' && verdict.divergence.event).toBe(explained + 1)
          seen.diverged++
          if (explained > 0) seen.later++
          return
        }
        expect(['explained', 'vacuous']).toContain(verdict.kind)
        const last = [...all].filter(id => isExplained(graph, recording, log, new Set([id])))
        expect(states.last).toBe(last.length)
        seen.explained++
        if (last.length > 1) seen.several++
        if (verdict.kind === 'explained' && verdict.explained.events.includes(0)) seen.withHidden++
      }),
      { seed: 1, numRuns: RUNS, endOnFailure: true },
    )
    const share = RUNS / 50
    for (const count of Object.values(seen)) expect(count, JSON.stringify(seen)).toBeGreaterThan(share)
  })
})
