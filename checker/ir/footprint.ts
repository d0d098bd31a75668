/** Read and write sets of actions. A variable that an action only carries over is in neither. */
import { type Expr, variablesRead } from './expr.ts'
import type { Action, Footprint, Model } from './model.ts'

export function footprint(model: Model, action: Action): Footprint {
  const changed = model.variables.map((v, i) => {
    const next = action.next[i] as Expr
    return !(next.operator === 'variable' && next.variable?.space === 'state' && next.variable.index === v.index)
  })
  const conditions = action.steps.map(step => (step.kind === 'choose' ? step.when : step.condition))
  const effects = action.next.filter((_, i) => changed[i])
  const read = new Set(
    [...variablesRead([...conditions, ...effects])].filter(v => v.space === 'state').map(v => v.index),
  )
  return {
    reads: model.variables.filter(v => read.has(v.index)),
    writes: model.variables.filter((_, i) => changed[i]),
  }
}
