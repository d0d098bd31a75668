/** What a session promises, with each solver that is here. Those that are not installed are skipped. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { factors, large } from './hard.fixture.ts'
import { descendants, eventually, noProcessList, residentBytes, running } from './processes.fixture.ts'
import { availableSolvers, openSession, type Session, type SessionOptions, solverNames } from './session.ts'

const sessions: Session[] = []
afterEach(async () => {
  await Promise.all(sessions.splice(0).map(session => session.close()))
})

for (const solver of solverNames) {
  const isMissing = !availableSolvers().includes(solver)
  const open = async (options: SessionOptions = {}) => {
    const session = await openSession({ solver, logic: 'QF_BV', ...options })
    sessions.push(session)
    return session
  }

  describe.skipIf(isMissing)(`a session with ${solver}${isMissing ? ', which is not installed' : ''}`, () => {
    it('answers one query after another, under assumptions that hold for one of them only', async () => {
      const session = await open()
      session.tell('(declare-const x (_ BitVec 8)) (declare-const p Bool) (declare-const |q r| Bool)')
      session.tell('(declare-const s Bool) (assert (=> p (bvult x #x05))) (assert (=> (not |q r|) (bvugt x #x05)))')
      expect(await session.check(['p', '(not |q r|)', 's'])).toEqual({ kind: 'unsat' })
      expect(await session.core()).toEqual(['p', '(not |q r|)'])
      expect(await session.check(['p', '|q r|'])).toEqual({ kind: 'sat' })
      const [x, next, p, qr] = await session.values(['x', '(bvadd x #x01)', 'p', '|q r|'])
      expect(x).toBeLessThan(5n)
      expect([next, p, qr]).toEqual([(x ?? 0n) + 1n, 1n, 1n])
      session.tell('(push 1) (assert (= x #xff))')
      expect(await session.check(['|p|'])).toEqual({ kind: 'unsat' })
      expect(await session.core()).toEqual(['|p|'])
      session.tell('(pop 1)')
      expect(await session.check(['p'])).toEqual({ kind: 'sat' })
    })

    it('tells integers with their signs', async () => {
      const session = await open({ logic: 'QF_LIA' })
      session.tell('(declare-const n Int) (declare-const m Int) (assert (= (* 2 n) (- 20000000000000000000)))')
      session.tell('(assert (= m (- n)))')
      expect(await session.check()).toEqual({ kind: 'sat' })
      expect(await session.values(['n', 'm'])).toEqual([-10_000_000_000_000_000_000n, 10_000_000_000_000_000_000n])
    })

    it('knows uninterpreted sorts and quantifiers', async () => {
      const session = await open({ logic: 'UF' })
      session.tell('(declare-sort Node 0) (declare-fun leader (Node) Bool) (declare-const n Node)')
      session.tell('(assert (forall ((a Node) (b Node)) (=> (and (leader a) (leader b)) (= a b))))')
      session.tell('(declare-const other Node) (assert (leader n)) (assert (not (= n other)))')
      session.tell('(declare-const both Bool) (assert (= both (leader other)))')
      expect(await session.check(['both'])).toEqual({ kind: 'unsat' })
      // Not every solver builds models of formulas with quantifiers.
      expect(await session.check()).not.toEqual({ kind: 'unsat' })
    })

    it('knows a datatype only as long as its level is not left', async () => {
      const session = await open({ logic: 'ALL' })
      session.tell('(declare-const p Bool) (push 1) (declare-datatypes ((Node 0)) (((n0)))) (declare-const a Node)')
      session.tell('(assert (=> p (distinct a n0)))')
      expect(await session.check(['p'])).toEqual({ kind: 'unsat' })
      session.tell('(pop 1)')
      session.tell('(push 1) (declare-datatypes ((Node 0)) (((n0) (n1)))) (declare-const a Node)')
      session.tell('(declare-const is1 Bool) (assert (= is1 (= a n1))) (assert (=> p (distinct a n0)))')
      expect(await session.check(['p'])).toEqual({ kind: 'sat' })
      expect(await session.values(['is1'])).toEqual([1n])
      session.tell('(pop 1)')
      expect(await session.check(['p'])).toEqual({ kind: 'sat' })
      session.tell('(push 1) (declare-datatypes ((Node 0)) (((n2)))) (declare-const a Node) (assert (distinct a n2))')
      expect(await session.check()).toEqual({ kind: 'unsat' })
      session.tell('(pop 1)')
      session.tell('(push 1) (declare-datatypes ((Node 0)) (((n2) (n3)))) (declare-const a Node) (assert (= a n3))')
      expect(await session.check()).toEqual({ kind: 'sat' })
    })

    it.each(['ALL', 'QF_BV'])('says that its time is up, and goes on, also in %s', async logic => {
      const session = await open({ logic, limits: { timeoutMs: 500 } })
      session.tell(`(push 1) ${factors}`)
      expect(await session.check()).toMatchObject({ kind: 'unknown', reason: 'timeout' })
      session.tell('(pop 1) (declare-const a Bool) (declare-const c (_ BitVec 8)) (assert a) (assert (bvult c #x02))')
      expect(await session.check()).toEqual({ kind: 'sat' })
      session.tell('(assert (bvugt c #x05))')
      expect(await session.check()).toEqual({ kind: 'unsat' })
    })

    it('stops at a limit of work, after the same work each time', async () => {
      const session = await open({ limits: { resources: solver === 'cvc5' ? 2000 : 20_000 } })
      session.tell(factors)
      expect(await session.check()).toMatchObject({ kind: 'unknown', reason: 'resources' })
      expect(await session.check()).toMatchObject({ kind: 'unknown', reason: 'resources' })
    })

    it('says that its memory is used up, and goes on', async () => {
      const session = await open({ limits: { memoryBytes: 64 * 2 ** 20, timeoutMs: 60_000 } })
      session.tell(`(push 1) ${large}`)
      expect(await session.check()).toMatchObject({ kind: 'unknown', reason: 'memory' })
      session.tell('(pop 1) (declare-const a Bool) (assert a)')
      expect(await session.check()).toEqual({ kind: 'sat' })
      expect(await session.values(['a'])).toEqual([1n])
    })

    it('ends when it is cancelled, in the middle of a query and before one', async () => {
      const interrupt = new AbortController()
      const session = await open({ signal: interrupt.signal })
      session.tell(factors)
      setTimeout(() => interrupt.abort(), 500)
      expect(await session.check()).toMatchObject({ kind: 'unknown', reason: 'cancelled' })
      expect(await session.check()).toMatchObject({ kind: 'unknown', reason: 'cancelled' })
      const late = await open({ signal: interrupt.signal })
      expect(await late.check()).toMatchObject({ kind: 'unknown', reason: 'cancelled' })
    })

    it('tells of the model of an answer that came before it was cancelled', async () => {
      const interrupt = new AbortController()
      const session = await open({ signal: interrupt.signal })
      session.tell('(declare-const x (_ BitVec 8)) (assert (= x #x05))')
      expect(await session.check()).toEqual({ kind: 'sat' })
      interrupt.abort()
      expect(await session.values(['x'])).toEqual([5n])
      expect(await session.check()).toMatchObject({ kind: 'unknown', reason: 'cancelled' })
    })

    it('takes a command that the solver does not understand for a fault of von', async () => {
      const session = await open()
      session.tell('(assert (= missing #x00))')
      await expect(session.check()).rejects.toThrow(/did not understand.*missing/s)
    })

    it('tells of no values without a model, and of no core without a contradiction', async () => {
      const session = await open()
      await expect(session.values(['true'])).rejects.toThrow('there is no model')
      expect(await session.check()).toEqual({ kind: 'sat' })
      await expect(session.core()).rejects.toThrow('nothing is unsatisfiable')
      session.tell('(declare-const p Bool)')
      await expect(session.values(['p'])).rejects.toThrow('there is no model')
    })

    it('can be asked one question at a time, and none after its end', async () => {
      const session = await open()
      const first = session.check()
      await expect(session.check()).rejects.toThrow('still busy')
      expect(await first).toEqual({ kind: 'sat' })
      await session.close()
      await expect(session.check()).rejects.toThrow('closed')
    })

    it.skipIf(noProcessList)('outlives a solver that is killed in the middle of a query', async () => {
      const before = descendants(process.pid)
      const session = await open()
      session.tell('(declare-const p Bool) (push 1) (assert (not p)) (push 1)')
      session.tell(factors)
      const answer = session.check()
      const started = () => descendants(process.pid).filter(pid => !before.includes(pid))
      expect(await eventually(() => started().length > 0)).toBe(true)
      for (const pid of started()) process.kill(pid, 'SIGKILL')
      expect(await answer).toMatchObject({ kind: 'unknown', reason: 'died', detail: expect.stringContaining('KILL') })
      session.tell('(pop 1)')
      expect(await session.check(['p'])).toEqual({ kind: 'unsat' })
      session.tell('(pop 1)')
      expect(await session.check(['p'])).toEqual({ kind: 'sat' })
    })

    it.skipIf(noProcessList)('returns all its memory when it is closed, in the middle of a query too', async () => {
      const before = descendants(process.pid)
      const session = await open()
      session.tell(factors)
      const answer = session.check()
      const started = () => descendants(process.pid).filter(pid => !before.includes(pid))
      expect(await eventually(() => started().length > 0)).toBe(true)
      const pids = started()
      await session.close()
      expect(await answer).toMatchObject({ kind: 'unknown', reason: 'cancelled' })
      expect(await eventually(() => running(pids).length === 0)).toBe(true)
    })
  })
}

describe('a session', () => {
  it.skipIf(noProcessList)(
    'leaks nothing over 1,000 queries',
    async () => {
      const session = await openSession({ logic: 'QF_BV' })
      sessions.push(session)
      session.tell('(declare-const x (_ BitVec 16)) (declare-const y (_ BitVec 16))')
      const ask = async (from: number, to: number) => {
        for (let i = from; i < to; i++) {
          session.tell(`(push 1) (assert (= (bvadd x y) (_ bv${i} 16))) (declare-const p${i} Bool)`)
          session.tell(`(assert (=> p${i} (= x y)))`)
          // Twice a number is even, whatever is lost.
          expect(await session.check([`p${i}`])).toEqual({ kind: i % 2 === 0 ? 'sat' : 'unsat' })
          session.tell('(pop 1)')
        }
      }
      const measure = () => ({
        solver: residentBytes(descendants(process.pid)),
        handles: process.getActiveResourcesInfo().length,
      })
      await ask(0, 200)
      const early = measure()
      await ask(200, 1000)
      const late = measure()
      expect(late.solver).toBeLessThan(early.solver + 30 * 2 ** 20)
      expect(late.handles).toBeLessThanOrEqual(early.handles + 2)
    },
    60_000,
  )

  it.skipIf(process.platform !== 'linux')('says that there is no memory for the solver to start in', async () => {
    const limit = 'ulimit -v 3000000; exec "$0" "$@"'
    const script = path.join(import.meta.dirname, 'fixtures/asking.ts')
    const child = spawn('sh', ['-c', limit, process.execPath, '--no-warnings', script, 'embedded', 'easy'], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    expect(await text(child.stdout)).toBe('unknown memory\n')
  })

  it('says that a limit of memory is too low for the solver to begin', async () => {
    const session = await openSession({ limits: { memoryBytes: 2 ** 20 } })
    sessions.push(session)
    session.tell('(declare-const a Bool) (assert a)')
    expect(await session.check()).toMatchObject({ kind: 'unknown', reason: 'memory' })
  })

  it('answers on its own while others do', async () => {
    const answers = await Promise.all(
      [3, 5, 7].map(async n => {
        const session = await openSession({ logic: 'QF_BV' })
        sessions.push(session)
        session.tell(`(declare-const x (_ BitVec 8)) (assert (= x (_ bv${n} 8)))`)
        await session.check()
        return session.values(['x'])
      }),
    )
    expect(answers).toEqual([[3n], [5n], [7n]])
  })

  it('takes deep terms and large texts', async () => {
    const session = await openSession({ logic: 'QF_BV', limits: { timeoutMs: 60_000 } })
    sessions.push(session)
    let sum = 'x0'
    for (let i = 0; i < 5000; i++) sum = `(bvadd x0 ${sum})`
    const declarations = Array.from({ length: 20_000 }, (_, i) => `(declare-const x${i} (_ BitVec 8))`).join('\n')
    session.tell(`${declarations}\n(assert (= ${sum} #x89)) (assert (bvult x0 #x10))`)
    expect(await session.check()).toEqual({ kind: 'sat' })
    const [x] = await session.values(['x0'])
    // 5001 times x is 0x89 modulo 256: 5001 is 0x89 there.
    expect(((x ?? 0n) * 5001n) % 256n).toBe(0x89n)
  })
})
