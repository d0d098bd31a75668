/** Models as transition systems for what a user asks: a model that has none is a fault of the request. */
import { NotCompilable } from '../../codegen/terms.ts'
import type { Model } from '../../ir/model.ts'
import { SpecError } from '../../source/diagnostic.ts'
import { type SystemOptions, TransitionSystem } from './transitionSystem.ts'

/** Why something of a model cannot be written for a solver; null for an error that is about something else. */
export function whyNotWritten(error: unknown): string | null {
  // a RangeError is about a type with too many values to name them all
  const isKnown = error instanceof NotCompilable || error instanceof RangeError
  return isKnown ? error.message : null
}

/** @throws SpecError where the model is too large to be written for a solver */
export function systemOf(model: Model, options: SystemOptions = {}): TransitionSystem {
  try {
    return TransitionSystem.of(model, options)
  } catch (error) {
    const reason = whyNotWritten(error)
    if (reason === null) throw error
    throw new SpecError({
      code: 'VON4011',
      message: `${model.name} cannot be written for a solver: ${reason}`,
      help: 'smaller constants (--const) make a smaller model',
      related: [],
    })
  }
}
