/** Breadth-first search of the two-phase commit of `commit.fixture.ts` in plain JavaScript, for comparison. */
import { COMMIT_ACTIONS, commitRules } from './commit.fixture.ts'

export interface Reference {
  /** the first word, by id */
  readonly states: bigint[]
  readonly parents: number[]
  /** by action: steps, self-loops among them, and steps to new states */
  readonly fired: number[]
  readonly fresh: number[]
  /** all steps */
  generated: number
  /** how many states were expanded */
  expanded: number
}

/** The search up to the expansion of `expansions` states. */
export function referenceSearch(n: number, expansions = Number.POSITIVE_INFINITY): Reference {
  const rules = commitRules(n)
  const ids = new Map([[0n, 0]])
  const perAction = () => Array<number>(COMMIT_ACTIONS).fill(0)
  const [fired, fresh] = [perAction(), perAction()]
  const found: Reference = { states: [0n], parents: [-1], fired, fresh, generated: 0, expanded: 0 }
  for (; found.expanded < Math.min(found.states.length, expansions); found.expanded++) {
    const state = found.states[found.expanded] as bigint
    for (const { action, mask, value, clear, setBits } of rules) {
      if ((state & mask) !== value) continue
      const next = (state & ~clear) | setBits
      found.generated++
      fired[action] = (fired[action] as number) + 1
      if (ids.has(next)) continue
      fresh[action] = (fresh[action] as number) + 1
      ids.set(next, found.states.length)
      found.states.push(next)
      found.parents.push(found.expanded)
    }
  }
  return found
}
