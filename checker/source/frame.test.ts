import { expect, it } from 'vitest'
import { frame } from './frame.ts'
import { registerSource, SourceFile } from './sourceFile.ts'

const spanOf = (text: string, part: string, name = '/home/von/spec/lease.ts') =>
  registerSource(name, text).span(text.indexOf(part), text.indexOf(part) + part.length)

it('shows place, line and mark', () => {
  expect(frame(spanOf('a\nm.invariant(isUnique(s))\n', 'isUnique(s)'), { cwd: '/home/von' })).toBe(
    [' --> spec/lease.ts:2:13', '2 | m.invariant(isUnique(s))', '  |             ^^^^^^^^^^^'].join('\n'),
  )
})

it('widens the gutter with the line number', () => {
  expect(frame(spanOf(`${'\n'.repeat(99)}x`, 'x', '/wide.ts'))).toBe('   --> /wide.ts:100:1\n100 | x\n    | ^')
})

it('shows files outside of the folder by their full path', () => {
  expect(frame(spanOf('x', 'x', '/home/vona/a.ts'), { cwd: '/home/von' })).toContain('--> /home/vona/a.ts:1:1')
})

it('shows the first line of a longer span', () => {
  const lines = frame(spanOf('  f(() => {\n  })', 'f(() => {\n  })')).split('\n')
  expect(lines.slice(1)).toEqual(['1 |   f(() => { …', '  |   ^^^^^^^^^'])
})

it('marks one character where the span is empty or at the end of a line', () => {
  expect(frame(new SourceFile('/e.ts', 'ab').span(2, 2))).toBe(' --> /e.ts:1:3')
  registerSource('/e.ts', 'ab')
  expect(frame(new SourceFile('/e.ts', 'ab').span(2, 2)).split('\n').at(-1)).toBe('  |   ^')
})

it('puts the mark below the text where tabs come before or in it', () => {
  const [, line, mark] = frame(spanOf('\tif\t(a\tb)', 'a\tb')).split('\n')
  expect([line, mark]).toEqual(['1 |   if  (a  b)', '  |        ^^^^'])
})

it('cuts a long line around the span', () => {
  const [, line = '', mark = ''] = frame(spanOf(`${'x'.repeat(500)}HERE${'y'.repeat(500)}`, 'HERE'), {
    width: 40,
  }).split('\n')
  expect(line).toBe(`1 | …${'x'.repeat(27)}HERE${'y'.repeat(9)}…`)
  expect(line.slice(mark.indexOf('^'), mark.length)).toBe('HERE')
})

it('cuts a long span and marks what is left of it', () => {
  const [, line, mark] = frame(spanOf(`a(${'x'.repeat(500)})`, 'x'.repeat(500)), { width: 40 }).split('\n')
  expect(line).toBe(`1 | …${'x'.repeat(40)}…`)
  expect(mark).toBe(`  |  ${'^'.repeat(41)}`)
})

it('shows the place alone where the text is unknown', () => {
  expect(frame(new SourceFile('/unknown.ts', 'a\nb').span(2, 3))).toBe(' --> /unknown.ts:2:1')
})
