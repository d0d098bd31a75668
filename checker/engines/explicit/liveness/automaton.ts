/**
 * From a formula to an automaton that accepts the behaviours which satisfy it. In: a formula of linear temporal logic.
 * Out: a generalised Buechi automaton, with its literals and its acceptance on the transitions.
 *
 * A state of the automaton is a set of formulas that the rest of the behaviour must satisfy. Each of its transitions is
 * one way to do so for the present moment: literals that must be true now, and a set for the rest. A transition on which
 * an `until` puts off its goal does not fulfil it; a run is accepted when it fulfils every `until` again and again.
 *
 * Source: J.-M. Couvreur, "On-the-fly Verification of Linear Temporal Logic", FM 1999, LNCS 1708.
 */
import type { Predicate } from '../../../ir/predicate.ts'
import { isOfSteps } from '../../../ir/predicate.ts'
import type { Formula, Occurrence } from '../../../ir/temporal.ts'

/** What a formula says of a step. */
export type StepProposition = Predicate | Occurrence
export const isOccurrenceProposition = (p: StepProposition): p is Occurrence => 'action' in p

/** Masks of propositions that must be true, and that must be false. */
export interface Literals {
  readonly true: number
  readonly false: number
}
export interface Transition {
  /** about the state: bits are positions in `Automaton.states` */
  readonly ofState: Literals
  /** about the step out of the state: bits are positions in `Automaton.steps` */
  readonly ofStep: Literals
  readonly target: number
  /** mask of the promises that are fulfilled, or not due */
  readonly fulfilled: number
}
export interface Automaton {
  /** what the formula says of states */
  readonly states: readonly Predicate[]
  /** what it says of steps */
  readonly steps: readonly StepProposition[]
  /** the transitions of each state; the first one is initial */
  readonly transitions: readonly (readonly Transition[])[]
  /** mask of all promises */
  readonly promises: number
  /** for each state, whether a run that comes back to it again and again can fulfil all promises */
  readonly isAcceptable: readonly boolean[]
}

/** Masks are of 32 bits. */
const PROPOSITIONS_MAX = 32
const STATES_MAX = 1000

/** @throws RangeError when the formula is too large */
export function automatonOf(formula: Formula): Automaton {
  const terms = new Terms()
  const root = terms.of(formula, false)
  const states: Term[][] = []
  const numbers = new Map<string, number>()
  const numberOf = (obligations: readonly Term[]): number => {
    const sorted = [...obligations].sort((a, b) => a.id - b.id)
    const key = sorted.map(term => term.id).join()
    const known = numbers.get(key)
    if (known !== undefined) return known
    if (states.length === STATES_MAX) throw new RangeError('the formula is too large')
    numbers.set(key, states.length)
    return states.push(sorted) - 1
  }
  numberOf([root])
  const transitions: Transition[][] = []
  for (let i = 0; i < states.length; i++) {
    const all = ways(states[i] as Term[]).map(way => ({
      ofState: way.ofState,
      ofStep: way.ofStep,
      target: numberOf([...way.next]),
      fulfilled: ~way.postponed & terms.promises,
    }))
    transitions.push(withoutWeaker(all))
  }
  const all = merged(transitions)
  return {
    states: terms.states,
    steps: terms.steps,
    transitions: all,
    promises: terms.promises,
    isAcceptable: acceptable(all, terms.promises),
  }
}

// ---- negation normal form --------------------------------------------------------------------------------------------
/** Equal terms are `===`. */
type Term = { readonly id: number } & (
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'literal'; readonly about: 'ofState' | 'ofStep'; readonly bit: number; readonly value: boolean }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Term[] }
  /** `promise`: a bit of its own */
  | { readonly kind: 'until'; readonly left: Term; readonly right: Term; readonly promise: number }
  /** right is true until left is, that moment included; or for ever */
  | { readonly kind: 'release'; readonly left: Term; readonly right: Term }
)
type TermShape = Term extends infer T ? (T extends { readonly id: number } ? Omit<T, 'id'> : never) : never

class Terms {
  readonly states: Predicate[] = []
  readonly steps: StepProposition[] = []
  private readonly known = new Map<string, Term>()
  private untils = 0

  /** All promises made by `until`. */
  get promises(): number {
    return bitsBelow(this.untils)
  }

  of(formula: Formula, isNegated: boolean): Term {
    switch (formula.kind) {
      case 'predicate': {
        const { predicate } = formula
        return isOfSteps(predicate)
          ? this.literal('ofStep', bitOf(this.steps, predicate), !isNegated)
          : this.literal('ofState', bitOf(this.states, predicate), !isNegated)
      }
      case 'taken':
        return this.literal('ofStep', bitOf(this.steps, formula.occurrence), !isNegated)
      case 'not':
        return this.of(formula.operands[0], !isNegated)
      case 'and':
      case 'or': {
        const operands = formula.operands.map(operand => this.of(operand, isNegated))
        return this.junction((formula.kind === 'and') !== isNegated ? 'and' : 'or', operands)
      }
      case 'implies': {
        const [premise, conclusion] = formula.operands
        return this.junction(isNegated ? 'and' : 'or', [this.of(premise, !isNegated), this.of(conclusion, isNegated)])
      }
      case 'always':
      case 'eventually': {
        const operand = this.of(formula.operands[0], isNegated)
        return (formula.kind === 'always') !== isNegated
          ? this.release(this.constant(false), operand)
          : this.until(this.constant(true), operand)
      }
      case 'until': {
        const [left, right] = formula.operands.map(operand => this.of(operand, isNegated)) as [Term, Term]
        return isNegated ? this.release(left, right) : this.until(left, right)
      }
    }
  }

  private constant(value: boolean): Term {
    return this.make(`${value}`, { kind: 'constant', value })
  }
  private literal(about: 'ofState' | 'ofStep', bit: number, value: boolean): Term {
    if (bit >= PROPOSITIONS_MAX) throw new RangeError(`the formula has more than ${PROPOSITIONS_MAX} predicates`)
    return this.make(`${about}${bit}${value}`, { kind: 'literal', about, bit, value })
  }
  private junction(kind: 'and' | 'or', operands: readonly Term[]): Term {
    const unit = this.constant(kind === 'and')
    const zero = this.constant(kind === 'or')
    const distinct = [...new Set(operands)].filter(operand => operand !== unit)
    if (distinct.includes(zero)) return zero
    if (distinct.length < 2) return distinct[0] ?? unit
    return this.make(`${kind}${distinct.map(({ id }) => id)}`, { kind, operands: distinct })
  }
  private until(left: Term, right: Term): Term {
    if (right.kind === 'constant') return right
    return this.make(`until${left.id},${right.id}`, () => {
      if (this.untils === PROPOSITIONS_MAX) throw new RangeError('the formula is too large')
      return { kind: 'until', left, right, promise: 1 << this.untils++ }
    })
  }
  private release(left: Term, right: Term): Term {
    if (right.kind === 'constant') return right
    return this.make(`release${left.id},${right.id}`, { kind: 'release', left, right })
  }
  private make(key: string, shape: TermShape | (() => TermShape)): Term {
    let term = this.known.get(key)
    if (term === undefined) {
      const made = typeof shape === 'function' ? shape() : shape
      term = { ...made, id: this.known.size } as Term
      this.known.set(key, term)
    }
    return term
  }
}

function bitOf<T>(list: T[], item: T): number {
  const known = list.indexOf(item)
  return known >= 0 ? known : list.push(item) - 1
}
const bitsBelow = (count: number) => (count === 32 ? -1 : (1 << count) - 1)

// ---- transitions -----------------------------------------------------------------------------------------------------
/** A way to satisfy formulas: what must be true now, and of the rest. */
interface Way {
  readonly ofState: Literals
  readonly ofStep: Literals
  readonly next: ReadonlySet<Term>
  readonly postponed: number
}
const NONE: Literals = { true: 0, false: 0 }

const START: Way = { ofState: NONE, ofStep: NONE, next: new Set(), postponed: 0 }

/**
 * All ways to satisfy all of the terms.
 * @param done terms that were dealt with
 * @param way what that demands
 */
function ways(terms: readonly Term[], done: ReadonlySet<Term> = new Set(), way = START): Way[] {
  const [term, ...rest] = terms
  if (term === undefined) return [way]
  if (done.has(term)) return ways(rest, done, way)
  const after = new Set(done).add(term)
  const later = { ...way, next: new Set(way.next).add(term) }
  const go = (now: readonly Term[], then = way) => ways([...now, ...rest], after, then)
  switch (term.kind) {
    case 'constant':
      return term.value ? go([]) : []
    case 'literal': {
      const literals = withLiteral(way[term.about], term.bit, term.value)
      return literals === null ? [] : go([], { ...way, [term.about]: literals })
    }
    case 'and':
      return go(term.operands)
    case 'or':
      return term.operands.flatMap(operand => go([operand]))
    case 'until':
      return [...go([term.right]), ...go([term.left], { ...later, postponed: way.postponed | term.promise })]
    case 'release':
      return [...go([term.left, term.right]), ...go([term.right], later)]
  }
}

/** null when the literals contradict one another. */
function withLiteral(literals: Literals, bit: number, value: boolean): Literals | null {
  const mask = 1 << bit
  if (((value ? literals.false : literals.true) & mask) !== 0) return null
  return value ? { ...literals, true: literals.true | mask } : { ...literals, false: literals.false | mask }
}

/** Leaves out transitions that demand more than another one to the same state, and fulfil no more. */
function withoutWeaker(all: readonly Transition[]): Transition[] {
  const isWithin = (a: number, b: number) => (a & ~b) === 0
  const demandsLess = (a: Literals, b: Literals) => isWithin(a.true, b.true) && isWithin(a.false, b.false)
  const covers = (a: Transition, b: Transition) =>
    a.target === b.target &&
    demandsLess(a.ofState, b.ofState) &&
    demandsLess(a.ofStep, b.ofStep) &&
    isWithin(b.fulfilled, a.fulfilled)
  return all.filter((t, i) => !all.some((other, k) => k !== i && covers(other, t) && (k < i || !covers(t, other))))
}

/** States with the same transitions become one, until there are none. */
function merged(transitions: readonly (readonly Transition[])[]): Transition[][] {
  const representatives = new Map<string, number>()
  const kept: (readonly Transition[])[] = []
  const renamed = transitions.map(all => {
    const key = all
      .map(t => JSON.stringify(t))
      .sort()
      .join()
    const known = representatives.get(key) ?? kept.push(all) - 1
    representatives.set(key, known)
    return known
  })
  const result = kept.map(all => withoutWeaker(all.map(t => ({ ...t, target: renamed[t.target] as number }))))
  return kept.length === transitions.length ? result : merged(result)
}

/** Promises are fulfilled on the transitions between states that reach each other. */
function acceptable(transitions: readonly (readonly Transition[])[], promises: number): boolean[] {
  const reached = transitions.map((_, from) => {
    const seen = new Set<number>()
    const pending = [from]
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      for (const { target } of transitions[at] as readonly Transition[]) {
        if (!seen.has(target)) pending.push(target)
        seen.add(target)
      }
    }
    return seen
  })
  const isTogether = (a: number, b: number) => reached[a]?.has(b) === true && reached[b]?.has(a) === true
  return transitions.map((_, state) => {
    if (!isTogether(state, state)) return false
    let fulfilled = 0
    for (const [from, all] of transitions.entries()) {
      if (!isTogether(state, from)) continue
      for (const t of all) if (isTogether(state, t.target)) fulfilled |= t.fulfilled
    }
    return fulfilled === promises
  })
}
