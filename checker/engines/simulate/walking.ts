/** The two ways to walk through a model: by generated code, or by the interpreter. */
import { Counts, type Passes, type Turns } from '../../codegen/counters.ts'
import { type Backend, type ExpanderCode, expanderCode, expanderOf } from '../../codegen/expander.ts'
import { type Program, programOf, SIGNAL_FAILURE, type Topic } from '../../codegen/program.ts'
import { NotCompilable } from '../../codegen/terms.ts'
import { StateEncoding } from '../../ir/encode.ts'
import { Interpreter } from '../../ir/interpret.ts'
import type { Model, State } from '../../ir/model.ts'
import type { Judge } from '../../verdict/judge.ts'
import type { Wanted } from './account.ts'
import { BROKEN, breaks, FAILED, GeneratedMover, type InitialStates, InterpretedMover, type Mover } from './mover.ts'

export interface Walking {
  readonly mover: Mover
  /** steps between two looks at the log */
  readonly stride: number
  /** attention and signals that mean a violation: a walk ends there */
  readonly endings: Wanted
  /** what threads need to walk the same way; null where only this thread can */
  readonly shared: { readonly code: ExpanderCode; readonly initial: InitialStates } | null
  /** attention and signals that are about what is not settled */
  wanted(): Wanted
  /** how often each guard of an action was true and false, by the counters of the mover */
  guards(counters: readonly number[], action: number): readonly Passes[]
  /** the same of its branches; none where they are not counted */
  branches(counters: readonly number[], action: number): readonly Turns[]
}

const GENERATED_STRIDE = 1024

/** The interpreter shows everything; a log is read after each step, so that it ends where a violation is. */
export function interpretedWalking(model: Model, judge: Judge, coverage: boolean): Walking {
  const interpreter = new Interpreter(model, { countsBranches: coverage })
  const starts = startsOf(model, coverage)
  const hasStepQuestions = judge.questions.some(q => q.kind === 'step' || q.kind === 'refinement')
  return {
    mover: new InterpretedMover(interpreter, new StateEncoding(model.variables), judge.questions),
    stride: 1,
    endings: { attention: FAILED, signals: BROKEN },
    shared: null,
    wanted: () => ({ attention: hasStepQuestions ? -1 : FAILED, signals: -1 }),
    guards: (counters, action) =>
      pairs(counters, starts[action]?.guards ?? 0, guardsIn(model, action)).map(([passed, refused]) => ({
        passed,
        refused,
      })),
    branches: (counters, action) =>
      pairs(counters, starts[action]?.branches ?? 0, coverage ? branchesIn(model, action) : 0).map(
        ([held, failed]) => ({
          held,
          failed,
        }),
      ),
  }
}
const guardsIn = ({ actions }: Model, action: number) =>
  actions[action]?.steps.filter(step => step.kind === 'guard').length ?? 0
const branchesIn = ({ actions }: Model, action: number) => actions[action]?.branches.length ?? 0

/** Where the counters of each action are, in the order of `InterpretedMover`. */
function startsOf(model: Model, coverage: boolean): { readonly guards: number; readonly branches: number }[] {
  let at = 0
  return model.actions.map((_, action) => {
    const guards = at
    const branches = guards + 2 * guardsIn(model, action)
    at = branches + (coverage ? 2 * branchesIn(model, action) : 0)
    return { guards, branches }
  })
}
const pairs = (counters: readonly number[], from: number, count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => [counters[from + 2 * i] ?? 0, counters[from + 2 * i + 1] ?? 0])

/**
 * @param interpreter gives the initial states
 * @param onRefusal is told why there is none
 * @returns null where there is no generated code for the model
 */
export function generatedWalking(
  model: Model,
  judge: Judge,
  interpreter: Interpreter,
  { backend, coverage }: { readonly backend: Backend; readonly coverage: boolean },
  onRefusal: (reason: string) => void = () => {},
): Walking | null {
  const program = compiled(model, judge, coverage, onRefusal)
  if (program === null) return null
  const code = expanderCode(program, backend, 'appended')
  const initial = initialStates(model, judge, interpreter, code.stateWords)
  const bits = (topics: readonly Topic[], first: number, isIn: (topic: Topic) => boolean) =>
    topics.reduce((mask, topic, i) => mask | (isIn(topic) ? 1 << (first + i) : 0), 0)
  const masks = (isIn: (topic: Topic) => boolean): Wanted => ({
    attention: bits(program.stepTopics, SIGNAL_FAILURE + 1, isIn) | FAILED,
    signals: bits(program.stateTopics, 0, isIn) | BROKEN,
  })
  return {
    mover: new GeneratedMover(expanderOf(code), initial),
    stride: GENERATED_STRIDE,
    endings: masks(({ property, premise }) => premise === null && property.kind !== 'witness'),
    shared: { code, initial },
    wanted: () => masks(({ property, premise }) => judge.isOpen(property, premise)),
    guards: (counters, action) =>
      counters.length === 0 ? [] : new Counts(program, i => counters[i] ?? 0).guards(action, counters.at(-1) ?? 0),
    branches: (counters, action) => new Counts(program, i => counters[i] ?? 0).branches(action),
  }
}

function compiled(model: Model, judge: Judge, coverage: boolean, onRefusal: (reason: string) => void): Program | null {
  try {
    return programOf(
      model,
      (property, premise) => judge.isOpen(property, premise),
      () => coverage,
    )
  } catch (error) {
    if (!(error instanceof NotCompilable || error instanceof RangeError)) throw error
    onRefusal(error.message)
    return null
  }
}

function initialStates(model: Model, judge: Judge, interpreter: Interpreter, stateWords: number): InitialStates {
  const states: State[] = []
  interpreter.initialStates(outcome => {
    if (outcome.kind === 'next') states.push(outcome.state)
  })
  const encoding = new StateEncoding(model.variables)
  const words = new Uint32Array(states.length * stateWords)
  for (const [i, state] of states.entries()) encoding.encode(state, words, i * stateWords)
  return { words, isBroken: states.map(state => breaks(interpreter, judge.questions, state)) }
}
