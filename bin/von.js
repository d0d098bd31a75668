#!/usr/bin/env node
/** The `von` command: starts the bundled CLI, under an npm-shipped Node where the running one is too old. */
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { become, findNode, missingNodeMessage } from './node24.js'

const node = findNode()
if (node === undefined) {
  console.error(missingNodeMessage)
  process.exitCode = 2
} else if (node === process.execPath) {
  module.enableCompileCache()
  await import('../dist/cli.js')
} else {
  become(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)])
}
