import { describe, expect, it } from 'vitest'
import { add, less, lessEqual, multiply, subtract } from './arithmetic.ts'
import { bitAnd, bitOr, bitXor, shiftLeft, shiftRightUnsigned } from './bitwise.ts'
import { and, choose, equal, implies, not, or } from './boolean.ts'
import { constant, type Expr, integer, name, read } from './expr.ts'
import { nextOf, stateVariable } from './model.fixture.ts'
import { formatExpr, formatSource } from './print.ts'
import { boundVariable, count, exists, forall } from './quantifier.ts'
import { at, copies, field, has, isCase, isSome, payload, push, size, unwrap, variant } from './structure.ts'
import {
  bagType,
  boolType,
  enumType,
  intType,
  mapType,
  optionType,
  queueType,
  recordType,
  setType,
  variantType,
} from './type.ts'

const router = enumType(['r1', 'r2'])
const lease = read(
  stateVariable(0, 'lease', mapType(router, optionType(recordType([{ name: 'expires', type: intType(0, 9) }])))),
)
const nowVariable = stateVariable(1, 'now', intType(0, 9))
const now = read(nowVariable)
const up = read(stateVariable(2, 'up', setType(router)))
const log = read(stateVariable(3, 'log', queueType(router, 2)))
const message = variantType([
  { name: 'Ping', fields: [] },
  { name: 'Pong', fields: [{ name: 'to', type: router }] },
])
const last = read(stateVariable(4, 'last', message))
const net = read(stateVariable(10, 'net', bagType(router, 2)))
const who = read(stateVariable(8, 'who', router))
const [p, q, t] = ['p', 'q', 't'].map((v, i) => read(stateVariable(5 + i, v, boolType))) as [Expr, Expr, Expr]
const r = boundVariable(0, 'r', router)
const expires = (key: Expr) => field(unwrap(at(lease, key)), 'expires')

describe('formatExpr', () => {
  it.each([
    ['lease[r1].expires <= now', lessEqual(expires(name('r1')), now)],
    [
      'r.every(r => up.has(r) implies lease[r] !== null)',
      forall(r, implies(has(up, read(r)), isSome(at(lease, read(r))))),
    ],
    ["r.some(r => r === 'r2')", exists(r, equal(read(r), name('r2')))],
    ['r.count(r => up.has(r)) < 2', less(count(r, has(up, read(r))), integer(2))],
    ['lease[r2] === null', not(isSome(at(lease, name('r2'))))],
    [
      "last.kind === 'Pong' && last.to !== 'r1'",
      and(isCase(last, 'Pong'), not(equal(payload(last, 'Pong', 'to'), name('r1')))),
    ],
    ["last === { kind: 'Pong', to: who }", equal(last, variant(message, 'Pong', [who]))],
    ['last === Pong{to: r1}', equal(last, variant(message, 'Pong', [name('r1')]))],
    ["log.push('r1').length", size(push(log, name('r1')))],
    ['(now & 3) === ((now << 1) | 1)', equal(bitAnd(now, integer(3)), bitOr(shiftLeft(now, integer(1)), integer(1)))],
    ['((now + 1) >>> 2) ^ 1', bitXor(shiftRightUnsigned(add(now, integer(1)), integer(2)), integer(1))],
    ['next.now', read(nextOf(nowVariable))],
  ])('writes %s', (text, e) => {
    expect(formatExpr(e)).toBe(text)
  })

  it.each([
    ['p && (q || t)', and(p, or(q, t))],
    ['p || q && t', or(p, and(q, t))],
    ['!(p && q)', not(and(p, q))],
    ['(p implies q) implies t', implies(implies(p, q), t)],
    ['now * (now + 1)', multiply(now, add(now, integer(1)))],
    ['now - (now - 1)', subtract(now, subtract(now, integer(1)))],
    ['(p ? now : 0) + 1', add(choose(p, now, integer(0)), integer(1))],
  ])('puts parentheses where they are needed: %s', (text, e) => {
    expect(formatExpr(e)).toBe(text)
  })
})

describe('formatSource', () => {
  const domain = () => 'Router'
  it.each([
    [
      "s.lease['r1'] !== null && s.lease['r1'].expires <= s.now",
      and(isSome(at(lease, name('r1'))), lessEqual(expires(name('r1')), now)),
    ],
    [
      'Router.every(r => implies(s.up.has(r), s.lease[r] !== null))',
      forall(r, implies(has(up, read(r)), isSome(at(lease, read(r))))),
    ],
    ['s.now > 3', less(integer(3), now)],
    ["eq(s.last, { kind: 'Pong', to: 'r1' })", equal(last, variant(message, 'Pong', [name('r1')]))],
    ['!eq(s.last, s.last2)', not(equal(last, read(stateVariable(9, 'last2', message))))],
    ['s.net.has(s.who)', less(integer(0), copies(net, who))],
    ['!s.net.has(s.who)', lessEqual(copies(net, who), integer(0))],
    ['s.net.copies(s.who) <= 1', lessEqual(copies(net, who), integer(1))],
    ['next.now >= 2', lessEqual(integer(2), read(nextOf(nowVariable)))],
  ])('writes %s', (text, e) => {
    expect(formatSource(e, domain)).toBe(text)
  })
  it('has nothing to say where there is no literal for a constant', () => {
    const set = constant(setType(router), [true, false])
    expect(formatSource(equal(up, set), domain)).toBe(null)
  })
})
