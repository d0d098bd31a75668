import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { constant, integer, read, TRUE } from '../../ir/expr.ts'
import { Interpreter } from '../../ir/interpret.ts'
import { drawModel } from '../../ir/model.arbitrary.ts'
import { modelOf, parameter, stateVariable } from '../../ir/model.fixture.ts'
import type { Action, Model, State } from '../../ir/model.ts'
import { boolType, intType, recordType } from '../../ir/type.ts'
import { TransitionSystem } from './transitionSystem.ts'

const RUNS = Number(process.env.VON_RANDOM_MODELS ?? 12)
const STATES_MAX = 8
const hasSolver = spawnSync('z3', ['-version']).status === 0

function answersTo(text: string): string[] {
  const { stdout } = spawnSync('z3', ['-in'], { input: text, encoding: 'utf8', maxBuffer: 2 ** 28 })
  return stdout.trim().split('\n')
}

const keyOf = (state: State) => JSON.stringify(state)
const textOf = (name: string) => `|${name}|`

/** Some states of the model, the first ones that the interpreter comes to. */
function someStates(interpreter: Interpreter): Map<string, State> {
  const states = new Map<string, State>()
  const take = (state: State) => {
    if (states.size < STATES_MAX) states.set(keyOf(state), state)
  }
  interpreter.initialStates(o => o.kind === 'next' && take(o.state))
  for (const state of states.values()) interpreter.successors(state, o => o.kind === 'next' && take(o.state))
  return states
}

/** Asks whether assertions can hold together; what the interpreter says about it is said with the question. */
class Questions {
  readonly expected: { readonly what: string; readonly answer: string }[] = []
  private readonly texts: string[] = []
  constructor(declarations: readonly string[]) {
    this.texts.push(...declarations)
  }
  ask(what: string, answer: boolean, ...assertions: readonly string[]): void {
    this.expected.push({ what, answer: answer ? 'sat' : 'unsat' })
    this.texts.push('(push 1)', ...assertions.map(each => `(assert ${each})`), '(check-sat)', '(pop 1)')
  }
  answered() {
    const answers = answersTo(this.texts.join('\n'))
    expect(answers).toHaveLength(this.expected.length)
    return this.expected.map(({ what }, i) => ({ what, answer: answers[i] }))
  }
}

/** Everything that a system says about some states and the steps between them, against the interpreter. */
function questionsAbout(model: Model, options: Parameters<typeof TransitionSystem.of>[1]): Questions {
  const system = TransitionSystem.of(model, options)
  const interpreter = new Interpreter(model)
  const states = someStates(interpreter)
  const initial = new Set<string>()
  let canFailInitially = false
  interpreter.initialStates(o => {
    if (o.kind === 'next') initial.add(keyOf(o.state))
    else canFailInitially = true
  })
  const properties = model.properties.map((property, i) => ({ property, holds: `holds${i}`, fails: `fails${i}` }))
  const questions = new Questions([
    system.state(0),
    system.state(1),
    system.initial(0),
    system.step(0, 1),
    ...model.actions.map(action => system.actionStep(action, 0, 1)),
    system.failure(0),
    system.initialFailure(0),
    system.enabled(0),
    system.mayEnd(0),
    system.unconstrained(0),
    ...properties.flatMap(({ property, holds, fails }) => [
      system.predicate(holds, property, 0, 1),
      system.predicateFails(fails, property, 0, 1),
    ]),
  ])
  const is = (frame: number, state: State) =>
    `(and true ${system
      .encode(state)
      .map((value, cell) => system.cellIs(frame, cell, value))
      .join(' ')})`
  const other = (frame: number, keys: Iterable<string>) =>
    [...keys].map(key => `(not ${is(frame, JSON.parse(key) as State)})`)

  questions.ask('the initial action fails', canFailInitially, textOf('initialFailure@0'))
  questions.ask('another initial state', false, textOf('initial@0'), ...other(0, initial))
  const constraints = model.properties.filter(p => p.kind === 'constraint')
  for (const [key, state] of states) {
    const successors = new Map<string, Set<string>>()
    let outcomes = 0
    let failures = 0
    interpreter.successors(state, o => {
      outcomes++
      if (o.kind === 'failure') failures++
      else successors.set(keyOf(o.state), (successors.get(keyOf(o.state)) ?? new Set()).add(o.action.name))
    })
    const verdicts = constraints.map(p => interpreter.evaluate(p, state))
    const goesOn = !verdicts.includes('fails')
    const here = is(0, state)
    questions.ask('initial', initial.has(key), here, textOf('initial@0'))
    questions.ask('goes on', goesOn, here, textOf('goesOn@0'))
    questions.ask('enabled', outcomes > 0, here, textOf('enabled@0'))
    questions.ask('not enabled', outcomes === 0, here, `(not ${textOf('enabled@0')})`)
    const mayEnd = model.properties.some(p => p.kind === 'mayEnd' && interpreter.evaluate(p, state) !== 'fails')
    questions.ask('may end', mayEnd, here, textOf('mayEnd@0'))
    const first = verdicts.find(verdict => verdict !== 'holds')
    const constraintFails = verdicts.some((v, i) => typeof v !== 'string' && !verdicts.slice(0, i).includes('fails'))
    const ends = model.properties.filter(p => p.kind === 'mayEnd').map(p => interpreter.evaluate(p, state))
    const endFails = outcomes === 0 && typeof (ends.find(verdict => verdict !== 'fails') ?? '') !== 'string'
    questions.ask('fails', (goesOn && (failures > 0 || endFails)) || constraintFails, here, textOf('failure@0'))
    if (first === undefined)
      questions.ask('another step', false, here, textOf('step@0'), ...other(1, successors.keys()))
    for (const [nextKey, next] of states) {
      const both = [here, is(1, next)]
      questions.ask('step', goesOn && successors.has(nextKey), ...both, textOf('step@0'))
      for (const { name } of model.actions) {
        const isStep = successors.get(nextKey)?.has(name) === true
        questions.ask(`${name} from ${key} to ${nextKey}`, goesOn && isStep, ...both, textOf(`${name}@0`))
      }
      for (const { property, holds, fails } of properties) {
        const verdict = interpreter.evaluate(property, state, next)
        questions.ask(`${property.name} holds`, verdict === 'holds', ...both, textOf(holds))
        questions.ask(`${property.name} fails`, typeof verdict !== 'string', ...both, textOf(fails))
      }
    }
  }
  return questions
}

describe.skipIf(!hasSolver)('a transition system, where there is a z3', () => {
  const ways = [
    ['bit-vectors', {}],
    ['integers', { integers: true }],
    ['bit-vectors, choices left to the solver', { unrolledMax: 1 }],
    ['integers, choices left to the solver', { integers: true, unrolledMax: 1 }],
  ] as const
  it.each(ways)('says of random models what the interpreter says, with %s', (_, options) => {
    fc.assert(
      fc.property(fc.gen(), draw => {
        const questions = questionsAbout(drawModel(draw, fc.nat), options)
        expect(questions.answered()).toEqual(questions.expected)
      }),
      { numRuns: RUNS, seed: 4 },
    )
  })
})

describe('states and cells', () => {
  it('are two ways to write the same', () => {
    fc.assert(
      fc.property(fc.gen(), draw => {
        const model = drawModel(draw, fc.nat)
        const system = TransitionSystem.of(model)
        for (const state of someStates(new Interpreter(model)).values()) {
          const unsigned = system.encode(state).map((value, i) => {
            const text = /bv(\d+)/.exec(system.literal(i, value))
            return text === null ? BigInt(value) : BigInt(text[1] as string)
          })
          expect(system.decode(unsigned)).toEqual(state)
        }
      }),
      { numRuns: 50, seed: 4 },
    )
  })
})

describe('names', () => {
  it('are told apart, whatever the author calls things', () => {
    const number = intType(0, 5)
    const place = recordType([{ name: 'to', type: number }])
    const [step, go, state] = [
      stateVariable(0, 'step', number),
      stateVariable(1, 'go', place),
      stateVariable(2, 'state', boolType),
    ]
    const to = parameter(0, 'to', number)
    const model = modelOf({
      variables: [step, go, state],
      initial: { next: { step: integer(0), go: constant(place, [0]), state: TRUE } },
      actions: {
        go: { parameters: [to], next: { step: read(to) } },
        step: { parameters: [to], next: { step: read(to) } },
        'a|b': {},
      },
    })
    for (const unrolledMax of [1, 1024]) {
      const system = TransitionSystem.of(model, { unrolledMax })
      const text = [
        system.state(0),
        system.state(1),
        system.initial(0),
        system.step(0, 1),
        ...model.actions.map(action => system.actionStep(action, 0, 1)),
        system.failure(0),
        system.enabled(0),
      ].join('\n')
      const names = [...text.matchAll(/\((?:declare-const|define-fun) (\|[^|]*\|)/g)].map(match => match[1])
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
      expect(names).toContain(system.actionStepName(model.actions[1] as Action, 0))
    }
  })
})
