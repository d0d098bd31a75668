import { expect, it } from 'vitest'
import { registerSource } from '../source/sourceFile.ts'
import { coverageLines } from './coverageText.ts'

it('shows how often actions fired and guards decided, and names what never happened', () => {
  const file = registerSource(
    '/home/me/seat.ts',
    "guard(s.place[p] === 'outside')\nguard(Player.every(other => s.place[other] === 'outside'))\n",
  )
  const guards = [
    { span: file.span(6, 30), passed: 1200, refused: 0 },
    { span: file.span(38, 89), passed: 0, refused: 1200 },
  ]
  const branches = [{ span: file.span(6, 16), held: 7, failed: 0 }]
  const coverage = [{ action: 'sit', span: file.span(0, 31), fired: 0, fresh: 0, guards, branches, untaken: [] }]
  expect(coverageLines(coverage, { cwd: '/home/me' })).toEqual([
    'coverage                                            fired  new states  true   false',
    'sit                                                 0      0                         seat.ts:1:1',
    "  s.place[p] === 'outside'                                             1,200  never  seat.ts:1:7",
    "  Player.every(other => s.place[other] === 'outsi…                     never  1,200  seat.ts:2:7",
    '  ? s.place[p]                                                         7      never  seat.ts:1:7',
  ])
})
