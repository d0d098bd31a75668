/** The launcher: what runs before the CLI where the running Node is too old. An old Node is feigned by its version. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'

const bin = path.join(import.meta.dirname, '../bin')

/** Arguments for a Node that says it is another version, and on an architecture that no npm-shipped Node is made for. */
const feigning = (version: string, architecture: string = process.arch) => [
  '--import',
  `data:text/javascript,${encodeURIComponent(`
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })
    Object.defineProperty(process, 'arch', { value: '${architecture}' })`)}`,
]

const launcher = pathToFileURL(path.join(bin, 'node24.js')).href

/** Starts a Node that runs `script` in another by the launcher's `become`. */
const becoming = (script: string): ChildProcess =>
  spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { become } from '${launcher}'; become(process.execPath, ['--eval', ${JSON.stringify(script)}])`,
  ])

const choose = (version: string, architecture?: string) =>
  spawnSync(
    process.execPath,
    [
      ...feigning(version, architecture),
      '--input-type=module',
      '--eval',
      `import { findNode } from '${launcher}'; console.log(findNode())`,
    ],
    { encoding: 'utf8' },
  ).stdout.trim()

it('keeps a Node that is new enough', () => {
  expect(choose('22.19.0')).toBe(process.execPath)
  expect(choose('24.0.0')).toBe(process.execPath)
})

it('takes the npm-shipped Node where the running one is too old', () => {
  for (const version of ['20.20.2', '22.18.9']) expect(choose(version)).toMatch(/node_modules.node-.*node(\.exe)?$/)
})

it('says what to do, and exits 2, where there is no new enough Node at all', () => {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [...feigning('20.20.2', 'pdp11'), path.join(bin, 'von.js'), '--version'],
    { encoding: 'utf8' },
  )
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain('von needs Node 22.19 or newer')
  expect(stderr).toMatch(/help: .*npm install node-\w+-pdp11@24/)
})

it('passes streams through and ends with the exit code of the child', async () => {
  const child = becoming(
    "process.stdin.on('data', text => process.stdout.write(text)).on('end', () => process.exit(7))",
  )
  let output = ''
  child.stdout?.on('data', text => {
    output += text
  })
  child.stdin?.end('ping')
  const [code] = await once(child, 'close')
  expect({ code, output }).toEqual({ code: 7, output: 'ping' })
})

it.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'passes %s on and waits for what the child makes of it',
  async signal => {
    const child = becoming(
      `process.on('${signal}', () => setTimeout(() => process.exit(9), 50)); setInterval(() => {}, 1000); console.log('ready')`,
    )
    child.stdout?.once('data', () => child.kill(signal))
    const [code] = await once(child, 'close')
    expect(code).toBe(9)
  },
)

it('ends as shells report it when a signal ends the child', async () => {
  const child = becoming("process.kill(process.pid, 'SIGKILL')")
  const [code] = await once(child, 'close')
  expect(code).toBe(128 + 9)
})
