/** `--itf FILE`: the trace, read back from the file, is a behaviour of the model. */
import { afterAll, expect, it } from 'vitest'
import { loadSpec, lower } from '../../checker/index.ts'
import { Interpreter } from '../../checker/ir/interpret.ts'
import type { Model, State } from '../../checker/ir/model.ts'
import type { Spec } from '../../checker/lang/spec.ts'
import type { ItfValue } from '../../checker/report/itf.ts'
import { fromItf } from './itfValues.ts'
import { door, Playground } from './playground.ts'

/** Parcels on a belt, with a state variable of every kind of type. */
const parcels = `
import { bag, bool, fill, guard, ids, int, machine, map, option, queue, rec, set, spec, variant } from 'von'

export default spec('parcels', {}, () => {
  const Parcel = ids('p', 3)
  const Place = variant({ store: {}, belt: { position: int(0, 2) }, gone: { by: Parcel } })
  const m = machine({
    place: map(Parcel, Place),
    belt: queue(Parcel, 3),
    label: option(rec({ parcel: Parcel, isFragile: bool })),
    seen: set(Parcel),
    stamps: bag(Parcel, 2),
    clock: int(-1, 3),
  })
  m.init(() => ({
    place: fill(Parcel, () => ({ kind: 'store' as const })),
    belt: [],
    label: null,
    seen: set(Parcel).of(),
    stamps: bag(Parcel, 2).of(),
    clock: -1,
  }))
  m.action('load', { p: Parcel }, (s, { p }) => {
    guard(s.place[p].kind === 'store' && s.belt.length < 2)
    s.place[p] = { kind: 'belt', position: s.belt.length }
    s.belt.push(p)
    s.seen.add(p)
    s.stamps.add(p)
    s.label = { parcel: p, isFragile: s.clock > 0 }
    s.clock += 1
  })
  m.action('unload', { p: Parcel }, (s, { p }) => {
    guard(s.belt.length === 2 && s.belt[0] === p)
    s.belt.shift()
    s.place[p] = { kind: 'gone', by: p }
    s.stamps.add(p)
  })
  m.invariant('oneLeft', s => s.clock < 2)
  m.mayEnd()
  return m
})
`
const place = new Playground({ 'parcels.ts': parcels, 'door.ts': door })
afterAll(() => place.remove())

async function modelOf(name: string): Promise<Model> {
  const { spec } = await loadSpec(place.pathOf(name))
  return lower((spec as Spec).instance())
}
const statesOf = (name: string, { variables }: Model): State[] =>
  JSON.parse(place.read(name)).states.map((state: Record<string, ItfValue>) =>
    variables.map(variable => fromItf(variable.type, state[variable.name] as ItfValue)),
  )

it('holds a behaviour that ends where the property is false', async () => {
  expect(place.von('check parcels.ts --itf trace.itf.json')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('trace of oneLeft written to trace.itf.json'),
  })
  const model = await modelOf('parcels.ts')
  const interpreter = new Interpreter(model)
  const states = statesOf('trace.itf.json', model)
  expect(states.length).toBeGreaterThan(3)

  const initial: State[] = []
  interpreter.initialStates(outcome => outcome.kind === 'next' && initial.push(outcome.state))
  expect(initial).toContainEqual(states[0])
  for (const [i, state] of states.slice(0, -1).entries()) {
    const successors: State[] = []
    interpreter.successors(state, outcome => outcome.kind === 'next' && successors.push(outcome.state))
    expect(successors).toContainEqual(states[i + 1])
  }
  const [property] = model.properties
  const verdicts = states.map(state => property && interpreter.evaluate(property, state))
  expect(verdicts).toEqual([...states.slice(1).map(() => 'holds'), 'fails'])
})

it('holds the first witness where nothing is violated', () => {
  place.von('check door.ts --itf witness.itf.json')
  const { states } = JSON.parse(place.read('witness.itf.json'))
  expect(states.map((each: Record<string, ItfValue>) => each.state)).toEqual(['closed', 'locked'])
})

it('says so where there is no trace', () => {
  const { status, stderr } = place.von('check door.ts --property usedWithinLimit --itf none.itf.json')
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: 'no trace to write to none.itf.json: there is neither a counterexample nor a witness',
  })
})

it('leaves the answer where the file cannot be written, exit 2', () => {
  const { status, stdout, stderr } = place.von('check parcels.ts --json --itf nowhere/trace.itf.json')
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'violated' })
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'error: cannot write nowhere/trace.itf.json: no such file or directory',
  })
})
