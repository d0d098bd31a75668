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
  /** null when the front end saw that a value never fits where it is stored, and therefore refused the spec */
  readonly report: DoctorReport | null
}

/** A value of which the front end knows that it is outside the domain: well-typed, and refused all the same. */
const NEVER_FITS = 'VON2010'

/** @throws when the spec does not load, or is refused for any reason but a value that never fits */
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
    if (error instanceof SpecError && error.diagnostics[0]?.code === NEVER_FITS) return null
    throw error
  }
}
