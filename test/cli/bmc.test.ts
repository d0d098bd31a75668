/** `von bmc`, as a user runs it. */
import { existsSync, readdirSync } from 'node:fs'
import { Schema } from 'effect'
import { afterAll, describe, expect, it } from 'vitest'
import { ReportDocument } from '../../checker/report/document.ts'
import { door, Playground } from './playground.ts'

const place = new Playground({ 'door.ts': door })
afterAll(() => place.remove())

describe('von bmc', () => {
  it('never says yes, however deep it has looked, exit 3', () => {
    const { status, stdout } = place.von('bmc door.ts --depth 6')
    expect(status).toBe(3)
    expect(stdout).not.toMatch(/exhausted|proved/)
    expect(stdout).toMatch(/bounded +lockHolds +no violation up to depth 6/)
    expect(stdout).toContain('bounded: bounded model checking to depth 6, solver z3-solver ')
  })
  it('finds a planted bug by a shortest trace, as exploration does, exit 1', () => {
    const found = place.von('bmc door.ts --mutant opensLocked')
    const explored = place.von('check door.ts --mutant opensLocked')
    const depthIn = (text: string) => /violated {2}lockHolds {2}\([a-z -]+, depth (\d+)\)/.exec(text)?.[1]
    expect(found.status).toBe(1)
    expect(depthIn(found.stdout)).toBe(depthIn(explored.stdout))
    expect(found.stdout).toContain('stopped at the first violation')
  })
  it('gives the same as JSON, with what the solver was asked', () => {
    const { status, stdout } = place.von('bmc door.ts --mutant opensLocked --json')
    expect(status).toBe(1)
    const document = Schema.decodeUnknownSync(ReportDocument, { onExcessProperty: 'error' })(JSON.parse(stdout))
    expect(document).toMatchObject({
      engine: 'bmc',
      outcome: 'violated',
      exploration: null,
      solving: { solver: expect.stringContaining('z3-solver'), encoding: 'bitvectors' },
    })
  })
  it('shares the properties between solvers and says the same', () => {
    const said = (flags: string) => {
      const { findings, outcome } = JSON.parse(place.von(`bmc door.ts --depth 4 --json ${flags}`.trim()).stdout)
      return {
        outcome,
        kinds: findings.map((f: { name: string; verdict: { kind: string } }) => [f.name, f.verdict.kind]),
      }
    }
    expect(said('--workers 2')).toEqual(said(''))
  })
  it('gives what is known so far where the solver may take no time at all, exit 3', () => {
    const { status, stdout } = place.von('bmc door.ts --property lockHolds --depth 2 --timeout 1ms')
    expect(status).toBe(3)
    expect(stdout).not.toMatch(/exhausted|proved|violated/)
  })
  it('says that a limit of work or memory was too low for an answer, exit 3', () => {
    const reasons = (flags: string) => {
      const { status, stdout } = place.von(`bmc door.ts --property lockHolds --depth 2 ${flags}`)
      return { status, reason: /unknown +lockHolds +(.*) at depth \d/.exec(stdout)?.[1] }
    }
    expect(reasons('--solver-work 1')).toEqual({ status: 3, reason: 'the solver used up its resources' })
    expect(reasons('--solver-memory 1M')).toEqual({ status: 3, reason: 'the solver ran out of memory' })
    expect(place.von('bmc door.ts --solver-memory lots')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("'lots' is no size; write 512M or 2G"),
    })
  })
  it('writes a trace for other tools, and what the solver was asked', () => {
    const { status } = place.von('bmc door.ts --mutant opensLocked --itf trace.itf.json --dump queries')
    expect(status).toBe(1)
    expect(JSON.parse(place.read('trace.itf.json'))).toMatchObject({ vars: ['state', 'uses'] })
    expect(readdirSync(place.pathOf('queries')).length).toBeGreaterThan(0)
  })
  it('ends with what it has when interrupted, exit 130', async () => {
    const running = place.start('bmc door.ts --depth 100000 --dump interrupted')
    let output = ''
    running.stdout?.on('data', text => {
      output += text
    })
    // so many queries that some depths are done
    const timer = setInterval(() => {
      const folder = place.pathOf('interrupted')
      if (!existsSync(folder) || readdirSync(folder).length < 10) return
      clearInterval(timer)
      running.kill('SIGINT')
    }, 50)
    const status = await new Promise(resolve => running.on('close', resolve))
    expect(status).toBe(130)
    expect(output).toMatch(/bounded +lockHolds +no violation up to depth \d+/)
    expect(output).toContain('interrupted: bounded model checking to depth')
  })
  it('asks a solver that is not there for nothing, exit 2', () => {
    const { status, stderr } = place.von('bmc door.ts --solver cvc5', { PATH: '/nowhere' })
    expect(status).toBe(2)
    expect(stderr).toContain('cvc5')
  })
  it('refuses a depth below 0 and a property that is none, exit 2', () => {
    expect(place.von('bmc door.ts --depth -1').status).toBe(2)
    const { status, stderr } = place.von('bmc door.ts --property lockHold')
    expect(status).toBe(2)
    expect(stderr).toContain('lockHolds')
  })
})
