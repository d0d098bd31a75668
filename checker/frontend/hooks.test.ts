import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Project, project } from './project.fixture.ts'

const register = path.join(import.meta.dirname, 'register.ts')
const captured = path.join(import.meta.dirname, 'captured.ts')
const tsx = fileURLToPath(import.meta.resolve('tsx'))

/** Runs a program with the hooks installed and gives what it printed as JSON. */
async function output(run: Project, program: string, ...options: string[]): Promise<unknown> {
  const { stdout, stderr, exitCode } = await run.node('--import', register, ...options, program)
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  return JSON.parse(stdout)
}

const print = `
import { sourceOf } from ${JSON.stringify(captured)}
const describe = fn => {
  const source = sourceOf(fn)
  return source && source.file.text.slice(source.node.start, source.node.end)
}`

const files = {
  'main.ts': `
    import * as von from 'von'
    import { plain } from './plain'
    import { written as fromTs } from './written.js'
    import { inFolder } from './folder'
    import data from './data.json' with { type: 'json' }
    ${print}
    console.log(JSON.stringify([typeof von.spec, ...[plain, fromTs, inFolder].map(describe), data]))`,
  'plain.ts': 'export const plain = <T,>(x: T): T => x',
  'written.ts': 'export const written = (x: string) => x',
  'folder/index.ts': 'export const inFolder = () => 1',
  'data.json': '[1]',
}
const expected = ['function', '(x: T): T => x', '(x: string) => x', '() => 1', [1]]

describe('with the hooks installed', () => {
  it('von and imports without or with another extension are found, in a project without manifest', async () => {
    expect(await output(project(files), 'main.ts')).toEqual(expected)
  })

  it.each(['module', 'commonjs'])('modules run as such in a package of type %s', async type => {
    expect(await output(project({ ...files, 'package.json': JSON.stringify({ type }) }), 'main.ts')).toEqual(expected)
  })

  it('tsx may be registered before or after', async () => {
    const user = project({ ...files, 'package.json': '{"type":"module"}' })
    expect(await output(user, 'main.ts', '--import', tsx)).toEqual(expected)
    const { stdout } = await user.node('--import', tsx, '--import', register, 'main.ts')
    expect(JSON.parse(stdout)).toEqual(expected)
  })

  it('what only tsx can compile is left to it', async () => {
    const user = project({
      ...files,
      'package.json': '{"type":"module"}',
      'enum.ts': 'enum A { B = 5 }\nexport const b = A.B\nexport { plain } from "./plain"',
      'main.ts': `import { b, plain } from './enum'\n${print}\nconsole.log(JSON.stringify([b, describe(plain)]))`,
    })
    expect(await output(user, 'main.ts', '--import', tsx)).toEqual([5, '(x: T): T => x'])
  })

  it('CommonJS and installed packages run as ever', async () => {
    const user = project({
      'main.js': `import old from './old.cjs'\nimport { f } from 'pkg'\n${print}\nconsole.log(JSON.stringify([old.f(), describe(old.f), describe(f)]))`,
      'old.cjs': 'module.exports = { f() { return typeof require } }',
      'node_modules/pkg/package.json': '{"type":"module","exports":"./i.js"}',
      'node_modules/pkg/i.js': 'export const f = () => 1',
    })
    expect(await output(user, 'main.js')).toEqual(['function', null, null])
  })

  it('modules that import each other know each other, also before both have run', async () => {
    const user = project({
      'main.ts': `
        import { even, madeEarly } from './even.ts'
        import { odd } from './odd.ts'
        ${print}
        const captures = [sourceOf(even).capture('odd') === odd, sourceOf(odd).capture('even') === even]
        console.log(JSON.stringify([captures, sourceOf(madeEarly).capture('base'), describe(madeEarly)]))`,
      'even.ts': `import { odd } from './odd.ts'
        export { madeEarly } from './odd.ts'
        export function even(n: number): boolean { return n === 0 || odd(n - 1) }
        export function make() { return () => base }
        const base = 7`,
      'odd.ts': `import { even, make } from './even.ts'
        export function odd(n: number): boolean { return n !== 0 && even(n - 1) }
        export const madeEarly = make()`,
    })
    expect(await output(user, 'main.ts')).toEqual([[true, true], 7, '() => base'])
  })

  it('stack traces tell places in the file as written', async () => {
    const user = project({ 'main.ts': `export const f = () => () => { throw new Error('here') }\nf()()` })
    const { stderr } = await user.node('--import', register, 'main.ts')
    expect(stderr).toContain(`${path.join(user.folder, 'main.ts')}:1:38`)
  })

  it('the error of an import that fails stays what it was', async () => {
    const user = project({
      'main.ts': `import 'von'\nconsole.log(JSON.stringify(await import('./no' + 'ne').catch(error => error.code)))`,
    })
    expect(await output(user, 'main.ts')).toBe('ERR_MODULE_NOT_FOUND')
  })
})
