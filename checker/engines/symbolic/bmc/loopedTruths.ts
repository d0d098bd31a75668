/**
 * The truth of formulas along a behaviour that goes on for ever, in SMT-LIB text. The behaviour has states 0 to k and then goes on
 * as it does after an earlier state that is equal to state k, or stutters for ever in state k: one of the Booleans `loops`
 * says where. What is true at moment k is what is true where it goes on.
 *
 * Every text may be denied, so that no formula needs a normal form. Size: proportional to the formula and to k.
 *
 * Source: A. Biere, K. Heljanko, T. Junttila, T. Latvala and V. Schuppan, "Linear Encodings of Bounded LTL Model Checking",
 * Logical Methods in Computer Science 2, 2006.
 */
import type { Formula } from '../../../ir/temporal.ts'
import { either } from '../names.ts'

export interface LoopedBehaviour {
  /** of k + 1 moments: it goes on after this one; exactly one is true */
  readonly loops: readonly string[]
  /** what a formula that has no operands says of a moment before the last one, of its state and of the step from there */
  atom(atom: Atom, moment: number): string
  /** the same of state k, if it stutters for ever there */
  stuttering(atom: Atom): string
  /** Gives a name to a text that is used several times. */
  define(text: string): string
}
export type Atom = Formula & { readonly kind: 'predicate' | 'taken' }

/** At every moment. */
export function truthsOf(formula: Formula, behaviour: LoopedBehaviour): string[] {
  const { loops, define } = behaviour
  const k = loops.length - 1
  const stutters = loops[k] as string
  if (formula.kind === 'predicate' || formula.kind === 'taken') {
    const truths = Array.from({ length: k }, (_, i) => behaviour.atom(formula, i))
    const goesOn = truths.map((truth, i) => `(and ${loops[i]} ${truth})`)
    return [...truths, define(either([...goesOn, `(and ${stutters} ${behaviour.stuttering(formula)})`]))]
  }
  /** least: it comes true, and is what it is at moment k because it comes true within one turn of the loop */
  const until = (before: (moment: number) => string, goal: readonly string[]): string[] => {
    const backwards = (last: string) => {
      const truths = [last]
      for (let i = k - 1; i >= 0; i--) {
        truths.unshift(define(`(or ${goal[i]} (and ${before(i)} ${truths[0]}))`))
      }
      return truths
    }
    const stuttering = define(`(and ${stutters} ${goal[k]})`)
    const turn = backwards(stuttering)
    const goesOn = loops.slice(0, k).map((loop, i) => `(and ${loop} ${turn[i]})`)
    return backwards(define(either([...goesOn, stuttering])))
  }
  const negated = (truths: readonly string[]) => truths.map(truth => `(not ${truth})`)
  const operands = formula.operands.map(operand => truthsOf(operand, behaviour))
  const [first = [], second = []] = operands
  const each = (text: (moment: number) => string) => loops.map((_, i) => define(text(i)))
  switch (formula.kind) {
    case 'not':
      return negated(first)
    case 'and':
      return each(i => `(not ${either(operands.map(truths => `(not ${truths[i]})`))})`)
    case 'or':
      return each(i => either(operands.map(truths => truths[i] as string)))
    case 'implies':
      return each(i => `(or (not ${first[i]}) ${second[i]})`)
    case 'eventually':
      return until(() => 'true', first)
    case 'always':
      return negated(until(() => 'true', negated(first)))
    case 'until':
      return until(i => first[i] as string, second)
  }
}
