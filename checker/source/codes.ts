/**
 * The catalogue of all diagnostic codes, from which `von explain CODE` answers. Codes are grouped by the stage that
 * raises them and never reused for another meaning.
 *
 *     VON1xxx  loading a spec's modules
 *     VON2xxx  the subset of TypeScript that bodies may use
 *     VON3xxx  the definition of a spec: domains, names, instances
 *     VON4xxx  checking: what can go wrong at run time
 *     VON5xxx  compiling functions to WebAssembly
 *     VON6xxx  replaying logs: what can be wrong with them, and with mappings
 */
import { compileCodes } from './codes/compile.ts'
import { definitionCodes } from './codes/definition.ts'
import type { Catalogue } from './codes/entry.ts'
import { loadingCodes } from './codes/loading.ts'
import { replayCodes } from './codes/replay.ts'
import { runCodes } from './codes/run.ts'
import { subsetCodes } from './codes/subset.ts'

/** Every code, with its explanation. */
export const codes: Catalogue = {
  ...loadingCodes,
  ...subsetCodes,
  ...definitionCodes,
  ...runCodes,
  ...compileCodes,
  ...replayCodes,
}
