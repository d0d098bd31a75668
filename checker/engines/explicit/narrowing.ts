/**
 * The packing in which the kernel keeps the states of a model. In: the model. Out: the plain packing, or one that takes a
 * word less, because cells never change or are digits of numbers.
 */
import { constantCells } from '../../codegen/constantCells.ts'
import { densePacking, type Packing, wordsFor } from '../../codegen/packing.ts'
import { packedState, programOf } from '../../codegen/program.ts'
import { bitsOf } from '../../codegen/repacking.ts'
import { TermPool } from '../../codegen/terms.ts'
import { StateEncoding } from '../../ir/encode.ts'
import { Interpreter } from '../../ir/interpret.ts'
import type { Model } from '../../ir/model.ts'
import type { States } from './store.ts'

/** More would take longer to look at than they are worth. */
const INITIAL_MAX = 1000
const LEAVES_MAX = 100_000

/**
 * @param states some that were found: what has changed is not constant. They save time, and do not change the result
 * @throws NotCompilable as `programOf`
 */
export function narrowestPacking(model: Model, states: States | null): Packing {
  const { plain } = packedState(model.variables, new TermPool(LEAVES_MAX))
  const exact = densePacking(plain.places)
  const initial = wordsFor(exact.bits) === 1 ? [] : initialCells(model, plain)
  const [first] = initial
  if (first === undefined) return exact
  const seen = [...initial, ...cellsOf(states, plain)]
  const suspects = new Set(plain.places.keys().filter(cell => seen.every(cells => cells[cell] === first[cell])))
  const without = (constant: ReadonlySet<number>) =>
    densePacking(
      plain.places.map((range, cell) => (constant.has(cell) ? { low: first[cell] as number, count: 1 } : range)),
    )
  const isShorter = ({ bits }: Packing) => wordsFor(bits) < wordsFor(exact.bits)
  if (!isShorter(without(suspects))) return exact
  const narrowed = without(
    constantCells(
      programOf(model, () => false),
      initial,
      suspects,
    ),
  )
  return isShorter(narrowed) ? narrowed : exact
}

/** The cells of all initial states; none when these are too many. */
function initialCells(model: Model, plain: Packing): number[][] {
  const encoding = new StateEncoding(model.variables)
  const words = new Uint32Array(encoding.words)
  const all: number[][] = []
  new Interpreter(model).initialStates(outcome => {
    if (outcome.kind === 'failure' || all.length > INITIAL_MAX) return
    encoding.encode(outcome.state, words)
    all.push(cellsIn(words, plain))
  })
  return all.length > INITIAL_MAX ? [] : all
}
/** Those of some states in a store. */
function cellsOf(states: States | null, plain: Packing): number[][] {
  const words = new Uint32Array(Math.max(1, Math.ceil(plain.bits / 32)))
  return Array.from({ length: Math.min(states?.size ?? 0, INITIAL_MAX) }, (_, id) => {
    states?.read(id, words)
    return cellsIn(words, plain)
  })
}
const cellsIn = (words: Uint32Array, { fields }: Packing): number[] =>
  fields.map(({ bit, width, low }) => low + bitsOf(words, bit, width))
