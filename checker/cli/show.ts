/** `von show`: the shape of an instance's state space, or of what theorems are about. */
import { loadSpecOrTheorems } from '../frontend/loadSpec.ts'
import { lower } from '../frontend/lower.ts'
import type { Theorem } from '../lang/theorem.ts'
import { shapeOf, shapeText } from '../report/shape.ts'
import { theoremShape, theoremShapeText } from '../report/theoremShape.ts'
import { instanceOf, type OpenRequest } from './openSpec.ts'
import { selectedConstants } from './selection.ts'
import type { ShellShape } from './shell.ts'
import { requireNoInstance } from './theorems.ts'

export async function show(shell: ShellShape, request: OpenRequest): Promise<void> {
  const loaded = await loadSpecOrTheorems(request.spec, { cwd: shell.cwd })
  if ('theorems' in loaded) return showTheorems(shell, loaded.theorems, request)
  const shape = shapeOf(lower(instanceOf(loaded.spec, selectedConstants(loaded.spec, request))))
  shell.print(
    shell.isJson
      ? `${JSON.stringify({ format: 'von-show', version: 1, ...shape }, null, 2)}\n`
      : shapeText(shape, shell.stdout),
  )
}

/** @throws UsageError for constants, instances and twins */
function showTheorems(shell: ShellShape, theorems: readonly Theorem[], request: OpenRequest): void {
  requireNoInstance(request)
  const { spec: file } = request
  const shapes = theorems.map(({ name, about, inputs, twins }) => {
    const types = Object.fromEntries(Object.entries(inputs).map(([input, { type }]) => [input, type]))
    return theoremShape({ name, about, twins: twins.map(twin => twin.name) }, types)
  })
  shell.print(
    shell.isJson
      ? `${JSON.stringify({ format: 'von-show-theorems', version: 1, file, theorems: shapes }, null, 2)}\n`
      : theoremShapeText(shapes, file, shell.stdout),
  )
}
