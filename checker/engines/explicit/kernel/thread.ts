/**
 * A thread with an instance of the kernel's module. It takes as long to start as a small model takes in all: so it is
 * started before there is a module, and is linked later. In: calls of exported functions. Out: what they say, or the
 * reason why the thread has ended.
 */
import { Worker } from 'node:worker_threads'
import type { HostMemory } from '../../../codegen/wasm/host.ts'

/** States by id: `from` to `to - 1`. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** The lists of one thread, as they lie in its regions. */
export interface ThreadLists {
  readonly thread: number
  readonly matching: number
  readonly attentive: number
  readonly ends: number
}

/** What all instances are linked with. */
export interface Memories {
  readonly memory: HostMemory
  readonly states: HostMemory
}

/** What a thread says when it has stopped: why, and the values of its globals. */
export interface Reply extends Omit<ThreadLists, 'thread'>, Range {
  readonly why: number
  readonly size: number
  readonly idsEnd: number
}

/**
 * What each thread runs. It is given as text because it must run wherever the kernel does, bundled or not, and needs
 * nothing but the module.
 */
const script = `
const { parentPort } = require('node:worker_threads')
parentPort.once('message', ({ module, imports }) => {
  const { exports } = new WebAssembly.Instance(module, { kernel: imports })
  exports.clearFilter()
  parentPort.on('message', ({ globals, task, args }) => {
    for (const [name, value] of Object.entries(globals)) exports[name].value = value
    const why = exports[task](...args)
    const values = ['matching', 'attentive', 'ends', 'from', 'to', 'size', 'idsEnd'].map(name => [name, exports[name].value])
    parentPort.postMessage({ why, ...Object.fromEntries(values) })
  })
})
`

export class Thread {
  private readonly worker: Worker
  private answer: ((reply: Reply) => void) | null = null
  private fail: ((error: Error) => void) | null = null
  private failure: Error | null = null

  constructor() {
    // Without the flags and environment of the main thread, which may load a compiler for TypeScript.
    this.worker = new Worker(script, { eval: true, execArgv: [], env: {}, name: 'von' })
    this.worker.on('message', (reply: Reply) => this.answer?.(reply))
    this.worker.on('error', error => this.end(error))
    this.worker.on('exit', code => this.end(new Error(`it exited with code ${code}`)))
    this.worker.unref()
  }

  /** Makes the instance, with regions from `base` on. Is called once, before all others. */
  link(module: object, imports: Memories & { readonly base: number }): void {
    this.worker.postMessage({ module, imports })
  }
  /**
   * Calls a function of the instance, after giving values to some globals.
   * @throws Error when the thread ends instead
   */
  run(task: 'work' | 'spread', args: readonly number[], globals: object = {}): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) return reject(this.failure)
      this.worker.ref()
      this.fail = reject
      this.answer = reply => {
        this.worker.unref()
        resolve(reply)
      }
      this.worker.postMessage({ task, args, globals })
    })
  }
  async stop(): Promise<void> {
    await this.worker.terminate()
  }
  private end(error: Error): void {
    this.failure ??= error
    this.fail?.(this.failure)
  }
}

export const startThreads = (count: number): Thread[] => Array.from({ length: count }, () => new Thread())
