/**
 * What a search has counted of each action: by the interpreter, and by the compiled model that takes over from it. Out: plain
 * counts for a checkpoint, or the coverage of a report.
 */
import type { Interpreter } from '../../ir/interpret.ts'
import type { Action, Model } from '../../ir/model.ts'
import { coverageOf } from '../../verdict/branches.ts'
import type { ActionCoverage } from '../../verdict/report.ts'
import type { CompiledModel } from './compiled.ts'

/** Counts of one action; guards and branches in its order. */
export interface ActionCounts {
  readonly fired: number
  readonly fresh: number
  readonly guards: readonly { readonly passed: number; readonly refused: number }[]
  readonly branches: readonly { readonly held: number; readonly failed: number }[]
}

/** Transitions of one action. */
interface Firing {
  fired: number
  fresh: number
}

export class ActionCounter {
  private readonly model: Model
  private readonly interpreter: Interpreter
  private readonly firings: ReadonlyMap<Action, Firing>
  /** whether all turns of all branches were counted, by all that have expanded states */
  countsBranches = true

  /** @param interpreter counts the branches; nothing but expansions of the search is to be asked of it */
  constructor(model: Model, interpreter: Interpreter) {
    this.model = model
    this.interpreter = interpreter
    this.firings = new Map(model.actions.map(action => [action, { fired: 0, fresh: 0 }]))
  }

  /** A transition that the interpreter has found. */
  fire(action: Action, isFresh: boolean): void {
    const firing = this.firings.get(action) as Firing
    firing.fired++
    if (isFresh) firing.fresh++
  }
  /** Whether a branch has not gone both ways yet. */
  isBranchOpen(action: Action, branch: number): boolean {
    const count = this.interpreter.branchCounts(action)[branch]
    return count === undefined || count.held === 0 || count.failed === 0
  }

  /**
   * @param compiled what else has counted
   * @param expanded states that it has expanded, without those that a constraint kept from it
   */
  counts(compiled: CompiledModel | null | undefined, expanded: number): ActionCounts[] {
    return this.model.actions.map((action, i): ActionCounts => {
      const { fired, fresh } = this.firings.get(action) as Firing
      const guards = compiled?.counts.guards(i, expanded) ?? []
      const branches = compiled?.counts.branches(i) ?? []
      return {
        fired: fired + (compiled?.counts.fired(i) ?? 0),
        fresh: fresh + (compiled?.kernel.freshOf(i) ?? 0),
        guards: this.interpreter.guardCounts(action).map(({ passed, refused }, k) => ({
          passed: passed + (guards[k]?.passed ?? 0),
          refused: refused + (guards[k]?.refused ?? 0),
        })),
        branches: this.interpreter.branchCounts(action).map(({ held, failed }, k) => ({
          held: held + (branches[k]?.held ?? 0),
          failed: failed + (branches[k]?.failed ?? 0),
        })),
      }
    })
  }
  /** The same for a report; branches are in it if they were all counted, and asked for. */
  coverage(all: readonly ActionCounts[], isAskedFor: boolean): ActionCoverage[] {
    return this.model.actions.map((action, i) => {
      const { fired, fresh, guards, branches } = all[i] as ActionCounts
      return {
        action: action.name,
        span: action.span,
        fired,
        fresh,
        guards: guards.map((count, k) => ({ span: this.guardSpan(action, k), ...count })),
        ...coverageOf(action.branches, branches, this.countsBranches && isAskedFor),
      }
    })
  }
  private guardSpan(action: Action, index: number): ActionCoverage['span'] {
    return this.interpreter.guardCounts(action)[index]?.guard.span ?? action.span
  }

  /** Goes on from what another search has counted. */
  restore(all: readonly ActionCounts[], countsBranches: boolean): void {
    this.countsBranches = countsBranches
    for (const [i, action] of this.model.actions.entries()) {
      const { fired, fresh, guards, branches } = all[i] as ActionCounts
      Object.assign(this.firings.get(action) as Firing, { fired, fresh })
      for (const [k, count] of this.interpreter.guardCounts(action).entries()) Object.assign(count, guards[k])
      for (const [k, count] of this.interpreter.branchCounts(action).entries()) Object.assign(count, branches[k])
    }
  }
}
