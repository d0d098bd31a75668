import { expect, it } from 'vitest'
import { less } from './arithmetic.ts'
import { integer, read } from './expr.ts'
import { footprint } from './footprint.ts'
import { chooseStep, guardStep, modelOf, parameter, stateVariable } from './model.fixture.ts'
import { intType } from './type.ts'

it('names what an action reads and may change, and not what it carries over', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name, i) => stateVariable(i, name, intType(0, 3)))
  if (!a || !b || !c || !d) throw new Error('no variables')
  const p = parameter(0, 'p', intType(0, 3))
  const zero = { a: integer(0), b: integer(0), c: integer(0), d: integer(0) }
  const model = modelOf({
    variables: [a, b, c, d],
    initial: { next: zero },
    actions: {
      copy: {
        steps: [guardStep(less(read(a), integer(2))), chooseStep(p, less(read(d), integer(1)))],
        next: { b: read(c), c: read(p) },
      },
    },
  })
  const names = model.actions.map(action => {
    const { reads, writes } = footprint(model, action)
    return [reads.map(v => v.name), writes.map(v => v.name)]
  })
  expect(names).toEqual([
    [
      ['a', 'c', 'd'],
      ['b', 'c'],
    ],
  ])
})
