/**
 * The states that stand for all that are alike. In: a model whose author declares names interchangeable, which is
 * checked first. Out: for a packed state, its representative; the same for all states that differ by a renaming only.
 *
 * States are canonicalised by generated code here and in the kernel, so that the searches agree on representatives.
 */
import { packedState } from '../../../codegen/program.ts'
import { defineCanonicalise, type Symmetry } from '../../../codegen/symmetry/canonicalise.ts'
import { cellsOfNames, type NameCells, type StateTerms } from '../../../codegen/symmetry/cellAction.ts'
import { ARRANGEMENTS_MAX, arrangements, stagesOf } from '../../../codegen/symmetry/stages.ts'
import { NotCompilable, TermPool } from '../../../codegen/terms.ts'
import { type HostMemory, Instance, Memory, Module } from '../../../codegen/wasm/host.ts'
import { ModuleBuilder } from '../../../codegen/wasm/module.ts'
import type { Expr } from '../../../ir/expr.ts'
import type { Model, Property } from '../../../ir/model.ts'
import { SpecError } from '../../../source/diagnostic.ts'
import { requireSymmetry } from './automorphism.ts'

const TERMS_MAX = 1_000_000
const STATE_ADDRESS = 8

export class Representatives {
  /** for generated code that finds representatives itself */
  readonly symmetry: Symmetry
  /** premises of which representatives do not show whether they ever come true */
  readonly uncertain: ReadonlySet<Expr>
  private readonly words: Uint32Array
  private readonly run: (address: number) => void

  constructor(symmetry: Symmetry, uncertain: ReadonlySet<Expr> = new Set()) {
    this.uncertain = uncertain
    this.symmetry = symmetry
    const module = new ModuleBuilder()
    const bytes = STATE_ADDRESS + 8 * Math.max(1, Math.ceil(symmetry.bits / 64))
    const pages = Math.ceil(bytes / 65_536)
    module.importMemory('symmetry', 'memory', { initialPages: pages, maximumPages: pages })
    module.export('canonicalise', defineCanonicalise(module, symmetry))
    const memory: HostMemory = new Memory({ initial: pages, maximum: pages })
    const { exports } = new Instance(new Module(module.toBytes()), { symmetry: { memory } })
    // the function that was exported above
    this.run = exports.canonicalise as (address: number) => void
    this.words = new Uint32Array(memory.buffer, STATE_ADDRESS, (bytes - STATE_ADDRESS) / 4)
  }

  /**
   * @param asked the properties that the answer is about
   * @throws SpecError VON4008 where the model tells interchangeable names apart, VON4009 where there are too many of them
   */
  static of(model: Model, asked: readonly Property[]): Representatives {
    try {
      const { symmetry, named } = symmetryOf(model)
      const uncertain = requireSymmetry(model, asked, orderOf(symmetry.cells.length, named))
      const count = arrangements(symmetry.stages)
      if (count > ARRANGEMENTS_MAX) throw tooMany(model, count)
      return new Representatives(symmetry, uncertain)
    } catch (error) {
      throw error instanceof NotCompilable ? tooLarge(model, error) : error
    }
  }

  /** Replaces a packed state by its representative. */
  canonicalise(state: Uint32Array): void {
    this.words.fill(0)
    this.words.set(state)
    this.run(STATE_ADDRESS)
    for (let i = 0; i < state.length; i++) state[i] = this.words[i] as number
  }
}

/**
 * How the names of a model's interchangeable types act on its states, be it symmetric or not.
 * @throws NotCompilable when a variable does not fit into 32-bit cells
 */
export function symmetryOf({ variables, interchangeable }: Pick<Model, 'variables' | 'interchangeable'>) {
  const pool = new TermPool(TERMS_MAX)
  const { cells, state: trees, bits } = packedState(variables, pool)
  const state: StateTerms = { variables, trees, pool }
  const named = interchangeable.map(type => cellsOfNames(state, type))
  const symmetry: Symmetry = { state, cells, bits, stages: stagesOf(named) }
  return { symmetry, named }
}

/** Cells that belong to the same name are next to each other. */
function orderOf(cellCount: number, named: readonly NameCells[]): (cell: number) => number {
  const ranks = new Map<number, number>()
  for (const { slices } of named) {
    for (const [name, slice] of slices.entries()) for (const cell of slice) if (!ranks.has(cell)) ranks.set(cell, name)
  }
  const rankOf = (cell: number) => ranks.get(cell) ?? -1
  const order = Array.from({ length: cellCount }, (_, cell) => cell).sort((a, b) => rankOf(a) - rankOf(b) || a - b)
  const levels = new Map(order.map((cell, level) => [cell, level]))
  return cell => levels.get(cell) as number
}

const tooLarge = ({ initial }: Model, { message }: NotCompilable) =>
  new SpecError({
    code: 'VON4008',
    message: 'it cannot be shown that nothing tells interchangeable names apart',
    span: initial.span,
    note: `the model is too large for it: ${message}`,
    help: 'check a smaller instance, or go without --symmetry',
    related: [],
  })

function tooMany({ interchangeable, initial }: Model, count: number): SpecError {
  const counts = interchangeable.map(type => `${type.values.length} of ${type.values[0]}`)
  return new SpecError({
    code: 'VON4009',
    message: `too many interchangeable names: ${counts.join(', ')}`,
    span: initial.span,
    note:
      'names that the state holds, or pairs of which have a part of the state, have to be tried in every order: ' +
      `${count.toLocaleString('en-US')} orders, where at most ${ARRANGEMENTS_MAX.toLocaleString('en-US')} are tried`,
    help: 'declare fewer names interchangeable, or check a smaller instance',
    related: [],
  })
}
