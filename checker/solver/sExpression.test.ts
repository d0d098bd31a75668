import { describe, expect, it } from 'vitest'
import { modelValue } from './modelValue.ts'
import { parseSExpressions, printSExpression, sameSpelling } from './sExpression.ts'

describe('s-expressions', () => {
  it('are read as they nest, without comments', () => {
    expect(parseSExpressions('sat ; (not this\n((x #x0f) (|a (b| (- 5)))')).toEqual([
      'sat',
      [
        ['x', '#x0f'],
        ['|a (b|', ['-', '5']],
      ],
    ])
    expect(parseSExpressions('(error "a ""quoted"" (text")')).toEqual([['error', '"a ""quoted"" (text"']])
    expect(parseSExpressions('')).toEqual([])
  })

  it('are printed as they are read', () => {
    const text = '(a (b |c d|) () "e ""f""")'
    expect(parseSExpressions(text).map(printSExpression)).toEqual([text])
  })

  it('have all their parentheses', () => {
    expect(() => parseSExpressions('(a (b)')).toThrow('1 parentheses are not closed')
    expect(() => parseSExpressions('a) b')).toThrow('closes nothing: ) b')
    expect(() => parseSExpressions('(a "b')).toThrow('not closed: "b')
    expect(() => parseSExpressions('|a')).toThrow('not closed: |a')
  })

  it('mean the same with and without the bars around their symbols', () => {
    const [plain = '', quoted = ''] = parseSExpressions('(not p@1) (not |p@1|)')
    expect(sameSpelling(plain)).toBe(sameSpelling(quoted))
  })
})

describe('values in a model', () => {
  it('are numbers in all spellings', () => {
    const values = parseSExpressions('true false #x0f #b01 (_ bv15 8) 15 (- 15) #xffffffffffffffffff')
    expect(values.map(modelValue)).toEqual([1n, 0n, 15n, 1n, 15n, 15n, -15n, 2n ** 72n - 1n])
  })

  it('are of sorts that have numbers', () => {
    expect(() => modelValue('Node!val!0')).toThrow('Node!val!0, which is no number')
    expect(() => modelValue(['/', '1', '2'])).toThrow('(/ 1 2), which is no number')
  })
})
