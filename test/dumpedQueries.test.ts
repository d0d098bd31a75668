/**
 * What is written with `--dump`, for every spec in this repository and for proofs: files that native solvers read, each
 * alone, and answer as the embedded solver did. Skipped where neither z3 nor cvc5 is installed.
 */
import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findInPath, nativeSolvers } from '../checker/solver/native.ts'
import { root, specFiles } from '../spec/files.fixture.ts'

const command = path.join(root, 'bin/von.js')
/** How many steps to look; more where VON_DUMP_DEPTH says so. */
const DEPTH = process.env.VON_DUMP_DEPTH ?? '2'
const installed = nativeSolvers.filter(name => findInPath(name) !== undefined)

const place = mkdtempSync(path.join(tmpdir(), 'von-dumps-'))
afterAll(() => rmSync(place, { recursive: true }))

/** @returns the written files, by name, with the answer that each says it got */
function dumpedBy(folder: string, ...args: string[]): ReadonlyMap<string, string> {
  const { stderr, status } = spawnSync(process.execPath, [command, ...args, '--dump', folder], {
    cwd: root,
    encoding: 'utf8',
  })
  expect({ status, stderr }).not.toMatchObject({ status: 70 })
  const files = globSync(path.join(folder, '*.smt2')).sort()
  return new Map(files.map(file => [file, /\(set-info :status (\w+)\)/.exec(readFileSync(file, 'utf8'))?.[1] ?? '']))
}

const answerOf = (solver: string, file: string) =>
  spawnSync(solver, [file], { encoding: 'utf8', timeout: 100_000 }).stdout.trim()

/** Solvers that read the files alone say what the embedded one said. */
function expectAgreement(name: string, args: readonly string[]): void {
  const said = dumpedBy(path.join(place, name.replaceAll(/\W/g, '-')), ...args)
  expect(said.size).toBeGreaterThan(0)
  for (const solver of installed)
    expect(new Map([...said.keys()].map(file => [file, answerOf(solver, file)]))).toEqual(said)
}

describe.skipIf(installed.length === 0)(`queries read by ${installed.join(' and ')}`, () => {
  it.each(specFiles)(
    'of von bmc, %s',
    spec => expectAgreement(spec, ['bmc', spec, '--depth', DEPTH, '--keep-going']),
    300_000,
  )
  it.each([
    ['by induction', 'spec/lease/idAllocation.ts'],
    ['of a broken twin', 'spec/commit/twoPhaseCommit.ts', '--mutant', 'abortsAfterCommit'],
    ['for any number', 'spec/commit/twoPhaseCommit.ts', '--unbounded', '--property', 'consistent'],
  ])('of von prove, %s', (name, ...args) => expectAgreement(name, ['prove', ...args]), 300_000)
})
