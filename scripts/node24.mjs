/**
 * Runs a script of this repository, or the command of an installed package, under Node >= 22.19:
 *
 *     node scripts/node24.mjs scripts/build.ts
 *     node scripts/node24.mjs vitest run checker/ir
 *
 * The child finds that Node, and the local commands, first in PATH, so that what it starts runs under it as well.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { become, findNode, missingNodeMessage } from '../bin/node24.js'

const modules = fileURLToPath(new URL('../node_modules', import.meta.url))

/** Commands whose package has another name. */
const packages = new Map([
  ['tsc', 'typescript'],
  ['biome', '@biomejs/biome'],
])

/**
 * Reads the package's manifest rather than node_modules/.bin, which on Windows holds shell scripts.
 * @param {string} command
 */
const commandScript = command => {
  const directory = path.join(modules, packages.get(command) ?? command)
  const manifest = path.join(directory, 'package.json')
  if (!existsSync(manifest)) return undefined
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
  const script = typeof bin === 'string' ? bin : bin?.[command]
  return script && path.join(directory, script)
}

const [command = '', ...args] = process.argv.slice(2)
const script = existsSync(command) ? command : commandScript(command)
const node = findNode()
if (node === undefined || script === undefined) {
  console.error(
    node === undefined ? missingNodeMessage : `error: ${command} is neither a file nor an installed command`,
  )
  process.exitCode = 2
} else {
  const searchPath = [path.dirname(node), path.join(modules, '.bin'), process.env.PATH ?? '']
  become(node, [script, ...args], { ...process.env, PATH: searchPath.join(path.delimiter) })
}
