import { describe, expect, it } from 'vitest'
import { importGraph } from './import-graph.ts'
import { arrowFaults, cycleFaults, nameFaults, reachFaults, sizeFaults } from './repository-rules.ts'

const tree = (files: Record<string, string>) => new Map(Object.entries(files))
const graph = (files: Record<string, string>) => importGraph(tree(files))

describe('importGraph', () => {
  it('reads every form of import, whatever stands between', () => {
    const text = [
      "import type { A } from './a.ts'",
      "import {\n  type B,\n  b,\n} from './b.ts'",
      "export type { C } from './c.ts'",
      "export type * from './d.ts'",
      "export * from './e.ts'",
      "import './f.ts'",
      "type G = import('./g.ts').G",
      "const h = await import('./h.ts')",
      "const worker = new Worker(new URL('./i.ts', import.meta.url))",
      "export type Z = 'z' | `z`",
      'export type { G }',
      "import type { J } from './j.ts'",
    ].join('\n')
    const names = [...'abcdefghij']
    const files = Object.fromEntries(names.map(name => [`x/${name}.ts`, '']))
    const found = graph({ ...files, 'x/main.ts': text }).get('x/main.ts')?.files
    expect(found?.toSorted()).toEqual(names.map(name => `x/${name}.ts`))
  })

  it('takes no text in a comment or a string for an import', () => {
    const text = "// import './a.ts'\nconst code = `\nimport './a.ts'\n`\n/* import './a.ts' */\nconst quote = /['`]/\n"
    expect(graph({ 'x/a.ts': '', 'x/main.ts': text }).get('x/main.ts')).toEqual({ files: [], packages: [] })
  })

  it('resolves folders above, own entry points by name, and keeps packages apart', () => {
    const found = graph({
      'checker/lang/index.ts': '',
      'spec/a/a.ts': "import { spec } from 'von'\nimport '../b/b.ts'\nimport 'effect/Effect'\n",
      'spec/b/b.ts': '',
    })
    expect(found.get('spec/a/a.ts')).toEqual({
      files: ['checker/lang/index.ts', 'spec/b/b.ts'],
      packages: ['effect/Effect'],
    })
  })
})

describe('arrowFaults', () => {
  const rejects = (file: string, target: string) =>
    arrowFaults(
      graph({ [target]: '', [file]: `import '${'../'.repeat(file.split('/').length - 1)}${target}'\n` }),
    ).filter(fault => fault.file === file).length === 1

  it('accepts a listed arrow and a file of the same folder', () => {
    expect(rejects('checker/frontend/a.ts', 'checker/ir/expr.ts')).toBe(false)
    expect(rejects('checker/ir/a.ts', 'checker/ir/b/c.ts')).toBe(false)
    expect(rejects('checker/cli/main.ts', 'checker/engines/explicit/a.ts')).toBe(false)
  })

  it('rejects an arrow that is not listed', () => {
    expect(rejects('checker/ir/a.ts', 'checker/frontend/b.ts')).toBe(true)
    expect(rejects('checker/report/a.ts', 'checker/engines/explicit/b.ts')).toBe(true)
    expect(rejects('impl/core/a.ts', 'checker/ir/b.ts')).toBe(true)
  })

  it('rejects an engine that imports another', () => {
    expect(rejects('checker/engines/doctor/a.ts', 'checker/engines/explicit/b.ts')).toBe(true)
  })

  it('rejects a listed folder beyond its listed files', () => {
    expect(rejects('checker/lang/a.ts', 'checker/ir/value.ts')).toBe(false)
    expect(rejects('checker/lang/a.ts', 'checker/ir/expr.ts')).toBe(true)
  })

  it('rejects an import of the CLI, even by the library entry', () => {
    expect(rejects('checker/index.ts', 'checker/cli/a.ts')).toBe(true)
    expect(rejects('checker/frontend/a.ts', 'checker/cli/a.ts')).toBe(true)
  })

  it('rejects a type-only import against the arrows', () => {
    const faults = arrowFaults(
      graph({ 'checker/ir/a.ts': "import type { B } from '../lang/b.ts'\n", 'checker/lang/b.ts': '' }),
    )
    expect(faults).toEqual([{ file: 'checker/ir/a.ts', message: 'may not import checker/lang/b.ts' }])
  })

  it('rejects a product file that imports a test, and lets a test import anything', () => {
    expect(rejects('checker/ir/a.ts', 'checker/ir/a.arbitrary.ts')).toBe(true)
    expect(rejects('checker/ir/a.test.ts', 'checker/cli/main.ts')).toBe(false)
  })

  it('rejects a package in a self-contained folder only', () => {
    const importing = (file: string, name: string) => arrowFaults(graph({ [file]: `import '${name}'\n` })).length
    expect(importing('spec/lease/lease.ts', 'node:fs')).toBe(1)
    expect(importing('impl/core/a.ts', 'effect')).toBe(1)
    expect(importing('checker/frontend/a.ts', 'acorn')).toBe(0)
  })

  it('rejects a folder without a line in the table', () => {
    expect(arrowFaults(graph({ 'checker/extra/a.ts': '' }))).toHaveLength(1)
  })
})

describe('cycleFaults', () => {
  it('names the files of a cycle, made of type-only imports too', () => {
    const files = { 'x/a.ts': "import './b.ts'", 'x/b.ts': "import type { A } from './a.ts'" }
    expect(cycleFaults(graph(files)).map(fault => fault.message)).toEqual([
      'imports itself: x/a.ts -> x/b.ts -> x/a.ts',
    ])
  })

  it('accepts a file reached by two ways', () => {
    const files = { 'x/a.ts': "import './b.ts'\nimport './c.ts'", 'x/b.ts': "import './c.ts'", 'x/c.ts': '' }
    expect(cycleFaults(graph(files))).toEqual([])
  })
})

describe('reachFaults', () => {
  const entryPoints = ['checker/index.ts']

  it('rejects a file that nothing imports', () => {
    const faults = reachFaults(graph({ 'checker/index.ts': '', 'checker/ir/lost.ts': '' }), entryPoints)
    expect(faults).toEqual([{ file: 'checker/ir/lost.ts', message: 'is not imported by anything' }])
  })

  it('rejects a file that only tests import, unless it is named as theirs', () => {
    const faults = reachFaults(
      graph({
        'checker/index.ts': '',
        'checker/ir/a.test.ts': "import './only.ts'\nimport './a.arbitrary.ts'",
        'checker/ir/only.ts': '',
        'checker/ir/a.arbitrary.ts': '',
      }),
      entryPoints,
    )
    expect(faults).toEqual([{ file: 'checker/ir/only.ts', message: 'is imported by tests only' }])
  })

  it('accepts what entry points reach by several steps, specs, scripts and configuration', () => {
    const faults = reachFaults(
      graph({
        'checker/index.ts': "export * from './ir/a.ts'",
        'checker/ir/a.ts': "import type { B } from './b.ts'",
        'checker/ir/b.ts': '',
        'spec/lease/lease.ts': '',
        'scripts/build.ts': '',
        'vitest.config.ts': '',
      }),
      entryPoints,
    )
    expect(faults).toEqual([])
  })
})

describe('nameFaults', () => {
  it('rejects names that say nothing, of files and of folders', () => {
    const files = ['checker/utils.ts', 'checker/ir/helpers.test.ts', 'checker/misc/a.ts', 'checker/ir/helpers/a.ts']
    expect(nameFaults(new Map(files.map(file => [file, ''])))).toHaveLength(files.length)
  })

  it('rejects a spec that a test runner would take for a test', () => {
    expect(nameFaults(tree({ 'spec/lease/lease.spec.ts': '' }))).toHaveLength(1)
  })

  it('accepts other names', () => {
    expect(nameFaults(tree({ 'spec/lease/lease.ts': '', 'checker/ir/utility.ts': '' }))).toEqual([])
  })
})

describe('sizeFaults', () => {
  const long = 'export {}\n'.repeat(501)

  it('rejects a file over 500 lines that does not say why', () => {
    expect(sizeFaults(tree({ 'a.ts': long }))).toHaveLength(1)
    expect(sizeFaults(tree({ 'a.ts': `/** One table. */\n${long}` }))).toHaveLength(1)
    expect(sizeFaults(tree({ 'a.ts': `export {}\n// Over 500 lines because of a table.\n${long}` }))).toHaveLength(1)
  })

  it('accepts a long file that says why, and one of 500 lines', () => {
    expect(sizeFaults(tree({ 'a.ts': `/** One table. Over 500 lines because of it. */\n${long}` }))).toEqual([])
    expect(sizeFaults(tree({ 'a.ts': 'export {}\n'.repeat(500) }))).toEqual([])
  })
})
