/** What generated code counts, and where: the same for every back end. */
import type { Program } from './program.ts'

/** What is done about steps back to the same state: they are counted only, or appended as any other. */
export type Loops = 'counted' | 'appended'

/**
 * Positions of the counters: transitions of each action, passes of each of its guards, states pruned by each constraint.
 * How often a guard was asked follows from the guard before it, or from the number of states for a first step; only
 * behind a check or a choice it has a counter of its own. Each branch that is counted has two: true, and behind it false.
 */
export interface CounterLayout {
  readonly fired: readonly number[]
  readonly passed: readonly (readonly number[])[]
  readonly asked: readonly (readonly (number | null)[])[]
  readonly pruned: readonly number[]
  readonly branches: readonly (readonly (number | null)[])[]
  readonly count: number
}
export function counterLayout({ actions, constraints }: Program): CounterLayout {
  let count = 0
  const fired = actions.map(() => count++)
  const passed = actions.map(({ action }) => action.steps.filter(s => s.kind === 'guard').map(() => count++))
  const asked = actions.map(({ action }) =>
    action.steps.flatMap((step, i) => {
      if (step.kind !== 'guard') return []
      const before = action.steps[i - 1]
      return [before === undefined || before.kind === 'guard' ? null : count++]
    }),
  )
  const pruned = constraints.map(() => count++)
  const branches = actions.map(({ counted }) =>
    counted.map(isCounted => {
      if (!isCounted) return null
      count += 2
      return count - 2
    }),
  )
  return { fired, passed, asked, pruned, branches, count }
}

/** How often a guard was true and false. */
export interface Passes {
  readonly passed: number
  readonly refused: number
}

/** How often a branch went one way and the other. */
export interface Turns {
  readonly held: number
  readonly failed: number
}

/** What the counters of a program say. */
export class Counts {
  private readonly program: Program
  private readonly layout: CounterLayout
  private readonly read: (index: number) => number

  /** @param read gives the counter at a position */
  constructor(program: Program, read: (index: number) => number) {
    this.program = program
    this.layout = counterLayout(program)
    this.read = read
  }

  /** Transitions of the action with this index. */
  fired(action: number): number {
    return this.read(this.layout.fired[action] as number)
  }
  /**
   * How often each guard of the action was true and false.
   * @param expanded how many states were expanded, without those that a constraint kept from it
   */
  guards(action: number, expanded: number): Passes[] {
    const passed = (this.layout.passed[action] ?? []).map(this.read)
    const choices = this.program.actions[action]?.choices.length ?? 0
    return passed.map((count, i) => {
      const counter = this.layout.asked[action]?.[i] ?? null
      const asked = counter !== null ? this.read(counter) : i === 0 ? expanded * choices : (passed[i - 1] as number)
      return { passed: count, refused: asked - count }
    })
  }
  /** How often each branch of the action went either way; zero where the program does not count it. */
  branches(action: number): Turns[] {
    return (this.layout.branches[action] ?? []).map(counter =>
      counter === null ? { held: 0, failed: 0 } : { held: this.read(counter), failed: this.read(counter + 1) },
    )
  }
  /** States that each constraint kept from being expanded. */
  pruned(): { readonly name: string; readonly count: number }[] {
    return this.program.constraints.map(({ property }, i) => ({
      name: property.name,
      count: this.read(this.layout.pruned[i] as number),
    }))
  }
}
