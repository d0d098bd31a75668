import { afterEach, describe, expect, it } from 'vitest'
import { openSession, type Session, type SessionOptions } from './session.ts'

const sessions: Session[] = []
const open = async (options: SessionOptions = {}) => {
  const session = await openSession({ logic: 'QF_BV', ...options })
  sessions.push(session)
  return session
}
afterEach(async () => {
  await Promise.all(sessions.splice(0).map(session => session.close()))
})

/** Two factors, more than 1, of the product of two primes of 31 bits: beyond what a solver finds in the tests' time. */
const hard = `
(declare-const a (_ BitVec 32)) (declare-const b (_ BitVec 32))
(assert (bvult #x00000001 a)) (assert (bvult #x00000001 b))
(assert (= (bvmul (concat #x00000000 a) (concat #x00000000 b)) (_ bv4611685975477714963 64)))`

describe('a session with the embedded solver', () => {
  it('answers one query after another, under assumptions that hold for one of them only', async () => {
    const session = await open()
    session.tell(
      '(declare-const x (_ BitVec 8)) (declare-const p Bool) (declare-const |q r| Bool) (declare-const s Bool)',
    )
    session.tell('(assert (=> p (bvult x #x05))) (assert (=> (not |q r|) (bvugt x #x05)))')
    expect(await session.check(['p', '(not |q r|)', 's'])).toEqual({ kind: 'unsat' })
    expect([...(await session.core())].sort()).toEqual(['(not |q r|)', 'p'])
    expect(await session.check(['p', '|q r|'])).toEqual({ kind: 'sat' })
    const [x, next, p, qr] = await session.values(['x', '(bvadd x #x01)', 'p', '|q r|'])
    expect(x).toBeLessThan(5n)
    expect([next, p, qr]).toEqual([(x ?? 0n) + 1n, 1n, 1n])
    session.tell('(push 1) (assert (= x #xff))')
    expect(await session.check(['p'])).toEqual({ kind: 'unsat' })
    session.tell('(pop 1)')
    expect(await session.check(['p'])).toEqual({ kind: 'sat' })
  })

  it('says that its time is up, and goes on', async () => {
    const session = await open({ limits: { timeoutMs: 300 } })
    session.tell(`(push 1) ${hard}`)
    expect(await session.check()).toMatchObject({ kind: 'unknown', reason: 'timeout' })
    session.tell('(pop 1)')
    expect(await session.check()).toEqual({ kind: 'sat' })
  })
})
