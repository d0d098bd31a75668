/** How long solvers live: not longer than the process that asks them, and not longer than they are asked. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { descendants, eventually, noProcessList, running } from './processes.fixture.ts'
import { availableSolvers, solverNames } from './session.ts'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

const start = (solver: string, difficulty: 'easy' | 'hard') => {
  const script = path.join(import.meta.dirname, 'fixtures/asking.ts')
  const child = spawn(process.execPath, ['--no-warnings', script, solver, difficulty], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  children.push(child)
  return child
}

for (const solver of solverNames) {
  const isMissing = !availableSolvers().includes(solver)
  describe.skipIf(isMissing || noProcessList)(`a process that asks ${solver}`, () => {
    it('takes it along when it is killed in the middle of a query', async () => {
      const child = start(solver, 'hard')
      const pid = child.pid ?? 0
      // Its solver, and no longer the one that it asked for its version.
      expect(await eventually(() => descendants(pid).length > 0, 20_000)).toBe(true)
      await delay(1500)
      const solvers = descendants(pid)
      expect(running(solvers)).not.toEqual([])
      child.kill('SIGKILL')
      expect(await eventually(() => running(solvers).length === 0)).toBe(true)
    })

    it('ends when it has nothing more to do, though it has not closed the session', async () => {
      const child = start(solver, 'easy')
      const output = text(child.stdout ?? [])
      const [code] = await once(child, 'exit')
      expect({ code, output: await output }).toEqual({ code: 0, output: 'sat\n' })
    })
  })
}
