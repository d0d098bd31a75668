/** `von simulate`, as a user runs it. */
import { afterAll, describe, expect, it } from 'vitest'
import { door, Playground } from './playground.ts'

const place = new Playground({ 'door.ts': door })
afterAll(() => place.remove())

const seedIn = (text: string) => Number(/seed (\d+)/.exec(text)?.[1])

describe('von simulate', () => {
  it('never says yes, whatever the walks have seen, exit 3', () => {
    const { status, stdout } = place.von('simulate door.ts --walks 500 --seed 1')
    expect(status).toBe(3)
    expect(stdout).not.toContain('exhausted')
    expect(stdout).toMatch(/unknown +lockHolds +random walks only/)
    expect(stdout).toContain('500 random walks of up to 100 steps, seed 1')
  })
  it('finds a planted bug, and again by its seed and walk, exit 1', () => {
    const found = place.von('simulate door.ts --mutant opensLocked')
    expect(found.status).toBe(1)
    const seed = seedIn(found.stdout)
    const walks = Number(/([\d,]+) random walks? of/.exec(found.stdout)?.[1]?.replace(',', ''))
    const again = place.von(`simulate door.ts --mutant opensLocked --seed ${seed} --walk ${walks - 1}`)
    const trace = (text: string) => /violated {2}lockHolds[\s\S]*?\n\n[\s\S]*?\n\n/.exec(text)?.[0]
    expect(trace(again.stdout)).toBe(trace(found.stdout))
    expect(trace(found.stdout)).toContain(`random walk ${walks - 1}, `)
  })
  it('says the same for the same seed, as JSON too', () => {
    const run = () =>
      JSON.parse(place.von('simulate door.ts --seed 5 --walks 50 --steps 20 --choose action --json').stdout)
    const said = ({
      exploration: { elapsedMs: _, ...exploration },
      ...rest
    }: {
      exploration: { elapsedMs: number }
    }) => ({
      ...rest,
      exploration,
    })
    expect(said(run())).toEqual(said(run()))
    expect(run()).toMatchObject({ engine: 'simulate', limits: [{ kind: 'walks', walks: 50, steps: 20, seed: 5 }] })
  })
  it('says the same with several workers and from every back end', () => {
    const run = (flags: string) => {
      const { status, stdout } = place.von(`simulate door.ts --mutant opensLocked --seed 5 --steps 3 ${flags}`.trim())
      return { status, stdout: stdout.replace(/\(\d+ ms\)|\([\d.]+ s\)/, '') }
    }
    const alone = run('')
    expect(alone.status).toBe(1)
    for (const flags of ['--workers 2', '--workers 3 --backend javascript', '--backend interpreter']) {
      expect(run(flags)).toEqual(alone)
    }
  })
  it('chooses actions by weight', () => {
    const fired = (flags: string) => {
      const { coverage } = JSON.parse(place.von(`simulate door.ts --seed 2 --json ${flags}`).stdout)
      const of = (name: string) => coverage.find((c: { action: string }) => c.action === name).fired
      return of('turnKey') / of('open')
    }
    expect(fired('--weight turnKey=20')).toBeGreaterThan(1.1 * fired('--choose action'))
  })
  it('refuses what it cannot do, exit 2', () => {
    const refused = [
      ['--weight turnKee=2', 'did you mean turnKey?'],
      ['--weight turnKey=0', 'from 1 to 1000000'],
      ['--weight turnKey', 'write --weight action=5'],
      ['--choose uniform --weight turnKey=2', 'leave --choose out'],
      ['--workers 0', '--workers'],
      ['--workers 999', 'at most 256'],
    ]
    for (const [flags = '', told] of refused) {
      expect(place.von(`simulate door.ts ${flags}`)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining(told ?? ''),
      })
    }
    expect(place.von('simulate door.ts --walks 0')).toMatchObject({ status: 2, stderr: expect.stringContaining('0') })
    expect(place.von('simulate door.ts --property lockHold').stderr).toContain('lockHolds')
  })
})
