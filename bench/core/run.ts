/**
 * Our side of one comparison: `node run.ts PROGRAM SUBJECT FOLDER PASSES NUMBER...`. PROGRAM is what `loops.ts` was translated to;
 * the rest is what the peers in C are told. Prints one line of JSON, as they do.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { cpuNanoseconds } from './clock.ts'
import { isScheduler, runPasses, wordsFor } from './passes.ts'
import { javascript, webAssembly } from './target.ts'
import type { Subject } from './workloads.ts'

const [program = '', subject, folder = '', passes, ...numbers] = process.argv.slice(2)

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
const outcome = program.endsWith('.wasm')
  ? runPasses(
      workload,
      Number(passes),
      webAssembly(new Uint8Array(readFileSync(program)), wordsFor(workload)),
      cpuNanoseconds,
    )
  : runPasses(workload, Number(passes), javascript(await import(pathToFileURL(program).href)), cpuNanoseconds)
console.log(JSON.stringify(outcome))
