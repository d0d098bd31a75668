/** The package as a user gets it: packed, installed in an empty project, run and imported from there. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))

/** What the package depends on, and what that does. */
const dependencies = ['z3-solver', 'async-mutex', 'tslib']

/** Compiler options for what runs under Node; the last mention of an option counts. */
const nodeTypes = ['--types', 'node', '--typeRoots', path.join(root, 'node_modules/@types')]

/** Two players and one seat. */
const seat = `
import { fill, guard, ids, machine, map, oneOf, spec } from 'von'

export default spec('seat', { players: 2 }, ({ players }) => {
  const Player = ids('p', players)
  const m = machine({ place: map(Player, oneOf('outside', 'seated')) })
  m.init(() => ({ place: fill(Player, () => 'outside') }))
  m.action('sit', { p: Player }, (s, { p }) => {
    guard(Player.every(other => s.place[other] === 'outside'))
    s.place[p] = 'seated'
  })
  m.action('rise', { p: Player }, (s, { p }) => {
    guard(s.place[p] === 'seated')
    s.place[p] = 'outside'
  })
  m.invariant('oneSeat', s => Player.count(p => s.place[p] === 'seated') <= 1)
  return m
})
`
/** The same without looking whether the seat is free. */
const crowdedSeat = seat.replace(/guard\(Player.*/, "guard(s.place[p] === 'outside')")

function pack(folder: string, destination: string): { filename: string; files: { path: string }[] } {
  const command = ['pack', '--ignore-scripts', '--json', '--pack-destination', destination]
  const [packed] = JSON.parse(execFileSync('npm', command, { cwd: folder, encoding: 'utf8' }))
  return packed
}

describe('the packed package, installed in an empty project', () => {
  let place = ''
  let project = ''
  let packedFiles: string[] = []

  const write = (name: string, text: string) => writeFileSync(path.join(project, name), text)
  const run = (command: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, encoding: 'utf8' })
    return { status, stdout, stderr }
  }
  /** @returns the complaints of the TypeScript compiler about a file of the project, the package's own types included */
  const compile = (name: string, ...more: string[]) => {
    const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
    const options = ['--noEmit', '--strict', '--target', 'es2024', '--lib', 'esnext', '--module', 'nodenext']
    return run(process.execPath, compiler, ...options, '--exactOptionalPropertyTypes', '--types', '', ...more, name)
      .stdout
  }

  beforeAll(() => {
    place = realpathSync(mkdtempSync(path.join(tmpdir(), 'von-package-')))
    project = path.join(place, 'project')
    mkdirSync(project)
    write('package.json', '{ "type": "module", "private": true }')
    const folders = [root, ...dependencies.map(name => path.join(root, 'node_modules', name))]
    const packed = folders.map(folder => pack(folder, place))
    packedFiles = packed[0]?.files.map(file => file.path) ?? []
    const archives = packed.map(({ filename }) => path.join(place, filename))
    // Offline: a package that asked for anything beyond these would fail here.
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', ...archives], { cwd: project })
    write('seat.ts', seat)
    write('crowded-seat.ts', crowdedSeat)
  })
  afterAll(() => rmSync(place, { recursive: true }))

  it('holds the launcher, the built files, licence and manifest, and nothing else', () => {
    expect(packedFiles.filter(file => !/^(bin|dist)\/|^(LICENSE|README\.md|package\.json)$/.test(file))).toEqual([])
    expect(packedFiles.filter(file => /\.test\.|(?<!\.d)\.ts$/.test(file))).toEqual([])
  })

  it('has every file that its exports name', () => {
    const { exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    const named = JSON.stringify(exports).match(/dist\/[^"]+/g)
    expect(named).toHaveLength(11)
    expect(packedFiles).toEqual(expect.arrayContaining(named ?? []))
  })

  it('has a command that tells its version and how to use it', () => {
    expect(run('npx', 'von', '--version')).toMatchObject({ status: 0, stdout: expect.stringContaining(version) })
    expect(run('npx', 'von', '--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('von check') })
  })

  it('checks a spec to the end', () => {
    expect(run('npx', 'von', 'check', 'seat.ts')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^.*exhausted.*$/m),
    })
  })

  it('finds the fault in a broken one', () => {
    expect(run('npx', 'von', 'check', 'crowded-seat.ts')).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^.*violated.*oneSeat.*$/m),
    })
  })

  it('walks through a spec on several threads', () => {
    expect(run('npx', 'von', 'simulate', 'crowded-seat.ts', '--workers', '2')).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^.*violated.*oneSeat.*$/m),
    })
  })

  it('brings a solver that answers', () => {
    write(
      'solve.js',
      `import { openSession } from 'von/checker'
       const session = await openSession({ logic: 'QF_BV' })
       session.tell('(declare-const x (_ BitVec 8)) (assert (= (bvmul x #x03) #x2d))')
       console.log((await session.check()).kind, await session.values(['x']))`,
    )
    expect(run(process.execPath, 'solve.js')).toEqual({ status: 0, stdout: 'sat [ 15n ]\n', stderr: '' })
  })

  it('brings the core, which needs neither Node nor its types', () => {
    write(
      'core.ts',
      `import { advance, buildAccounts, buildCalendar, buildLookup, depart, PACKET, readAccount, receive } from 'von/core'
       const table = buildLookup([[7, 0], [0xffffffff, 1]])
       const calendar = buildCalendar({ cycleBytes: 3000, budgets: [1500, 1500], cycles: 4 })
       const accounts = buildAccounts(2)
       const cycles: number = receive(table, calendar, accounts, 0xffffffff, 1000, 42)
       advance(calendar, 1)
       console.log(cycles, calendar[depart(calendar, accounts) + PACKET], readAccount(accounts, 1).departed.bytes)`,
    )
    expect(compile('core.ts', '--lib', 'es2022,dom')).toBe('')
    expect(readFileSync(path.join(project, 'node_modules/von/dist/core.js'), 'utf8')).not.toMatch(
      /^import|require\(|process/m,
    )
    expect(run(process.execPath, 'core.ts')).toEqual({ status: 0, stdout: '1 42 1000n\n', stderr: '' })
  })

  it('types a spec, without the types of Node', () => {
    expect(compile('seat.ts')).toBe('')
  })

  it('types a wrong spec as wrong', () => {
    write('wrong-literal.ts', seat.replace("= 'seated'", "= 'standing'"))
    write('wrong-field.ts', seat.replace('s.place[p] =', 's.chair[p] ='))
    expect(compile('wrong-literal.ts')).toContain('"standing"')
    expect(compile('wrong-field.ts')).toContain("'chair'")
  })

  it('is a library whose entries share one spec language, and which is typed', () => {
    write(
      'library.ts',
      `import { isSpec } from 'von'
       import { explore, loadSpec, lower } from 'von/checker'
       import plugin from 'von/vite'
       import seat from './seat.ts'

       const { spec } = await loadSpec('seat.ts')
       const report = await explore(lower(spec.instance({ players: 3 })))
       const verdicts: string[] = report.findings.map(finding => finding.verdict.kind)
       export const line: string = [isSpec(seat), isSpec(spec), verdicts[0], plugin().name].join()`,
    )
    write('print.js', "import { line } from './library.ts'\nconsole.log(line)")
    expect(compile('library.ts', '--allowImportingTsExtensions', ...nodeTypes)).toBe('')
    expect(run(process.execPath, '--no-warnings', '--import', 'von/register', 'print.js')).toEqual({
      status: 0,
      stdout: 'true,true,exhausted,von\n',
      stderr: '',
    })
  })
})
