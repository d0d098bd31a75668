import { describe, expect, it } from 'vitest'
import { plain } from '../source/palette.ts'
import { progressOn } from './progress.ts'
import type { ShellShape } from './shell.ts'

/** What is written to stderr while these numbers of milliseconds have passed. */
function notesAt(isTerminal: boolean, times: readonly number[], width = 100): string[] {
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
  for (const elapsedMs of times) {
    progress.show({ distinct: 20_000, generated: 50_000, depth: 7, frontier: 1_234, elapsedMs })
  }
  progress.clear()
  return notes
}

describe('progress', () => {
  it('is a line about every ten seconds where nothing can be redrawn', () => {
    expect(notesAt(false, [200, 5_000, 9_999, 10_000, 15_000, 20_100])).toEqual([
      '20,000 distinct states, 50,000 generated, frontier 1,234, depth 7, 2,000 states/s, 10.0 s\n',
      '20,000 distinct states, 50,000 generated, frontier 1,234, depth 7, 995 states/s, 20.1 s\n',
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
