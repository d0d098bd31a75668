/** Writes, loads, lowers and compares one random spec. */
import { compareRuns, type DoctorReport } from '../../checker/engines/doctor/compareRuns.ts'
import { lower } from '../../checker/frontend/lower.ts'
import type { Model } from '../../checker/ir/model.ts'
import type { Instance } from '../../checker/lang/spec.ts'
import { SpecError } from '../../checker/source/diagnostic.ts'
import { loadText } from './loadText.ts'
import { specText } from './specText.ts'

export interface Comparison {
  readonly text: string
  /** null when the front end refused the spec, for what the types of TypeScript do not tell */
  readonly report: DoctorReport | null
}

/** Well-typed, and refused all the same: a value that is never in the domain, a number that may leave the exact ones. */
const refusals = ['VON2010', 'VON2031']

/** @throws when the spec does not load, or is refused for any other reason */
export function compareRandomSpec(choices: readonly number[], tally: Map<string, number>): Comparison {
  const text = specText(choices, tally)
  const instance = loadText(text).instance()
  const model = lowered(instance)
  return { text, report: model && compareRuns(instance, model, { maxStates: 40 }) }
}

function lowered(instance: Instance): Model | null {
  try {
    return lower(instance)
  } catch (error) {
    if (error instanceof SpecError && refusals.includes(error.diagnostics[0]?.code ?? '')) return null
    throw error
  }
}
