/**
 * Transaction commit and two-phase commit of `n` resource managers (Gray and Lamport, Consensus on Transaction Commit,
 * ACM TODS 2006), by hand. Their reachable states have closed forms: 3^n + 2^n - 1, and 4^n + 6^n + 2^n.
 */
import { and, equal, implies, not } from './boolean.ts'
import { constant, type Expr, name, read } from './expr.ts'
import { guardStep, modelOf, parameter, property, stateVariable } from './model.fixture.ts'
import type { Model, Property } from './model.ts'
import { boundVariable, exists, forall } from './quantifier.ts'
import { at, has, insert, store, variant } from './structure.ts'
import { enumType, mapType, setType, type Type, variantType } from './type.ts'
import { defaultValue } from './value.ts'

const managerState = enumType(['working', 'prepared', 'committed', 'aborted'])
const managers = (n: number) => enumType(Array.from({ length: n }, (_, i) => `r${i + 1}`))

function consistency(manager: Type, rm: Expr): Property {
  const [a, b] = [boundVariable(0, 'a', manager), boundVariable(1, 'b', manager)]
  const split = and(equal(at(rm, read(a)), name('aborted')), equal(at(rm, read(b)), name('committed')))
  return property('invariant', 'consistent', forall(a, forall(b, not(split))))
}

export function transactionCommit(n: number): Model {
  const manager = managers(n)
  const rm = stateVariable(0, 'rm', mapType(manager, managerState))
  const r = parameter(0, 'r', manager)
  const other = boundVariable(0, 'other', manager)
  const is = (key: Expr, state: string) => equal(at(read(rm), key), name(state))
  const canCommit = forall(other, not(and(not(is(read(other), 'prepared')), not(is(read(other), 'committed')))))
  const notCommitted = forall(other, not(is(read(other), 'committed')))
  const become = (state: string) => ({ rm: store(read(rm), read(r), name(state)) })
  const isUndecided = not(and(not(is(read(r), 'working')), not(is(read(r), 'prepared'))))
  return modelOf({
    variables: [rm],
    initial: { next: { rm: constant(rm.type, defaultValue(rm.type)) } },
    actions: {
      prepare: { parameters: [r], steps: [guardStep(is(read(r), 'working'))], next: become('prepared') },
      decideCommit: {
        parameters: [r],
        steps: [guardStep(is(read(r), 'prepared')), guardStep(canCommit)],
        next: become('committed'),
      },
      decideAbort: {
        parameters: [r],
        steps: [guardStep(isUndecided), guardStep(notCommitted)],
        next: become('aborted'),
      },
    },
    properties: [consistency(manager, read(rm)), property('mayEnd', 'mayEnd', equal(read(rm), read(rm)))],
  })
}

/** With `canLie`, the coordinator commits without having heard from all: the smallest bug. */
export function twoPhaseCommit(n: number, canLie = false): Model {
  const manager = managers(n)
  const message = variantType([
    { name: 'Prepared', fields: [{ name: 'rm', type: manager }] },
    { name: 'Commit', fields: [] },
    { name: 'Abort', fields: [] },
  ])
  const rm = stateVariable(0, 'rm', mapType(manager, managerState))
  const tm = stateVariable(1, 'tm', enumType(['init', 'committed', 'aborted']))
  const tmPrepared = stateVariable(2, 'tmPrepared', setType(manager))
  const msgs = stateVariable(3, 'msgs', setType(message))
  const variables = [rm, tm, tmPrepared, msgs]

  const r = parameter(0, 'r', manager)
  const other = boundVariable(0, 'other', manager)
  const prepared = variant(message, 'Prepared', [read(r)])
  const commit = variant(message, 'Commit', [])
  const abort = variant(message, 'Abort', [])
  const isInit = equal(read(tm), name('init'))
  const is = (state: string) => equal(at(read(rm), read(r)), name(state))
  const become = (state: string) => store(read(rm), read(r), name(state))
  const heardAll = forall(other, has(read(tmPrepared), read(other)))
  const someCommitted = exists(other, equal(at(read(rm), read(other)), name('committed')))

  return modelOf({
    variables,
    initial: { next: Object.fromEntries(variables.map(v => [v.name, constant(v.type, defaultValue(v.type))])) },
    actions: {
      tmRcvPrepared: {
        parameters: [r],
        steps: [guardStep(isInit), guardStep(has(read(msgs), prepared))],
        next: { tmPrepared: insert(read(tmPrepared), read(r)) },
      },
      tmCommit: {
        steps: canLie ? [guardStep(isInit)] : [guardStep(isInit), guardStep(heardAll)],
        next: { tm: name('committed'), msgs: insert(read(msgs), commit) },
      },
      tmAbort: { steps: [guardStep(isInit)], next: { tm: name('aborted'), msgs: insert(read(msgs), abort) } },
      rmPrepare: {
        parameters: [r],
        steps: [guardStep(is('working'))],
        next: { rm: become('prepared'), msgs: insert(read(msgs), prepared) },
      },
      rmChooseToAbort: { parameters: [r], steps: [guardStep(is('working'))], next: { rm: become('aborted') } },
      rmRcvCommit: {
        parameters: [r],
        steps: [guardStep(has(read(msgs), commit))],
        next: { rm: become('committed') },
      },
      rmRcvAbort: { parameters: [r], steps: [guardStep(has(read(msgs), abort))], next: { rm: become('aborted') } },
    },
    properties: [
      consistency(manager, read(rm)),
      property('invariant', 'commitIsAnnounced', implies(someCommitted, has(read(msgs), commit))),
      property('witness', 'canCommit', someCommitted),
    ],
  })
}
