import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { codes } from './codes.ts'

const checker = path.join(import.meta.dirname, '..')
const files = globSync('**/*.ts', { cwd: checker, exclude: ['**/*.test.ts', 'source/codes/**'] })
const raised = new Set(
  files.flatMap(file => readFileSync(path.join(checker, file), 'utf8').match(/(?<=['"`])VON\d{4}(?=['"`])/g) ?? []),
)

it('explains every code that the checker raises', () => {
  expect([...raised].filter(code => !(code in codes)).sort()).toEqual([])
})

it('explains no code that nothing raises', () => {
  expect(Object.keys(codes).filter(code => !raised.has(code))).toEqual([])
})

it('finds the codes that this package is known to raise', () => {
  expect([...raised]).toEqual(expect.arrayContaining(['VON1001', 'VON1010']))
})

it('tells title, cause, example and remedy of each', () => {
  for (const [code, entry] of Object.entries(codes)) {
    expect(code).toMatch(/^VON[1-6]\d{3}$/)
    for (const text of Object.values(entry)) expect(text, code).not.toBe('')
    expect(entry.example, code).not.toBe(entry.remedy)
  }
})
