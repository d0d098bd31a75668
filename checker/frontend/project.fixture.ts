/** Projects of users in temporary folders outside of the repository, in which tests run Node as users would. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

export interface Project {
  readonly folder: string
  /** Runs `node args...` in the folder. Resolves whatever the exit code. */
  node(...args: string[]): Promise<Run>
}

export interface Run {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** @param files path below the project's folder to text; the folder is removed after the test */
export function project(files: Readonly<Record<string, string>>): Project {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'von-project-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  return { folder, node: (...args) => run(folder, args) }
}

function run(cwd: string, args: readonly string[]): Promise<Run> {
  const { NODE_OPTIONS: _, ...env } = process.env
  return new Promise(resolve => {
    execFile(process.execPath, args, { cwd, env }, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
    })
  })
}
