/** The usage that `checker/index.ts` shows, run as it stands there. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { Playground } from './playground.ts'

const root = path.join(import.meta.dirname, '../..')

it('is what it says: a spec is loaded, lowered, explored and reported', () => {
  const shown = readFileSync(path.join(root, 'checker/index.ts'), 'utf8').match(/^ \* {5}.*$/gm) ?? []
  const program = shown.map(line => line.replace(/^ \* {5}/, '')).join('\n')
  const place = new Playground({ 'usage.mjs': program })
  afterAll(() => place.remove())
  mkdirSync(place.pathOf('node_modules'))
  symlinkSync(root, place.pathOf('node_modules/von'))
  symlinkSync(path.join(root, 'spec'), place.pathOf('spec'))
  const { stdout, stderr } = spawnSync(process.execPath, ['usage.mjs'], { cwd: place.folder, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toContain('unanimous exhausted')
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^\w+: [\d,]+ distinct states, /)
})
