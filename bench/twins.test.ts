/** A ratio means something only if both sides explore the same; here the twins are held to that, without timing anything. */
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { explore, loadSpec, lower } from 'von/checker'
import { models } from './models.ts'
import { hasSpin, type SpinSearch, spin } from './spin.ts'
import { root } from './von.ts'

const instances = models.flatMap(model => {
  const { quick } = model.sizes
  // Routers must also tell overlays apart, and more than one unit from less.
  const contended = { ...quick, routers: 1, overlays: 2, capacity: 2, attempts: 1 }
  return model.name === 'lease'
    ? [quick, contended].map(constants => ({ model, constants }))
    : { model, constants: quick }
})

describe.skipIf(!hasSpin())('with Spin and gcc, which are needed for this: the twin', () => {
  it.each(instances)(
    'of $model.name has the same states and transitions for $constants',
    async ({ model, constants }) => {
      const { spec } = await loadSpec(path.join(root, model.spec))
      const { distinct, generated } = (await explore(lower(spec.instance(constants)))).exploration
      for (const search of ['dfs', 'bfs'] satisfies SpinSearch[]) {
        expect(spin(model, constants, search, distinct, 0).run().counts).toEqual({ distinct, generated })
      }
    },
    60_000,
  )
})
