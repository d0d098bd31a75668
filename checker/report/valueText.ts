/** The values that a part of a condition had where it was false. */
import type { Binding, Blame } from '../ir/blame.ts'
import { Evaluator } from '../ir/evaluator.ts'
import { type Expr, topological } from '../ir/expr.ts'
import type { State } from '../ir/model.ts'
import { formatValue, type Value } from '../ir/value.ts'

/** The value of a direct part of what is to blame, as text. */
export function valueText(
  { part, bindings }: Blame,
  state: State,
  next: State,
  choices: readonly Value[] = [],
): (e: Expr) => string {
  const evaluator = new Evaluator(part.args)
  evaluator.setStates(state, next)
  choices.forEach((value, index) => {
    evaluator.setParameter(index, value)
  })
  bindAll(evaluator, part, bindings)
  return e => formatValue(e.type, evaluator.closureOf(e)())
}

function bindAll(evaluator: Evaluator, part: Expr, bindings: readonly Binding[]): void {
  for (const { variable } of topological([part])) {
    const binding = bindings.findLast(each => each.name === variable?.name)
    if (variable?.space === 'bound' && binding !== undefined) evaluator.bind(variable, binding.value)
  }
}
