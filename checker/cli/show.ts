/** `von show`: the shape of an instance's state space. */
import { lower } from '../frontend/lower.ts'
import { shapeOf, shapeText } from '../report/shape.ts'
import { type OpenRequest, openInstance } from './openSpec.ts'
import type { ShellShape } from './shell.ts'

export async function show(shell: ShellShape, request: OpenRequest): Promise<void> {
  const { instance } = await openInstance(shell, request)
  const shape = shapeOf(lower(instance))
  shell.print(
    shell.isJson
      ? `${JSON.stringify({ format: 'von-show', version: 1, ...shape }, null, 2)}\n`
      : shapeText(shape, shell.stdout),
  )
}
