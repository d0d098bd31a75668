import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { importNames } from '../../scripts/entry-points.ts'
import { ownEntry, packageFolder } from './entries.ts'

it('resolves every name of the package to its source while it runs unbuilt', () => {
  for (const [name, source] of importNames) {
    expect(ownEntry(name)).toBe(pathToFileURL(path.join(packageFolder, source)).href)
  }
})

it('resolves nothing else', () => {
  expect(['vone', 'von/other', './von', 'toString'].map(ownEntry)).toEqual(Array(4).fill(undefined))
})
