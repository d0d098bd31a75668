/**
 * Our side of one comparison: `node run.ts PROGRAM SUBJECT FOLDER PASSES NUMBER...`. PROGRAM is what `loops.ts` was translated to;
 * the rest is what the peers in C are told. Prints one line of JSON, as they do.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { cpuNanoseconds } from './clock.ts'
import { isScheduler, type Outcome, runPasses, type Target, wordsFor } from './passes.ts'
import { javascript, webAssembly } from './target.ts'
import type { Subject } from './workloads.ts'

const [program = '', subject, folder = '', passes, ...numbers] = process.argv.slice(2)

/** Milliseconds until what was hot has been compiled. */
const COMPILING_MS = 100

function wordsIn(file: string): Uint32Array {
  // copied, so that it begins at a word
  return new Uint32Array(new Uint8Array(readFileSync(path.join(folder, file))).buffer)
}

const image = wordsIn('image')
const workload = {
  subject: subject as Subject,
  files: isScheduler(subject as Subject)
    ? { image, arrivals: wordsIn('arrivals') }
    : { image, packets: wordsIn('packets') },
  numbers: numbers.map(Number),
}
console.log(
  JSON.stringify(
    program.endsWith('.wasm')
      ? await measured(webAssembly(new Uint8Array(readFileSync(program)), 2 * wordsFor(workload)))
      : await measured(javascript(await import(pathToFileURL(program).href))),
  ),
)

/** The engine compiles what is hot anew, on other threads, so all passes are gone through twice: the second time counts. */
async function measured<Image>(target: Target<Image>): Promise<Outcome> {
  runPasses(workload, Number(passes), target, cpuNanoseconds)
  await setTimeout(COMPILING_MS)
  return runPasses(workload, Number(passes), target, cpuNanoseconds)
}
