/** The functions of `von` and of JavaScript's Math that have a meaning of their own on values of the state. */
import { div, less, max, min, mod, subtract } from '../../ir/arithmetic.ts'
import { imul, leadingZeros } from '../../ir/bitwise.ts'
import { choose, equal, implies, not } from '../../ir/boolean.ts'
import { type Expr, integer } from '../../ir/expr.ts'
import { intrinsicName } from '../../lang/body.ts'
import type { Domain } from '../../lang/domain.ts'
import { sameStructure } from './compare.ts'
import { asBoolean, asInteger } from './data.ts'
import { domainItems } from './items.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import { type Abstract, describe, fromExpr, isDomain, isSymbolic, ObjectLiteral } from './values.ts'

type Intrinsic = (run: Run, args: readonly Abstract[]) => Abstract

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  guard(run, [condition]) {
    if (run.role === 'init')
      throw new Refusal(
        'VON2017',
        'guard is used in init',
        'pick only what may be: an index of a table of the initial values, made outside init',
      )
    if (run.role === 'property')
      throw new Refusal('VON2017', 'guard is used in a property', 'guards belong to actions; use implies in a property')
    run.guard(asBoolean(run, condition))
    return undefined
  },
  assert(run, [condition, message]) {
    run.check(asBoolean(run, condition), 'assert', typeof message === 'string' ? message : 'assertion failed')
    return undefined
  },
  pick(run, [domain]) {
    if (run.role === 'property')
      throw new Refusal(
        'VON2017',
        'pick is used in a property',
        'quantify instead: domain.every(...) or domain.some(...)',
      )
    return fromExpr(run.choice(`pick${run.choices.length + 1}`, asDomain(domain, 'pick').type))
  },
  eq: (run, [a, b]) => fromExpr(sameStructure(run, a, b)),
  implies(run, [premise, conclusion]) {
    const a = asBoolean(run, premise)
    return fromExpr(implies(a, asBoolean(run, conclusion)))
  },
  fill(run, [keys, value]) {
    const items = domainItems(asDomain(keys, 'fill').type)
    return new ObjectLiteral(new Map(items.map(key => [String(key), run.interpretation.call(run, value, [key])])))
  },
  div: (run, args) => fromExpr(divided(run, args, div)),
  mod: (run, args) => fromExpr(divided(run, args, mod)),
}

function asDomain(v: Abstract, use: string): Domain<unknown> {
  if (isDomain(v)) return v
  throw new Refusal(
    'VON2019',
    `${use} needs a domain, this is ${describe(v)}`,
    use === 'pick' ? 'pick from the whole domain, and guard(...) that it is one of those that may be' : undefined,
  )
}
function divided(run: Run, [a, b]: readonly Abstract[], build: (a: Expr, b: Expr) => Expr): Expr {
  const [x, y] = [asInteger(run, a), asInteger(run, b)]
  run.check(not(equal(y, integer(0))), 'division', `${run.text}: division by zero`)
  return build(x, y)
}

const folded =
  (build: (a: Expr, b: Expr) => Expr): Intrinsic =>
  (run, args) => {
    if (args.length === 0) throw new Refusal('VON2006', 'the smallest or largest of no numbers is not an integer')
    return fromExpr(args.map(a => asInteger(run, a)).reduce(build))
  }
const mathOnState = new Map<unknown, Intrinsic>([
  [Math.min, folded(min)],
  [Math.max, folded(max)],
  [
    Math.abs,
    (run, [a]) => {
      const x = asInteger(run, a)
      return fromExpr(max(x, subtract(integer(0), x)))
    },
  ],
  [Math.imul, (run, [a, b]) => fromExpr(imul(asInteger(run, a), asInteger(run, b)))],
  [Math.clz32, (run, [a]) => fromExpr(leadingZeros(asInteger(run, a)))],
  // only integers reach these: quotients are handled where the division is written
  [Math.floor, (run, [a]) => fromExpr(asInteger(run, a))],
  [Math.trunc, (run, [a]) => fromExpr(asInteger(run, a))],
  [
    Math.sign,
    (run, [a]) => {
      const x = asInteger(run, a)
      return fromExpr(choose(less(integer(0), x), integer(1), choose(less(x, integer(0)), integer(-1), integer(0))))
    },
  ],
])

/** What a call of `f` means, when it is not an ordinary function of the author. */
export function intrinsicOf(f: Abstract, args: readonly Abstract[]): Intrinsic | undefined {
  const known = intrinsicName(f)
  if (known === 'domain') return () => callDomainConstructor(f as (...args: unknown[]) => Abstract, args)
  if (known !== undefined) return intrinsics[known]
  return args.some(isSymbolic) ? mathOnState.get(f) : undefined
}
function callDomainConstructor(f: (...args: unknown[]) => Abstract, args: readonly Abstract[]): Abstract {
  if (args.some(isSymbolic))
    throw new Refusal(
      'VON2019',
      'a domain cannot depend on the state',
      'build domains outside the body, from constants',
    )
  return f(...args)
}
