/**
 * Non-interference as an invariant of pairs of runs.
 *
 * The runs of a pair take the same low steps, with the same choices; the left one also takes high steps, the right one
 * none. The observer must not be able to tell them apart: what is observed is equal at all times, and so is which low
 * actions are enabled. That is Goguen and Meseguer's purge: any two runs that differ in high steps only are then alike,
 * since each is like the one without them. In: a model, and the claim. Out: a model of the pairs, in which the claim is
 * an invariant, and something to tell whether the two runs ever differed at all.
 *
 * A low step of the pair is a step of both. Picks are shared as far as both bodies come to them.
 *
 * Sources: J. Goguen and J. Meseguer, "Security Policies and Security Models", IEEE S&P 1982; G. Barthe, P. D'Argenio
 * and T. Rezk, "Secure Information Flow by Self-Composition", CSFW 2004.
 */
import { and, choose, equal, implies, not, or } from './boolean.ts'
import { constant, type Expr, read, TRUE, type Variable } from './expr.ts'
import type { Action, Check, Model, NonInterference, Predicate, Property, State, Step } from './model.ts'
import { boundVariable, forall } from './quantifier.ts'
import { depthAbove, Substitution } from './substitute.ts'
import { valueAt } from './value.ts'

/** Names of the properties of the model of pairs. */
export const ALIKE = 'alike'
export const DIFFER = 'differ'

export interface PairedAction {
  readonly action: Action
  /** whether it is a step of the left run alone */
  readonly isHigh: boolean
}
export interface SelfComposition {
  readonly model: Model
  /** what each action of the model of pairs stands for, in its order */
  readonly actions: readonly PairedAction[]
}

/** The states of the left and of the right run of a pair. */
export const halves = (pair: State): readonly [State, State] => [
  pair.slice(0, pair.length / 2),
  pair.slice(pair.length / 2),
]

export function selfComposition(model: Model, claim: NonInterference): SelfComposition {
  const [left, right] = [0, model.variables.length].map(offset => new Half(model, offset)) as [Half, Half]
  const paired = model.actions.flatMap(action => {
    const high = highChoices(action, claim)
    return [
      ...(high === TRUE ? [] : [{ action, isHigh: false, where: not(high) }]),
      ...(claim.high.some(occurrence => occurrence.action === action.name)
        ? [{ action, isHigh: true, where: high }]
        : []),
    ]
  })
  const observed = new Substitution(v => (v.space === 'next' ? right : left).variable(v.index))
  const lows = paired.filter(({ isHigh }) => !isHigh)
  const alike = and(
    observed.in(claim.body),
    ...lows.map(({ action, where }) => sameEnabledness(action, where, left, right)),
  )
  const checks = claim.checks.map((check): Check => ({ ...check, condition: observed.in(check.condition) }))
  const differ = not(and(...model.variables.map((_, i) => equal(left.variable(i), right.variable(i)))))
  const { span, origins } = claim
  const property = (kind: Property['kind'], name: string, body: Expr, all: readonly Check[]): Property => ({
    kind,
    name,
    checks: all,
    body,
    span,
    origins,
  })
  const constraints = model.properties
    .filter(({ kind }) => kind === 'constraint')
    .flatMap(constraint =>
      [left, right].map(half => {
        const { body, checks: own } = half.carriedPredicate(constraint)
        return property('constraint', constraint.name, body, own)
      }),
    )
  return {
    model: {
      ...model,
      variables: [...left.variables, ...right.variables],
      initial: together(model.initial, TRUE, left, right),
      actions: paired.map(({ action, isHigh, where }) =>
        isHigh ? alone(freeName(model, action.name), action, where, left, right) : together(action, where, left, right),
      ),
      properties: [
        property('invariant', ALIKE, alike, checks),
        property('witness', DIFFER, differ, []),
        ...constraints,
      ],
      temporal: [],
      fairness: [],
      measures: [],
      nonInterference: [],
    },
    actions: paired.map(({ action, isHigh }) => ({ action, isHigh })),
  }
}

/** What is said of single states, said of both states of a pair. */
export const ofBoth = (model: Model, predicate: Predicate): Predicate[] =>
  [0, model.variables.length].map(offset => new Half(model, offset).carriedPredicate(predicate))

/** That a part of the state, an expression over `state` variables, is the same in both runs of a pair. */
export function sameInBoth(model: Model, part: Expr): Expr {
  const [left, right] = [0, model.variables.length].map(offset => new Half(model, offset)) as [Half, Half]
  return equal(...([left, right].map(half => half.carriedExpr(part)) as [Expr, Expr]))
}

/** For which choices of its parameters the action is high. */
const highChoices = ({ name, parameters }: Action, { high }: NonInterference): Expr =>
  or(
    ...high
      .filter(({ action }) => action === name)
      .map(({ given }) =>
        and(
          ...given.map(({ index, type, value }) => equal(read(parameters[index] as Variable), constant(type, value))),
        ),
      ),
  )

/** One of the two runs: the variables of the model, in their place within a pair. */
class Half {
  readonly variables: readonly Variable[]
  constructor(model: Model, offset: number) {
    const side = offset === 0 ? 'left' : 'right'
    this.variables = model.variables.map(v => ({ ...v, name: `${side}.${v.name}`, index: offset + v.index }))
  }
  readonly variable = (index: number): Expr => read(this.variables[index] as Variable)

  carriedExpr(e: Expr): Expr {
    return new Substitution(v => this.variable(v.index)).in(e)
  }
  carriedPredicate<P extends Predicate>(predicate: P): P {
    const checks = predicate.checks.map((check): Check => ({ ...check, condition: this.carriedExpr(check.condition) }))
    return { ...predicate, body: this.carriedExpr(predicate.body), checks }
  }
  /**
   * The action in this run.
   * @param choice what a parameter or pick of the pair becomes
   */
  carried(action: Action, choice: (variable: Variable) => Expr = read) {
    const picks = new Map<number, Expr>()
    const { in: inHalf } = new Substitution(v =>
      v.space === 'parameter' ? (picks.get(v.index) ?? choice(v)) : this.variable(v.index),
    )
    const steps = action.steps.map((step): Step => {
      if (step.kind !== 'choose') return { ...step, condition: inHalf(step.condition) }
      const when = inHalf(step.when)
      // where this run does not come to the pick, it counts as the first value, whatever the other run picks
      const { type, index } = step.variable
      picks.set(index, choose(when, choice(step.variable), constant(type, valueAt(type, 0))))
      return { ...step, when }
    })
    return { steps, next: action.next.map(inHalf) }
  }
}

const only = (where: Expr, { span }: Action): Step[] =>
  where === TRUE ? [] : [{ kind: 'guard', condition: where, span }]

/** A step of both runs with the same choices. */
function together(action: Action, where: Expr, left: Half, right: Half): Action {
  const [inLeft, inRight] = [left.carried(action), right.carried(action)]
  const steps = inLeft.steps.flatMap((step, i): Step[] => {
    const other = inRight.steps[i] as Step
    if (step.kind === 'choose' && other.kind === 'choose') return [{ ...step, when: or(step.when, other.when) }]
    return [step, other]
  })
  const next = [...inLeft.next, ...inRight.next]
  // a branch is of one run, and would be counted in two
  return { ...action, steps: [...only(where, action), ...steps], branches: [], next }
}

/** A name that no action of the model has. */
function freeName({ actions }: Pick<Model, 'actions'>, name: string): string {
  const longer = `${name} alone`
  return actions.some(action => action.name === longer) ? freeName({ actions }, longer) : longer
}

/** A step of the left run. */
function alone(name: string, action: Action, where: Expr, left: Half, right: Half): Action {
  const { steps, next } = left.carried(action)
  const stays = right.variables.map(v => read(v))
  return {
    ...action,
    name,
    steps: [...only(where, action), ...steps],
    branches: [],
    next: [...next, ...stays],
  }
}

/** For all low choices, the action is enabled in both runs or in neither. */
function sameEnabledness(action: Action, where: Expr, left: Half, right: Half): Expr {
  const chosen = [
    ...action.parameters,
    ...action.steps.flatMap(step => (step.kind === 'choose' ? [step.variable] : [])),
  ]
  const depth = depthAbove([...action.steps.map(step => (step.kind === 'choose' ? step.when : step.condition)), where])
  const bound = chosen.map(({ name, type, index }) => boundVariable(depth + index, name, type))
  const choice = ({ index }: Variable) => read(bound[index] as Variable)
  const [inLeft, inRight] = [left, right].map(half => enabled(half.carried(action, choice).steps))
  const isLow = new Substitution(choice).in(where)
  const same = implies(isLow, equal(inLeft as Expr, inRight as Expr))
  return bound.reduceRight((body, variable) => forall(variable, body), same)
}

/** No guard is false, before a check is. */
function enabled(steps: readonly Step[]): Expr {
  let passed = TRUE
  const guards: Expr[] = []
  for (const step of steps) {
    if (step.kind === 'guard') guards.push(implies(passed, step.condition))
    else if (step.kind === 'check') passed = and(passed, step.condition)
  }
  return and(...guards)
}
