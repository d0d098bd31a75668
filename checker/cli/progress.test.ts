import { describe, expect, it } from 'vitest'
import { plain } from '../source/palette.ts'
import type { Exploration } from '../verdict/report.ts'
import { progressOn } from './progress.ts'
import type { ShellShape } from './shell.ts'

type Sample = Partial<Exploration> & { readonly elapsedMs: number }

/** What is written to stderr while these numbers are reported. */
function notesOf(isTerminal: boolean, samples: readonly Sample[], width = 100): string[] {
  const notes: string[] = []
  const style = { palette: plain, width, isTerminal }
  const shell: ShellShape = {
    cwd: '/',
    isJson: false,
    print: () => {},
    note: text => void notes.push(text),
    stdout: style,
    stderr: style,
    exitWith: () => {},
  }
  const progress = progressOn(shell)
  for (const sample of samples) {
    progress.show({ distinct: 20_000, generated: 50_000, depth: 7, frontier: 1_234, ...sample })
  }
  progress.clear()
  return notes
}
const notesAt = (isTerminal: boolean, times: readonly number[], width?: number) =>
  notesOf(
    isTerminal,
    times.map(elapsedMs => ({ elapsedMs })),
    width,
  )

describe('progress', () => {
  it('is a line about every ten seconds where nothing can be redrawn', () => {
    expect(notesAt(false, [200, 5_000, 9_999, 10_000, 15_000, 20_100])).toEqual([
      '20,000 distinct states, 50,000 generated, frontier 1,234, depth 7, 0 states/s, 10.0 s\n',
      '20,000 distinct states, 50,000 generated, frontier 1,234, depth 7, 0 states/s, 20.1 s\n',
    ])
  })

  it('tells how the search develops lately, and not on average', () => {
    const samples = [
      { elapsedMs: 5_000, distinct: 50_000, generated: 100_000, frontier: 20_000 },
      { elapsedMs: 10_000, distinct: 60_000, generated: 200_000, frontier: 20_100 },
      { elapsedMs: 15_000, distinct: 60_020, generated: 300_000, frontier: 9_000 },
      { elapsedMs: 20_000, distinct: 60_060, generated: 400_000, frontier: 5_000 },
    ]
    expect(notesOf(false, samples)).toEqual([
      '60,000 distinct states, 200,000 generated, 10.0% new, frontier 20,100, depth 7, 2,000 states/s, 10.0 s\n',
      '60,060 distinct states, 400,000 generated, <0.1% new, frontier 5,000 shrinking, depth 7, 8 states/s, 20.0 s\n',
    ])
  })

  it('is one redrawn line on a terminal, gone at the end', () => {
    const notes = notesAt(true, [200, 400], 40)
    expect(notes).toHaveLength(3)
    const erased = '\r\u001B[K'
    expect(notes).toEqual([
      `${erased}20,000 distinct states, 50,000 generated`.slice(0, erased.length + 39),
      expect.stringContaining(erased),
      erased,
    ])
  })

  it('is nothing for a run that is over at once', () => {
    expect(notesAt(true, [50])).toEqual([])
    expect(notesAt(false, [50])).toEqual([])
  })
})
