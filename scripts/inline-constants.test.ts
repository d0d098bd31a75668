import { expect, it } from 'vitest'
import { withConstantsInlined } from './inline-constants.ts'

it('puts numbers where their names are read', () => {
  expect(
    withConstantsInlined(
      'const AT = 3;\nvar NONE = 4294967295;\nconst f = (a) => a[AT] + a[AT + 1] === NONE ? NONE : g(AT);',
    ),
  ).toBe('const AT = 3;\nvar NONE = 4294967295;\nconst f = (a) => a[3] + a[3 + 1] === 4294967295 ? 4294967295 : g(3);')
})

it('leaves properties and exports as they are', () => {
  const code = 'const AT = 3;\nconst f = (a) => a.AT + { AT: 1 }.AT;\nexport { AT };'
  expect(withConstantsInlined(code)).toBe(code)
})

it('leaves names alone that are bound or assigned elsewhere, whatever they stand for there', () => {
  for (const code of [
    'const AT = 3;\nconst f = (AT) => AT + 1;',
    'let AT = 3;\nAT = 4;\nconst f = () => AT + 1;',
    'let AT = 3;\nAT++;\nconst f = () => AT + 1;',
    'const AT = 3;\nfunction f() { let { AT } = g(); return AT + 1; }',
    'const AT = 3;\nfunction f(a) { for (const AT of a) g(AT); }',
    'const AT = 3;\nconst f = (a) => ({ AT, b: AT + 1 });',
  ])
    expect(withConstantsInlined(code)).toBe(code)
})
