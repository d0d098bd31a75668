import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findInPath, nativeSolvers } from './native.ts'
import { openSession, SetupError } from './session.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'von-dump-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

/** Three queries: on two levels, under assumptions, and after a level was left. */
const dumpThree = async () => {
  const session = await openSession({ logic: 'QF_BV', dump: { directory: path.join(directory, 'new'), name: 'query' } })
  session.tell('(declare-const x (_ BitVec 8)) (declare-const p Bool) (assert (=> p (bvult x #x05)))')
  session.tell('(push 1) (declare-const |a (b| Bool) ; (pop 1)\n(assert (= |a (b| (bvugt x #x05)))')
  const answers = [await session.check(), await session.check(['p', '|a (b|'])]
  session.tell('(pop) (push 2) (assert (not p)) (pop 1) (pop 1) (assert (= x #x04))')
  answers.push(await session.check(['p']))
  await session.close()
  return answers.map(answer => answer.kind)
}

describe('a session that writes its queries down', () => {
  it('makes a file of each that holds what was told and not taken back, the assumptions and the answer', async () => {
    expect(await dumpThree()).toEqual(['sat', 'unsat', 'sat'])
    const files = readdirSync(path.join(directory, 'new'))
    expect(files).toEqual(['query-0001.smt2', 'query-0002.smt2', 'query-0003.smt2'])
    const texts = files.map(file => readFileSync(path.join(directory, 'new', file), 'utf8'))
    expect(texts[2]).toBe(`; z3-solver 5.2.0
(set-logic QF_BV)
(set-info :status sat)
(declare-const x (_ BitVec 8)) (declare-const p Bool) (assert (=> p (bvult x #x05)))
(assert (= x #x04))
(assert p)
(check-sat)
`)
    expect(texts[1]).toMatch(/:status unsat[\s\S]*\(assert p\)\n\(assert \|a \(b\|\)\n\(check-sat\)\n$/)
  })

  for (const name of nativeSolvers) {
    it.skipIf(findInPath(name) === undefined)(
      `makes files that ${name} reads alone, with the same answers`,
      async () => {
        const answers = await dumpThree()
        const told = readdirSync(path.join(directory, 'new')).map(file => {
          const { stdout } = spawnSync(name, [path.join(directory, 'new', file)], { encoding: 'utf8' })
          return stdout.trim()
        })
        expect(told).toEqual(answers)
      },
    )
  }

  it('says that it cannot write', async () => {
    writeFileSync(path.join(directory, 'file'), '')
    const dump = { directory: path.join(directory, 'file', 'folder'), name: 'query' }
    const session = await openSession({ dump })
    await expect(session.check()).rejects.toThrow(SetupError)
    await session.close()
  })

  it.skipIf(process.platform !== 'linux')('says so at once where the system refuses a folder', async () => {
    const session = await openSession({ dump: { directory: '/proc/von/dump', name: 'query' } })
    await expect(session.check()).rejects.toThrow('a query cannot be written')
    await session.close()
  })
})

describe('a native solver', () => {
  const withPath = async (value: string, run: () => Promise<void>) => {
    const before = process.env.PATH
    process.env.PATH = value
    try {
      await run()
    } finally {
      process.env.PATH = before
    }
  }

  it('that is not installed is missed, with what to do', () =>
    withPath(directory, async () => {
      await expect(openSession({ solver: 'cvc5' })).rejects.toThrow('there is no solver cvc5 in PATH')
      await expect(openSession({ solver: 'z3' })).rejects.toMatchObject({ help: expect.stringContaining('install it') })
    }))

  it('that does not work is missed as well', () =>
    withPath(directory, async () => {
      writeFileSync(path.join(directory, 'z3'), '#!/bin/sh\nexit 1\n')
      chmodSync(path.join(directory, 'z3'), 0o755)
      await expect(openSession({ solver: 'z3' })).rejects.toThrow('does not tell its version')
    }))
})
