import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { JointSession } from './jointSession.ts'
import { availableSolvers, openSession } from './session.ts'
import { SoloSession } from './soloSession.ts'
import type { SolverProgram } from './solverProgram.ts'

/** A solver that gives the same answer to every query, right or wrong. */
const sayingOnly = (answer: string): SolverProgram => ({
  title: `always ${answer}`,
  file: process.execPath,
  arguments: [
    '-e',
    `require('node:readline').createInterface({ input: process.stdin }).on('line', line => {
       const end = /echo "(.*)"/.exec(line)
       if (line === '(check-sat)') console.log('${answer}')
       if (line.startsWith('(get-info')) console.log('(:reason-unknown incomplete)')
       if (line === '(get-value (p))') console.log('((p true))')
       if (end) console.log(end[1])
     })`,
  ],
  preamble: '',
  keepsDatatypes: false,
  isSpentByLimits: false,
})
const solo = (answer: string) => new SoloSession(sayingOnly(answer), { logic: 'QF_BV' })
const joint = (first: string, second: string) => new JointSession(solo(first), solo(second))

describe('solvers that are asked together', () => {
  it('agree, or give no answer but the query on which they do not', async () => {
    const session = joint('sat', 'unsat')
    session.tell('(declare-const p Bool)')
    const failure = await session.check().then(
      () => undefined,
      (error: Error) => error.message,
    )
    await session.close()
    const [, file = ''] = /always sat says sat, always unsat says unsat; the query is (.*)$/.exec(failure ?? '') ?? []
    expect(readFileSync(file, 'utf8')).toContain('(declare-const p Bool)\n(check-sat)')
    rmSync(path.dirname(file), { recursive: true })
  })

  it('count where they know an answer, and tell of its model', async () => {
    const session = joint('unknown', 'sat')
    session.tell('(declare-const p Bool)')
    expect(await session.check()).toEqual({ kind: 'sat' })
    expect(await session.values(['p'])).toEqual([1n])
    await session.close()
  })

  it('know nothing where none of them does', async () => {
    const session = joint('unknown', 'unknown')
    expect(await session.check()).toMatchObject({ kind: 'unknown', reason: 'incomplete' })
    await session.close()
  })

  it('are all that are installed', async () => {
    const session = await openSession({ solver: 'all', logic: 'QF_BV' })
    expect(session.title.split(', ')).toHaveLength(availableSolvers().length)
    session.tell('(declare-const x (_ BitVec 8)) (declare-const p Bool) (assert (=> p (= x (bvadd x x))))')
    session.tell('(assert (bvult #x00 x))')
    expect(await session.check()).toEqual({ kind: 'sat' })
    expect(await session.check(['p'])).toEqual({ kind: 'unsat' })
    expect(await session.core()).toEqual(['p'])
    await session.close()
  })
})
