/** The loops of `loops.ts`, as one of the programs that were made of them. */
import { pathToFileURL } from 'node:url'
import type { Target } from './passes.ts'

/** @param program path of a module of JavaScript */
export async function targetOf(program: string): Promise<Target<unknown>> {
  return { loops: await import(pathToFileURL(program).href), place: words => ({ image: words, words }) }
}
