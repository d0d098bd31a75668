import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type Diagnostic, renderDiagnostic, SpecError } from './diagnostic.ts'
import { registerSource } from './sourceFile.ts'

const file = registerSource('/d/spec.ts', 'helper(s)\nwhile (true) {}')
const diagnostic: Diagnostic = {
  code: 'VON1004',
  message: 'while has no bound',
  span: file.span(10, 15),
  note: 'every step must end',
  help: 'write for\nor recursion',
  related: [{ message: 'inlined from here', span: file.span(0, 9) }],
}

describe('rendering', () => {
  it('shows headline, frame, related places, note and help in this order', () => {
    expect(renderDiagnostic(diagnostic, { cwd: '/d' })).toBe(
      [
        'error[VON1004]: while has no bound',
        ' --> spec.ts:2:1',
        '2 | while (true) {}',
        '  | ^^^^^',
        'note: inlined from here',
        ' --> spec.ts:1:1',
        '1 | helper(s)',
        '  | ^^^^^^^^^',
        'note: every step must end',
        'help: write for',
        '      or recursion',
      ].join('\n'),
    )
  })

  it('is one line where only code and message are known', () => {
    expect(renderDiagnostic({ code: 'VON1001', message: 'no file', related: [] })).toBe('error[VON1001]: no file')
  })

  it('colours through the palette alone', () => {
    const tag = (name: string) => (text: string) => `<${name}>${text}</${name}>`
    const palette = { error: tag('e'), help: tag('h'), bold: tag('b'), dim: tag('d') }
    const text = renderDiagnostic(diagnostic, { palette })
    expect(text).toContain('<e>error[VON1004]</e><b>: while has no bound</b>')
    expect(text).toContain('<e>^^^^^</e>')
    expect(text).toContain('<h>help</h>: write for')
    expect(text.replaceAll(/<\/?[ehbd]>/g, '')).toBe(renderDiagnostic(diagnostic))
  })
})

describe('SpecError', () => {
  const error = new SpecError(diagnostic, { code: 'VON1001', message: 'no file', related: [] })

  it('carries its diagnostics and takes its message from the first, with the remedy', () => {
    expect(error.diagnostics).toHaveLength(2)
    expect(error.message).toBe('VON1004: while has no bound\nhelp: write for\n      or recursion')
  })

  it('prints its diagnostics instead of a call stack', () => {
    expect(error.stack).not.toContain('diagnostic.test.ts')
    expect(inspect(error)).toBe(`[${renderDiagnostic(diagnostic)}\n\nerror[VON1001]: no file]`)
  })
})
