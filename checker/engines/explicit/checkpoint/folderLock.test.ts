import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { acquire, release } from './folderLock.ts'

const place = mkdtempSync(path.join(tmpdir(), 'von-lock-'))
afterAll(() => rmSync(place, { recursive: true }))
const lock = path.join(place, 'lock')
const heldBy = (holder: object) => writeFileSync(lock, JSON.stringify(holder))

describe('the lock of a folder', () => {
  it('is held until it is released, by its own process too', () => {
    expect(acquire(lock)).toBe(null)
    expect(acquire(lock)).toBe(`process ${process.pid} on ${hostname()}`)
    expect(readdirSync(place)).toEqual(['lock'])
    release(lock)
    expect(acquire(lock)).toBe(null)
    release(lock)
    expect(existsSync(lock)).toBe(false)
  })
  it('does not count when its process is gone', () => {
    const { pid } = spawnSync('true')
    heldBy({ host: hostname(), process: pid, started: null })
    expect(acquire(lock)).toBe(null)
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ process: process.pid })
    expect(readdirSync(place)).toEqual(['lock'])
    release(lock)
  })
  it.skipIf(process.platform !== 'linux')('does not count when another process has its number now', () => {
    heldBy({ host: hostname(), process: process.pid, started: '1' })
    expect(acquire(lock)).toBe(null)
    release(lock)
  })
  it('does not count when it was cut off', () => {
    writeFileSync(lock, '{"ho')
    expect(acquire(lock)).toBe(null)
    release(lock)
  })
  it('counts when it is held on another machine', () => {
    heldBy({ host: 'elsewhere', process: 1, started: null })
    expect(acquire(lock)).toBe('process 1 on elsewhere')
    release(lock)
  })
})
