/**
 * A thread that walks. It gets generated code and its share of the walks, and for each message that it receives it sends
 * the next piece of its log.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { type ExpanderCode, expanderOf } from '../../codegen/expander.ts'
import { type Blocks, walksOf } from './blocks.ts'
import { Log } from './log.ts'
import { GeneratedMover, type InitialStates } from './mover.ts'
import { Walker, type WalkPlan } from './walker.ts'

export interface WalkThreadData {
  readonly code: ExpanderCode
  readonly initial: InitialStates
  readonly plan: WalkPlan
  readonly blocks: Blocks
  /** this thread takes every `threads`th block from `thread` on */
  readonly thread: number
  readonly threads: number
}
export interface LogPiece {
  readonly words: Uint32Array
  readonly length: number
  /** whether the block ends with this piece */
  readonly isLast: boolean
}

const PIECE_STEPS = 4096

const { code, initial, plan, blocks, thread, threads } = workerData as WalkThreadData
const mover = new GeneratedMover(expanderOf(code), initial)
const walker = new Walker(mover, plan)
let block = thread
let isBetween = true

parentPort?.on('message', () => {
  const walks = walksOf(blocks, block)
  if (walks === undefined) return
  if (isBetween) walker.begin(walks.first, walks.end)
  const log = new Log(mover.stateWords, new Uint32Array(PIECE_STEPS * (mover.stateWords + 8)))
  isBetween = walker.advance(log, PIECE_STEPS)
  if (isBetween) block += threads
  const piece: LogPiece = { words: log.words, length: log.length, isLast: isBetween }
  parentPort?.postMessage(piece, [log.words.buffer as ArrayBuffer])
})
