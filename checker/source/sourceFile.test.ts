import { describe, expect, it } from 'vitest'
import { registerSource, SourceFile, sourceText } from './sourceFile.ts'

describe('a source file', () => {
  const file = new SourceFile('/a.ts', 'one\ntwo\r\n\nfour')

  it('gives lines and columns from 1, the end after the last character', () => {
    expect(file.span(4, 7)).toEqual({
      file: '/a.ts',
      start: 4,
      end: 7,
      line: 2,
      column: 1,
      endLine: 2,
      endColumn: 4,
    })
    expect(file.span(1, 12)).toMatchObject({ line: 1, column: 2, endLine: 4, endColumn: 3 })
  })

  it('counts a line break as the last character of its line', () => {
    expect(file.span(3, 4)).toMatchObject({ line: 1, column: 4, endLine: 2, endColumn: 1 })
  })

  it('clamps offsets to the text', () => {
    expect(file.span(-1, 99)).toMatchObject({ start: 0, end: 14, endLine: 4, endColumn: 5 })
  })

  it('gives lines without their breaks, nothing for absent lines', () => {
    expect([0, 1, 2, 3, 4, 5].map(line => file.lineText(line))).toEqual(['', 'one', 'two', '', 'four', ''])
  })

  it('finds back the offset of every line and column it gives', () => {
    for (let offset = 0; offset <= file.text.length; offset++) {
      const { line, column } = file.span(offset, offset)
      expect(file.offset(line, column)).toBe(offset)
    }
  })
})

describe('the registry', () => {
  it('knows the latest text of a registered file, and no other file', () => {
    registerSource('/registry.ts', 'old')
    registerSource('/registry.ts', 'new')
    expect(sourceText('/registry.ts')).toBe('new')
    expect(sourceText('/other.ts')).toBeUndefined()
  })
})
