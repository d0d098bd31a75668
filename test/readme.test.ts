/** Runs the examples of README files, in order, in a folder where von is installed and this repository's specs lie. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isShownBy, normalise, readExamples } from './readme-examples.ts'

const root = path.join(import.meta.dirname, '..')

describe.each(['README.md', 'docs/tutorial.md', 'impl/README.md'])('the examples of %s', readme => {
  const examples = readExamples(readFileSync(path.join(root, readme), 'utf8'))
  let folder = ''
  let env: NodeJS.ProcessEnv = {}

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'von-readme-')))
    mkdirSync(path.join(folder, 'node_modules/.bin'), { recursive: true })
    symlinkSync(root, path.join(folder, 'node_modules/von'))
    symlinkSync(path.join(root, 'bin/von.js'), path.join(folder, 'node_modules/.bin/von'))
    symlinkSync(path.join(root, 'node_modules/@types'), path.join(folder, 'node_modules/@types'))
    for (const name of ['spec', 'traces', 'claims'])
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }')
    env = { ...process.env, PATH: [path.join(folder, 'node_modules/.bin'), process.env.PATH].join(path.delimiter) }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const writeFiles = (files: ReadonlyMap<string, string>) => {
    for (const [name, text] of files) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      writeFileSync(path.join(folder, name), text)
    }
  }

  it('are there', () => {
    expect(examples.length).toBeGreaterThan(0)
  })

  it.for(examples)('line $line: $command', ({ command, expected, files }) => {
    writeFiles(files)
    const { stdout } = spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], { cwd: folder, env, encoding: 'utf8' })
    const actual = normalise(stdout, folder)
    const shown = normalise(expected, folder)
    // Only a difference is compared as text, for its report: `...` in the README is no text.
    expect(isShownBy(shown, actual) ? shown : actual).toBe(shown)
  })

  const files = examples.at(-1)?.files ?? new Map<string, string>()
  if (files.size === 0) return
  it('have files that type-check', () => {
    writeFiles(files)
    const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
    const options = ['--noEmit', '--strict', '--target', 'es2024', '--module', 'nodenext', '--skipLibCheck']
    const { stdout } = spawnSync(
      process.execPath,
      [compiler, ...options, '--allowImportingTsExtensions', '--types', 'node', ...files.keys()],
      { cwd: folder, encoding: 'utf8' },
    )
    expect(stdout).toBe('')
  })
})

describe('readExamples', () => {
  const markdown = [
    'Text',
    '```ts',
    '// file: a.ts',
    'one',
    '```',
    '```sh',
    'npm ci',
    '$ npx von check a.ts',
    'exhausted',
    '',
    'more',
    '$ von list a.ts',
    '$ node a.ts',
    '```',
    '```ts',
    '// file: a.ts',
    'two',
    '```',
    '```sh',
    '$ von check a.ts',
    'violated',
    '```',
    '',
  ].join('\n')

  it('reads each command with its output, line, and the files shown above it', () => {
    const one = new Map([['a.ts', '// file: a.ts\none\n']])
    expect(readExamples(markdown)).toEqual([
      { line: 8, command: 'von check a.ts', expected: 'exhausted\n\nmore\n', files: one },
      { line: 12, command: 'von list a.ts', expected: '', files: one },
      { line: 13, command: 'node a.ts', expected: '', files: one },
      {
        line: 20,
        command: 'von check a.ts',
        expected: 'violated\n',
        files: new Map([['a.ts', '// file: a.ts\ntwo\n']]),
      },
    ])
  })
})

describe('normalise', () => {
  it('hides times, rates and the folder, and nothing else', () => {
    const output = '288 states in 12 ms, 1.2M states/s\n  --> /tmp/x/spec/a.ts:3:5  \nin 0.3s, 3 states\n'
    expect(normalise(output, '/tmp/x')).toBe(
      '288 states in <time>, <rate> states/s\n  --> spec/a.ts:3:5\nin <time>, 3 states',
    )
  })
})

describe('isShownBy', () => {
  it('takes a line of three dots for any lines', () => {
    expect(isShownBy('a\n...\nd', 'a\nb\nc\nd')).toBe(true)
    expect(isShownBy('a\n...\nb', 'a\nb')).toBe(true)
    expect(isShownBy('...\nb', 'a\nb')).toBe(true)
  })

  it('rejects any other difference', () => {
    expect(isShownBy('a', 'a\nb')).toBe(false)
    expect(isShownBy('a\n...\nd', 'a\nb\nc')).toBe(false)
    expect(isShownBy('a...b', 'a\nb')).toBe(false)
    expect(isShownBy('a.c', 'abc')).toBe(false)
  })
})
