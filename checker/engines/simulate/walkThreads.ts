/**
 * Several threads that walk ahead of who reads their logs, each by a few pieces at most, so that memory stays bounded.
 * Out: the pieces of each block, in order.
 */
import { Worker } from 'node:worker_threads'
import { InternalError } from '../../verdict/internalError.ts'
import { type Blocks, walksOf } from './blocks.ts'
import type { LogPiece, WalkThreadData } from './walkThread.ts'

/** Pieces that a thread may be ahead; each has some thousand steps. */
const AHEAD = 8

/** In dist/, threads are an entry of their own beside the chunk that this becomes a part of. */
const threadFile = import.meta.url.endsWith('.ts')
  ? new URL('./walkThread.ts', import.meta.url)
  : new URL(/\/chunks\/[^/]*$/.test(import.meta.url) ? '../walkThread.js' : './walkThread.js', import.meta.url)

/** The logs of all walks, in order; whoever stops early leaves the threads behind ended. */
export async function* walkedByThreads(
  threads: number,
  shared: Omit<WalkThreadData, 'thread' | 'threads'>,
): AsyncGenerator<LogPiece & { readonly thread: number }> {
  const all = Array.from({ length: threads }, (_, thread) => new WalkThread({ ...shared, thread, threads }))
  try {
    for (const block of indices(shared.blocks)) {
      const thread = block % threads
      for (;;) {
        const piece = await (all[thread] as WalkThread).next()
        yield { ...piece, thread }
        if (piece.isLast) break
      }
    }
  } finally {
    await Promise.all(all.map(thread => thread.end()))
  }
}
function* indices(blocks: Blocks): Generator<number> {
  for (let block = 0; walksOf(blocks, block) !== undefined; block++) yield block
}

class WalkThread {
  private readonly worker: Worker
  private readonly pieces: LogPiece[] = []
  private waiting: { resolve(piece: LogPiece): void; reject(error: Error): void } | null = null
  private failure: Error | null = null

  constructor(data: WalkThreadData) {
    this.worker = new Worker(threadFile, { workerData: data })
    this.worker.on('message', (piece: LogPiece) => {
      if (this.waiting === null) this.pieces.push(piece)
      else this.waiting.resolve(piece)
      this.waiting = null
    })
    this.worker.on('error', error => this.fail(new InternalError(`a thread that walks has failed: ${String(error)}`)))
    this.worker.on('exit', () => this.fail(new InternalError('a thread that walks has ended')))
    for (let i = 0; i < AHEAD; i++) this.worker.postMessage(null)
  }

  /** The next piece of this thread's log. @throws InternalError when the thread is no more */
  async next(): Promise<LogPiece> {
    this.worker.postMessage(null)
    const piece = this.pieces.shift()
    if (piece !== undefined) return piece
    if (this.failure !== null) throw this.failure
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject }
    })
  }
  async end(): Promise<void> {
    this.failure ??= new InternalError('the thread was ended')
    await this.worker.terminate()
  }

  private fail(error: Error): void {
    this.failure ??= error
    this.waiting?.reject(this.failure)
    this.waiting = null
  }
}
