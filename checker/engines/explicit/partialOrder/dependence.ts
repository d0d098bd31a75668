/**
 * Which transitions of a model can disturb each other. In: a program, and the cells that the properties asked for can
 * see. Out: for each transition (an action with a choice of its parameters) what it reads and writes, and from that: the
 * transitions that depend on it, and those that could make one of its guards true. All of it is static, by cells: two
 * transitions are called dependent if one writes a cell that the other reads or writes, whether or not they then matter
 * to each other.
 */
import type { Node, Program } from '../../../codegen/program.ts'
import type { Term } from '../../../codegen/terms.ts'

export interface Transition {
  readonly index: number
  /** index of the action, and rank among the choices of its parameters */
  readonly action: number
  readonly choice: number
  /** the guards that come before any pick or check, in order, each with the transitions that write what it reads */
  readonly guards: readonly { readonly condition: Term; readonly writers: readonly number[] }[]
  /** the transitions that it depends on, itself left out */
  readonly dependent: readonly number[]
  /** whether it writes a cell that a property can see */
  readonly isVisible: boolean
}

interface Access {
  readonly reads: ReadonlySet<number>
  readonly writes: ReadonlySet<number>
  readonly guards: readonly Term[]
}

export function transitionsOf(program: Program, visible: ReadonlySet<number>): Transition[] {
  const supports = new Supports()
  const all = program.actions.flatMap(({ choices }, action) =>
    choices.map((node, choice) => ({ action, choice, access: accessOf(node, program, supports) })),
  )
  const writers = program.cells.map((): number[] => [])
  const users = program.cells.map((): number[] => [])
  for (const [index, { access }] of all.entries()) {
    for (const cell of access.writes) writers[cell]?.push(index)
    for (const cell of new Set([...access.reads, ...access.writes])) users[cell]?.push(index)
  }
  const of = (lists: readonly number[][], cells: Iterable<number>) => [...cells].flatMap(cell => lists[cell] ?? [])
  return all.map(({ action, choice, access }, index) => {
    const { reads, writes, guards } = access
    const dependent = new Set([...of(users, writes), ...of(writers, reads)])
    dependent.delete(index)
    return {
      index,
      action,
      choice,
      guards: guards.map(condition => ({ condition, writers: [...new Set(of(writers, supports.of(condition)))] })),
      dependent: [...dependent],
      isVisible: [...writes].some(cell => visible.has(cell)),
    }
  })
}

function accessOf(node: Node, program: Program, supports: Supports): Access {
  const reads = new Set<number>()
  const writes = new Set<number>()
  const guards: Term[] = []
  const read = (term: Term) => {
    for (const cell of supports.of(term)) reads.add(cell)
  }
  const follow = (at: Node, isLeading: boolean): void => {
    switch (at.kind) {
      case 'nothing':
        return
      case 'guard':
        if (isLeading) guards.push(at.condition)
        read(at.condition)
        follow(at.next, isLeading)
        return
      case 'check':
        read(at.condition)
        follow(at.next, false)
        return
      case 'choose':
        read(at.when)
        for (const option of at.options) follow(option, false)
        return
      case 'effect':
        for (const [cell, term] of at.cells.entries()) {
          if (term === program.current[cell]) continue
          writes.add(cell)
          read(term)
        }
    }
  }
  follow(node, true)
  return { reads, writes, guards }
}

/** The cells that terms read. */
export class Supports {
  private readonly known = new Map<Term, ReadonlySet<number>>()
  of(term: Term): ReadonlySet<number> {
    let found = this.known.get(term)
    if (found === undefined) {
      found = term.operator === 'cell' ? new Set([term.value]) : new Set(term.args.flatMap(arg => [...this.of(arg)]))
      this.known.set(term, found)
    }
    return found
  }
}
