/**
 * One program of the benchmark: `node run.ts js|wasm SUBJECT FOLDER PASSES NUMBER...`, with what the peers in C are told, in the same
 * folder. Prints one line of JSON, as they do.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { cpuNanoseconds } from './clock.ts'
import * as loops from './loops.ts'
import { runPasses } from './passes.ts'
import type { Subject } from './workloads.ts'

const [target, subject, folder = '', passes, ...numbers] = process.argv.slice(2)

function wordsIn(file: string): Uint32Array {
  const bytes = readFileSync(path.join(folder, file))
  // of its own, so that it begins at a word
  return new Uint32Array(new Uint8Array(bytes).buffer)
}

const isScheduler = subject === 'calendar' || subject === 'slots'
const workload = {
  subject: subject as Subject,
  files: isScheduler
    ? { image: wordsIn('image'), arrivals: wordsIn('arrivals') }
    : { image: wordsIn('image'), packets: wordsIn('packets') },
  numbers: numbers.map(Number),
}
if (target !== 'js') throw new Error(`no target ${target}`)
console.log(JSON.stringify(runPasses(workload, Number(passes), loops, words => words, cpuNanoseconds)))
