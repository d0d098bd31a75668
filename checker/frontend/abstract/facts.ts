/**
 * What is known on the path that is being interpreted: conditions that hold, and tighter intervals for integers. As
 * expressions are immutable, a fact stays true for ever. Facts remove checks that cannot fail and branches that cannot
 * be taken; they never change what an action does.
 */
import { conjuncts, equal, not } from '../../ir/boolean.ts'
import { type Expr, FALSE, isConstant, name, TRUE } from '../../ir/expr.ts'

interface Interval {
  readonly low: number
  readonly high: number
}

export class Facts {
  private readonly parent: Facts | null
  private readonly truths = new Set<Expr>()
  private readonly intervals = new Map<Expr, Interval>()
  /** what was asked before: these facts never change */
  private readonly decided = new Map<Expr, Expr>()
  /** Whether the conditions contradict each other, so that no run takes this path. */
  impossible = false

  constructor(parent: Facts | null = null) {
    this.parent = parent
  }

  /** These facts and that `condition` holds. */
  with(condition: Expr): Facts {
    if (this.known(condition) === TRUE) return this
    const facts = new Facts(this)
    for (const part of conjuncts(condition)) facts.learn(part)
    return facts
  }

  private learn(condition: Expr): void {
    this.truths.add(condition)
    const [a, b] = condition.args as [Expr, Expr]
    const strict = condition.operator === 'less' ? 1 : 0
    if (condition.operator === 'less' || condition.operator === 'lessEqual') {
      this.narrow(a, { low: Number.NEGATIVE_INFINITY, high: this.interval(b).high - strict })
      this.narrow(b, { low: this.interval(a).low + strict, high: Number.POSITIVE_INFINITY })
    }
    if (condition.operator === 'not') this.learnDifferent(a)
    if (condition.operator === 'equal' && a.type.kind === 'int') {
      this.narrow(a, this.interval(b))
      this.narrow(b, this.interval(a))
    }
  }
  /** An integer that is not a bound of its interval is inside it. */
  private learnDifferent(equality: Expr): void {
    if (equality.operator !== 'equal' || equality.args[0]?.type.kind !== 'int') return
    const [constant, other] = isConstant(equality.args[0]) ? equality.args : equality.args.toReversed()
    if (constant === undefined || other === undefined || !isConstant(constant)) return
    const { low, high } = this.interval(other)
    if (constant.value === low) this.narrow(other, { low: low + 1, high })
    if (constant.value === high) this.narrow(other, { low, high: high - 1 })
  }
  private narrow(e: Expr, to: Interval): void {
    if (isConstant(e)) return
    const now = this.interval(e)
    const [low, high] = [Math.max(now.low, to.low), Math.min(now.high, to.high)]
    if (low > high) this.impossible = true
    this.intervals.set(e, { low, high })
  }

  /** The values that an integer expression can take here. */
  interval(e: Expr): Interval {
    if (e.type.kind !== 'int') throw new TypeError(`expected an integer, got ${e.type.key}`)
    const stored = this.lookup(facts => facts.intervals.get(e)) ?? e.type
    const [a, b] = e.args as [Expr, Expr]
    if (e.operator === 'add' || e.operator === 'subtract') {
      const [x, y] = [this.interval(a), this.interval(b)]
      const [low, high] = e.operator === 'add' ? [x.low + y.low, x.high + y.high] : [x.low - y.high, x.high - y.low]
      return { low: Math.max(low, stored.low), high: Math.min(high, stored.high) }
    }
    return stored
  }

  /** The condition as far as the facts decide it: TRUE, FALSE, or itself. */
  known(condition: Expr): Expr {
    if (isConstant(condition)) return condition
    let known = this.decided.get(condition)
    if (known === undefined) {
      known = this.decide(condition)
      this.decided.set(condition, known)
    }
    return known
  }
  private decide(condition: Expr): Expr {
    if (this.lookup(facts => facts.truths.has(condition) || undefined)) return TRUE
    const negation = not(condition)
    if (this.lookup(facts => facts.truths.has(negation) || undefined)) return FALSE
    const { operator, args } = condition
    if ((operator === 'equal' || operator === 'or') && this.isLastOne(condition)) return TRUE
    if (operator === 'and' || operator === 'or') {
      const parts = new Set(args.map(a => this.known(a)))
      const [zero, unit] = operator === 'and' ? [FALSE, TRUE] : [TRUE, FALSE]
      if (parts.has(zero)) return zero
      return parts.size === 1 && parts.has(unit) ? unit : condition
    }
    if (operator === 'not') {
      const inner = this.known(args[0] as Expr)
      return isConstant(inner) ? not(inner) : condition
    }
    if (operator === 'less' || operator === 'lessEqual') return this.knownOrder(condition)
    if (operator === 'equal' && this.excludes(args[0] as Expr, args[1] as Expr)) return FALSE
    return condition
  }

  private knownOrder(condition: Expr): Expr {
    const [x, y] = condition.args.map(a => this.interval(a)) as [Interval, Interval]
    const strict = condition.operator === 'less'
    if (strict ? x.high < y.low : x.high <= y.low) return TRUE
    return (strict ? x.low >= y.high : x.low > y.high) ? FALSE : condition
  }

  /** Whether one side is known to equal another constant than the other side. */
  private excludes(a: Expr, b: Expr): boolean {
    const [constant, other] = isConstant(a) ? [a, b] : [b, a]
    if (!isConstant(constant)) return false
    const differs = (fact: Expr) =>
      fact.operator === 'equal' &&
      fact.args.includes(other) &&
      fact.args.some(side => side !== other && side !== constant && isConstant(side))
    return this.lookup(facts => [...facts.truths].some(differs) || undefined) === true
  }

  /** Whether `condition` names all that is left of the names that an expression can be: the last case of a switch. */
  private isLastOne(condition: Expr): boolean {
    const equalities = condition.operator === 'or' ? condition.args : [condition]
    const sides = equalities.map(({ operator, args }) =>
      operator === 'equal' ? (isConstant(args[0] as Expr) ? args : args.toReversed()) : [],
    )
    const subject = sides[0]?.[1]
    if (subject?.type.kind !== 'enum') return false
    if (!sides.every(([constant, other]) => other === subject && constant !== undefined && isConstant(constant)))
      return false
    const named = new Set(sides.map(([constant]) => constant?.value))
    return subject.type.values.every(value => named.has(value) || this.isNot(subject, value))
  }
  /** Whether it is known that an expression is not this name. */
  private isNot(e: Expr, value: string): boolean {
    const equality = equal(e, name(value))
    const inequality = not(equality)
    return (
      this.lookup(facts => facts.truths.has(inequality) || undefined) === true ||
      this.excludes(...(equality.args as [Expr, Expr]))
    )
  }

  private lookup<T>(find: (facts: Facts) => T | undefined): T | undefined {
    for (let facts: Facts | null = this; facts !== null; facts = facts.parent) {
      const found = find(facts)
      if (found !== undefined) return found
    }
    return undefined
  }
}
