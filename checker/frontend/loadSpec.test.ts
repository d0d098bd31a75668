import path from 'node:path'
import { expect, it } from 'vitest'
import { project } from './project.fixture.ts'

/** Loads specs as the command does, each by its path, and prints what comes of each. */
const program = `
  import { loadSpec } from ${JSON.stringify(path.join(import.meta.dirname, 'loadSpec.ts'))}
  import { renderDiagnostic, SpecError } from ${JSON.stringify(path.join(import.meta.dirname, '../source/diagnostic.ts'))}
  const outcomes = []
  for (const path of process.argv.slice(2)) {
    outcomes.push(await loadSpec(path).then(
      ({ file, spec }) => ({ file, name: spec.name, constants: spec.instance().constants }),
      error => error instanceof SpecError
        ? error.diagnostics.map(each => renderDiagnostic(each, { cwd: process.cwd() })).join('\\n')
        : String(error),
    ))
  }
  console.log(JSON.stringify(outcomes))`

async function load(files: Record<string, string>, ...paths: string[]) {
  const user = project({ ...files, 'load.mjs': program })
  const { stdout, stderr } = await user.node('load.mjs', ...paths)
  expect(stderr).toBe('')
  return { folder: user.folder, outcomes: JSON.parse(stdout) as unknown[] }
}

const clock = `
import { guard, int, machine, spec } from 'von'
import { limit } from './limit'

export default spec('clock', { end: limit }, ({ end }) => {
  const m = machine({ now: int(0, end) })
  m.init(() => ({ now: 0 }))
  m.action('tick', {}, s => {
    guard(s.now < end)
    s.now++
  })
  return m
})`

it('loads a spec and its helpers from anywhere, by a relative or an absolute path', async () => {
  const files = { 'spec/clock.ts': clock, 'spec/limit.ts': 'export const limit: number = 3' }
  const { folder, outcomes } = await load(files, 'spec/clock.ts')
  expect(outcomes).toEqual([{ file: path.join(folder, 'spec/clock.ts'), name: 'clock', constants: { end: 3 } }])
})

it('tells what is wrong with a path, and the path that was probably meant', async () => {
  const files = { 'lease/lease.ts': '', 'lease/other.ts': '', 'lease/data.json': '' }
  const { outcomes } = await load(files, 'lease/leese.ts', 'lease', 'lease/lease', 'lease/data.json', 'x/y.ts')
  expect(outcomes).toEqual([
    'error[VON1001]: there is no file lease/leese.ts\nhelp: did you mean lease/lease.ts?',
    'error[VON1002]: lease is a folder\nhelp: name a file in it: lease/lease.ts',
    'error[VON1001]: there is no file lease/lease\nhelp: did you mean lease/lease.ts?',
    'error[VON1003]: lease/data.json is no TypeScript or JavaScript module\nhelp: a spec is a .ts, .mts, .js or .mjs file',
    'error[VON1001]: there is no file x/y.ts',
  ])
})

it('shows syntax errors, also in a module that the spec imports', async () => {
  const files = {
    'a.ts': 'export const a = 1\nexport const b = (1;\n',
    'b.ts': "import './enum.ts'",
    'enum.ts': 'export enum Phase { Idle }',
    'c.mjs': 'export const c = let',
  }
  const { outcomes } = await load(files, 'a.ts', 'b.ts', 'c.mjs')
  expect(outcomes).toEqual([
    "error[VON1004]: syntax error: Expected ',', got ';'\n --> a.ts:2:20\n2 | export const b = (1;\n  |                    ^",
    expect.stringMatching(/^error\[VON1005\]: TypeScript enum cannot be erased\n --> enum\.ts:1:8\n/),
    expect.stringMatching(/^error\[VON1004\]: .*\n --> c\.mjs:1:18\n/),
  ])
})

it('shows the import of a module or name that does not exist', async () => {
  const files = {
    'a.ts': "import 'node:fs'\nimport { x } from './helpr'",
    'b.ts': "import { x } from 'no-such-package/part'",
    'c.ts': "import { live, type Grant, Lease } from './helper.ts'\nexport default live",
    'd.ts': "export * from './c.ts'\nexport { default } from './helper.ts'",
    'helper.ts': 'export const live = 1\nexport type Grant = 1\nexport interface Lease {}',
  }
  const { folder, outcomes } = await load(files, 'a.ts', 'b.ts', 'c.ts')
  expect(outcomes).toEqual([
    `error[VON1006]: cannot import './helpr'
 --> a.ts:2:19
2 | import { x } from './helpr'
  |                   ^^^^^^^^^
note: Cannot find module '${folder}/helpr' imported from ${folder}/a.ts
help: did you mean './helper.ts'?`,
    `error[VON1006]: cannot import 'no-such-package/part'
 --> b.ts:1:19
1 | import { x } from 'no-such-package/part'
  |                   ^^^^^^^^^^^^^^^^^^^^^^
note: Cannot find package 'no-such-package' imported from ${folder}/b.ts
help: is it installed, and spelled so?`,
    `error[VON1007]: './helper.ts' exports no 'Lease'
 --> c.ts:1:28
1 | import { live, type Grant, Lease } from './helper.ts'
  |                            ^^^^^
help: if Lease is a type, write: import { type Lease } from './helper.ts'`,
  ])
})

it("shows an exception where the author's code threw it, and how it got there", async () => {
  const files = {
    'a.ts': "import { check } from './check'\nconst size = check(0)\nexport default size",
    'check.ts': `export const check = (n: number): number => {\n  if (n === 0) throw new RangeError('empty')\n  return n\n}`,
    'b.ts': 'throw "text"\nexport {}',
    'c.ts': "import { int } from 'von'\nexport const d = int(3, 1)",
  }
  const { outcomes } = await load(files, 'a.ts', 'b.ts', 'c.ts')
  expect(outcomes).toEqual([
    `error[VON1008]: exception while loading the spec: RangeError: empty
 --> check.ts:2:22
2 |   if (n === 0) throw new RangeError('empty')
  |                      ^^^^^^^^^^^^^^^^^^^^^^^
note: called from here
 --> a.ts:2:14
2 | const size = check(0)
  |              ^^^^^^^^`,
    'error[VON1008]: exception while loading the spec: text',
    expect.stringMatching(/^error\[VON3\d{3}\]: int\(3, 1\).*\n --> c\.ts:2:18\n.*\n {2}\| {18}\^{9}\nhelp: /),
  ])
})

it('asks for a spec as the default export', async () => {
  const files = {
    'a.ts': `${clock.replace('export default', 'export const clock =')}`,
    'limit.ts': 'export const limit = 3',
    'b.ts': 'export const a = 1\nexport default () => a',
    'c.ts': "import { int } from 'von'\nexport default int(0, 1)",
    'd.ts': 'export default null',
    'e.ts': '',
  }
  const { outcomes } = await load(files, 'a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts')
  expect(outcomes).toEqual([
    'error[VON1009]: a.ts has no default export\nhelp: export default clock',
    expect.stringMatching(/^error\[VON1010\]: the default export is a function, not a spec\n --> b\.ts:2:16\n/),
    expect.stringMatching(/^error\[VON1010\]: the default export is an object, not a spec\n --> c\.ts:2:16\n/),
    expect.stringMatching(/^error\[VON1010\]: the default export is null, not a spec\n/),
    'error[VON1009]: e.ts has no default export\nhelp: export default spec(...)',
  ])
})
