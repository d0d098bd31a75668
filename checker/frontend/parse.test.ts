import { describe, expect, it } from 'vitest'
import { SpecError } from '../source/diagnostic.ts'
import { SourceFile } from '../source/sourceFile.ts'
import { parseModule } from './parse.ts'

const parseText = (text: string, name = '/p.ts') => parseModule(new SourceFile(name, text))

function diagnosticOf(text: string, name?: string) {
  try {
    parseText(text, name)
  } catch (error) {
    if (error instanceof SpecError) return error.diagnostics[0]
    throw error
  }
  throw new Error('parsed')
}

/** Code, line, column, and the marked text. */
function fault(text: string, name?: string) {
  const { code, span } = diagnosticOf(text, name) ?? {}
  return [code, span?.line, span?.column, text.slice(span?.start, span?.end)]
}

describe('blanking types', () => {
  it.each([
    'const x: number = f<string>(1 as any)!; x',
    "type A = '日本😀'; const x = 1; x",
    'const f = async <T\n>(a: T)\n: Promise<T> => a; const x = f; x',
  ])('keeps every remaining character at its offset: %j', text => {
    const { code, program } = parseText(text)
    expect(code).toHaveLength(text.length)
    const last = program.body.at(-1)
    expect([last?.start, last?.end]).toEqual([text.length - 1, text.length])
  })

  it('leaves the way to warn of things as it found it', () => {
    const { emitWarning } = process
    parseText('let x: number')
    expect(() => parseText('let x: =')).toThrow()
    expect(process.emitWarning).toBe(emitWarning)
  })

  it('leaves JavaScript as it is', () => {
    expect(parseText('const a = 1 < 2', '/p.mjs').code).toBe('const a = 1 < 2')
  })
})

describe('a syntax error', () => {
  it.each([
    ['const x: = 1', 1, 10, '='],
    ["const a = 1\n\n\tconst y\t= 1 as 'é日本😀' + enum", 3, 27, 'enum'],
    ["#!/usr/bin/env node\nexport const a = 'x\n", 2, 18, "'x"],
  ])('is shown where it stands: %j', (text, line, column, marked) => {
    expect(fault(text)).toEqual(['VON1004', line, column, marked])
  })

  it('is shown in JavaScript too', () => {
    expect(fault('const x = 1\nlet x = 2', '/p.js')).toEqual(['VON1004', 2, 5, 'x'])
    expect(diagnosticOf('let x: number', '/p.js')?.message).toBe('syntax error: Unexpected token')
  })
})

describe('TypeScript that cannot be erased', () => {
  it.each([
    ['const a = 1; enum A { B }', 'enum A { B }', /oneOf/],
    ['namespace N { export const x = 1 }', 'namespace N { export const x = 1 }', /file of their own/],
    ['class A { constructor(private x: number) {} }', 'x: number', /constructor/],
    ['import a = require("a")', 'import a = require("a")', /import name/],
    ['export = 1', 'export = 1', /export default/],
    ['const x = <number>y', '<number>y', /value as Type/],
  ])('is refused with a remedy: %j', (text, marked, help) => {
    expect(fault(text)).toEqual(['VON1005', 1, text.indexOf(marked) + 1, marked])
    expect(diagnosticOf(text)?.help).toMatch(help)
  })

  it('is marked on its first line where it goes over several', () => {
    expect(fault('let a\n  enum A {\n    B\n  }\n')).toEqual(['VON1005', 2, 3, 'enum A {'])
  })

  it('does not include what declares types only', () => {
    expect(() => parseText('declare enum A { B }; declare namespace N { const x: number }')).not.toThrow()
  })
})
