import { expect, it } from 'vitest'
import { table, wrapped } from './layout.ts'

it('wraps at spaces, further lines indented', () => {
  expect(wrapped('aaa bbb ccc ddd', 7)).toEqual(['aaa bbb', '  ccc', '  ddd'])
})

it('never cuts a word, nor drops anything of the text', () => {
  const text = 'short {averyveryverylongword: 1} end'
  expect(
    wrapped(text, 10)
      .map(line => line.trim())
      .join(' '),
  ).toBe(text)
})

it('aligns columns and leaves no space at the ends of lines', () => {
  expect(
    table(
      [
        ['a', 'bb', ''],
        ['aaa', 'b', 'c'],
      ],
      '> ',
    ),
  ).toEqual(['> a    bb', '> aaa  b   c'])
  expect(table([])).toEqual([])
})
