/**
 * The solver that comes with von: Z3 as WebAssembly, from the package z3-solver, in a Node process of its own. So it can be
 * killed in the middle of a query, and its memory returns with it.
 *
 * It is driven by text, like a native solver, and not through the package's own interface: that starts a thread for each
 * query, and another 300 ms of start-up.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Limits } from './contract.ts'
import { isZ3SpentByLimits, type SolverProgram, wholeMegabytes, z3Preamble } from './solverProgram.ts'

/**
 * The thread that solves. It reads its input by itself, blocking; a query is what comes up to a line `(echo "...")`. The
 * texts are copied to the solver's memory, as they may be larger than its stack.
 *
 * Whatever may throw is called by way of JavaScript, and as the package was built with assertions, each such call has V8
 * look up a function in the table of WebAssembly, for longer than most of them take. The table never changes, so what was
 * found is kept.
 */
const solve = `
const { readSync, writeSync } = require('node:fs')
const { workerData: { file, megabytes } } = require('node:worker_threads')
require('node:module').enableCompileCache?.()
const read = Buffer.alloc(1 << 16)
function nextQuery() {
  const parts = []
  let tail = ''
  while (!/(^|\\n)\\(echo "[^"\\n]*"\\)\\n$/.test(tail)) {
    const length = readSync(0, read)
    if (length === 0) return undefined
    parts.push(Buffer.from(read.subarray(0, length)))
    tail = (tail + read.toString('latin1', 0, length)).slice(-100)
  }
  return Buffer.concat(parts)
}
const { get } = WebAssembly.Table.prototype
let found
WebAssembly.Table.prototype.get = function (index) {
  found ??= Array(this.length).fill(null)
  return found[index] ??= get.call(this, index)
}
function write(text) {
  let rest = Buffer.from(text)
  while (rest.length > 0) rest = rest.subarray(writeSync(1, rest))
}
const start = async () => require(file)({ printErr: text => writeSync(2, text + '\\n') })
start().then(z3 => {
  if (megabytes > 0) z3.ccall('Z3_global_param_set', 'void', ['string', 'string'], ['memory_max_size', String(megabytes)])
  const context = z3._Z3_mk_context(z3._Z3_mk_config())
  if (context === 0) throw new Error('out of memory')
  z3._set_noop_error_handler(context)
  for (let query = nextQuery(); query !== undefined; query = nextQuery()) {
    const at = z3._malloc(query.length + 1)
    if (at === 0) throw new Error('out of memory')
    z3.HEAPU8.set(query, at)
    z3.HEAPU8[at + query.length] = 0
    write(z3.UTF8ToString(z3._Z3_eval_smtlib2_string(context, at)))
    z3._free(at)
  }
}).catch(error => writeSync(2, String(error?.message ?? error))).finally(() => process.exit())
`

/**
 * The main thread. It only waits for the end of the solver or of its own parent. The solver gets a stack for deeply nested
 * terms; it exits by itself, with the code that Z3 has for it, where there is no more memory.
 */
const host = `
const [file, megabytes] = process.argv.slice(1)
const solver = new (require('node:worker_threads').Worker)(${JSON.stringify(solve)}, {
  eval: true,
  workerData: { file, megabytes: Number(megabytes) },
  resourceLimits: { stackSizeMb: 64 },
})
const outOfMemory = 101
const { writeSync } = require('node:fs')
solver.on('error', error => writeSync(2, error.message))
solver.on('exit', code => {
  if (code === outOfMemory) writeSync(2, 'out of memory')
  process.exit(code)
})
const lifeline = new (require('node:net').Socket)({ fd: 3 })
lifeline.on('error', () => {}).on('close', () => process.kill(process.pid, 'SIGKILL')).resume()
`

/** Where there is no limit of memory it has what WebAssembly gives it, 2 GB. */
export function embeddedProgram(logic: string, limits: Limits): SolverProgram {
  const file = createRequire(import.meta.url).resolve('z3-solver/build/z3-built.js')
  const manifest: unknown = JSON.parse(readFileSync(path.join(path.dirname(file), '../package.json'), 'utf8'))
  const megabytes = limits.memoryBytes === undefined ? 0 : wholeMegabytes(limits.memoryBytes)
  return {
    title: `z3-solver ${(manifest as { version: string }).version}`,
    file: process.execPath,
    // Checking the whole module before its first function runs would take twice as long as all the rest.
    arguments: ['--wasm-lazy-validation', '-e', host, file, String(megabytes)],
    preamble: z3Preamble(logic, limits),
    keepsDatatypes: false,
    isSpentByLimits: isZ3SpentByLimits(logic),
  }
}
