import { expect, it } from 'vitest'
import { bool, fill, guard, ids, int, machine, map, oneOf, spec } from 'von'
import { explore } from '../engines/explicit/explore.ts'
import { sourceText } from '../source/sourceFile.ts'
import { lower } from './lower.ts'

const Peer = ids('p', 2)
const variables = { n: int(0, 3), open: map(Peer, bool), mood: oneOf('calm', 'busy', 'lost') }

/** The branches of a body in the one state where n is 2, p0 is open, p1 is not, and the mood is busy. */
async function branchesOf(declare: (m: ReturnType<typeof machine<typeof variables>>) => void) {
  const made = spec('branching', {}, () => {
    const m = machine(variables)
    m.init(() => ({ n: 2, open: fill(Peer, p => p === 'p0'), mood: 'busy' as const }))
    declare(m)
    m.mayEnd()
    return m
  })
  const report = await explore(lower(made.instance()), { coverage: true, maxDepth: 1 })
  const source = (span: { file: string; start: number; end: number }) =>
    sourceText(span.file)?.slice(span.start, span.end).replaceAll(/\s+/g, ' ')
  return report.coverage[0]?.branches?.map(({ span, held, failed }) => [source(span), held, failed])
}

it('counts if, ?:, && and || where the body comes to them', async () => {
  const branches = await branchesOf(m =>
    m.action('act', { p: Peer, k: int(0, 2) }, (s, { p, k }) => {
      guard(s.n === 2)
      if (s.open[p]) {
        // three of six choices come here
        s.n = k > 0 && s.mood === 'busy' ? 2 : 1
      } else if (k === 2 || s.n > 2) s.n = 0
    }),
  )
  expect(branches).toEqual([
    ['s.open[p]', 3, 3],
    ['k > 0', 2, 1],
    ["k > 0 && s.mood === 'busy'", 2, 1],
    ['k === 2', 1, 2],
    ['k === 2 || s.n > 2', 1, 2],
  ])
})
it('counts the cases of a switch, each where those before it did not match', async () => {
  const branches = await branchesOf(m =>
    m.action('act', {}, s => {
      switch (s.mood) {
        case 'calm':
          s.n = 0
          break
        case 'busy':
        case 'lost':
          s.n = 2
          break
      }
    }),
  )
  expect(branches).toEqual([["case 'calm'", 0, 1]])
})
it('adds up the turns of a loop and the calls of a function, up to where the body returns', async () => {
  const isOpen = (s: { open: Readonly<Record<string, boolean>>; n: number }, p: string) => (s.open[p] ? s.n > 0 : false)
  const branches = await branchesOf(m =>
    m.action('act', {}, s => {
      for (const p of Peer) {
        if (!isOpen(s, p)) return
        s.n = 1
      }
      if (s.mood === 'lost') s.n = 0
    }),
  )
  expect(branches).toEqual([
    ['s.open[p]', 1, 1],
    ['!isOpen(s, p)', 1, 1],
    // never reached: p1 is not open
    ["s.mood === 'lost'", 0, 0],
  ])
})
it('counts guards as guards, and only what comes behind them where they hold', async () => {
  const branches = await branchesOf(m =>
    m.action('act', { p: Peer }, (s, { p }) => {
      guard(s.open[p] && s.n > 0)
      if (s.n === 2) s.n = 1
      guard(s.mood === 'calm' || s.mood === 'busy')
    }),
  )
  expect(branches).toEqual([
    ['s.n === 2', 1, 0],
    ["s.mood === 'calm'", 0, 1],
  ])
})
it('leaves out what constants decide, and what a callback decides for each item', async () => {
  const [isSmall, limit] = [true, 2]
  const branches = await branchesOf(m =>
    m.action('act', {}, s => {
      if (isSmall) s.n = limit > 1 ? 1 : 0
      guard(Peer.some(p => s.open[p] || s.n > 7))
    }),
  )
  expect(branches).toEqual([])
})
