/** Tables of constants, looked up by a name that depends on the state. */
import { expect, it } from 'vitest'
import { fill, ids, machine, map, oneOf, type StateOf, spec } from 'von'
import { explore } from '../../engines/explicit/explore.ts'
import { lower } from '../lower.ts'

const Place = ids('p', 3)
const variables = { at: Place, taken: map(Place, oneOf('yes', 'no')) }

const verdictOf = async (claim: (s: StateOf<typeof variables>) => boolean) => {
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
  return findings.find(({ name }) => name === 'claim')?.verdict
}
const holds = async (claim: (s: StateOf<typeof variables>) => boolean) => (await verdictOf(claim))?.kind

it('gives a key where the names that are left have one', async () => {
  const before: Readonly<Record<string, 'p0' | 'p1' | undefined>> = { p1: 'p0', p2: 'p1' }
  const previous = (p: string) => before[p] as 'p0'
  expect(await holds(s => s.at === 'p0' || s.taken[previous(s.at)] === 'no')).toBe('exhausted')
  expect(await holds(s => s.at === 'p0' || s.taken[previous(s.at)] === 'yes')).toBe('violated')
})

it('fails where a name is left that has none', async () => {
  const before: Readonly<Record<string, 'p0' | undefined>> = { p1: 'p0', other: 'p0' }
  const previous = (p: string) => before[p] as 'p0'
  const verdict = await verdictOf(s => s.at === 'p0' || s.taken[previous(s.at)] === 'no')
  expect(verdict).toMatchObject({
    kind: 'violated',
    violation: { kind: 'propertyFailure', check: { failure: 'index' } },
  })
})

it('follows cells that refer to other cells, and sees where one refers to none', async () => {
  // pairs: a name's number, and where to go on; as an array of words would have them
  const cells = [4, 2, 6, 8, 8, 4, 0, 99, 2, 0]
  const start: Readonly<Record<string, number>> = { p0: 0, p1: 2, p2: 6 }
  const follow = (from: number, steps: number) => {
    let cell = from
    for (let i = 0; i < steps; i++) cell = cells[cell] as number
    return cell
  }
  // p0: 4, 8, 2; p1: 6, 0, 4; p2: 0, 4, 8
  expect(await holds(s => follow(start[s.at] as number, 3) === (s.at === 'p0' ? 2 : s.at === 'p1' ? 4 : 8))).toBe(
    'exhausted',
  )
  expect(await holds(s => follow(start[s.at] as number, 3) !== 8)).toBe('violated')
  // the cells behind these: 2, 8, 99, of which the last is behind the end
  const behind: Readonly<Record<string, number>> = { p0: 1, p1: 3, p2: 7 }
  expect(await holds(s => s.at === 'p2' || (cells[cells[behind[s.at] as number] as number] as number) < 7)).toBe(
    'exhausted',
  )
  expect(await holds(s => (cells[cells[behind[s.at] as number] as number] as number) < 7)).toBe('violated')
})
