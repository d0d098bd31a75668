import path from 'node:path'
import { expect, it } from 'vitest'
import { packageFolder } from './entries.ts'
import { isUserModule } from './userModule.ts'

it.each([
  ['/home/me/spec.ts', true],
  ['/home/me/spec.mts', true],
  ['/home/me/model.js', true],
  ['/home/me/model.mjs', true],
  ['/home/me/checker/spec.ts', true],
  ['/home/me/spec.tsx', false],
  ['/home/me/spec.cts', false],
  ['/home/me/data.json', false],
  ['/home/me/node_modules/other/index.js', false],
])('%s: %j', (file, isUsers) => {
  expect(isUserModule(path.normalize(file))).toBe(isUsers)
})

it.each([
  ['spec/lease/lease.ts', true],
  ['checker/lang/index.ts', false],
  ['dist/lang.js', false],
  ['checker/lang/lang.test.ts', true],
  ['checker/lang/clock.fixture.ts', true],
  ['checker/lang/fixtures/clock.ts', true],
])('of this package, %s: %j', (file, isUsers) => {
  expect(isUserModule(path.join(packageFolder, file))).toBe(isUsers)
})
