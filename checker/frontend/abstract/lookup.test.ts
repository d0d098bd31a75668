/** Tables of constants, looked up by a name that depends on the state. */
import { expect, it } from 'vitest'
import { fill, ids, machine, map, oneOf, type StateOf, spec } from 'von'
import { explore } from '../../engines/explicit/explore.ts'
import { lower } from '../lower.ts'

const Place = ids('p', 3)
const variables = { at: Place, taken: map(Place, oneOf('yes', 'no')) }

const holds = async (claim: (s: StateOf<typeof variables>) => boolean) => {
  const made = spec('lookup', {}, () => {
    const m = machine(variables)
    m.init(() => ({ at: 'p0' as const, taken: fill(Place, () => 'no' as const) }))
    m.action('go', { to: Place }, (s, { to }) => {
      s.at = to
    })
    m.invariant('claim', claim)
    return m
  })
  const { findings } = await explore(lower(made.instance()))
  return findings.find(({ name }) => name === 'claim')?.verdict.kind
}

it('gives a key where the names that are left have one', async () => {
  const before: Readonly<Record<string, 'p0' | 'p1' | undefined>> = { p1: 'p0', p2: 'p1' }
  const previous = (p: string) => before[p] as 'p0'
  expect(await holds(s => s.at === 'p0' || s.taken[previous(s.at)] === 'no')).toBe('exhausted')
  expect(await holds(s => s.at === 'p0' || s.taken[previous(s.at)] === 'yes')).toBe('violated')
})

it('gives none where a name is left that has none', async () => {
  const before: Readonly<Record<string, 'p0' | undefined>> = { p1: 'p0', other: 'p0' }
  const previous = (p: string) => before[p] as 'p0'
  await expect(holds(s => s.at === 'p0' || s.taken[previous(s.at)] === 'no')).rejects.toThrow('cannot be a key')
})
