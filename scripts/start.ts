/**
 * The main job, `npm start`: checks leases on router capacity in every reachable state, then plants a known bug in them
 * and shows how it is found. Succeeds when both end as they must.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')
const runs = [
  { title: 'Leases on router capacity, granted by two-phase commit:', args: [], exitCode: 0 },
  { title: 'The same with a bug planted in it:', args: ['--mutant', 'LS-9'], exitCode: 1 },
]

for (const { title, args, exitCode } of runs) {
  const command = ['check', 'spec/lease/lease.ts', ...args]
  console.log(`${title}\n$ npx von ${command.join(' ')}\n`)
  const { status } = spawnSync(process.execPath, [path.join(root, 'bin/von.js'), ...command], {
    cwd: root,
    stdio: 'inherit',
  })
  console.log()
  if (status !== exitCode) {
    console.error(`This should have ended with exit code ${exitCode}, not ${status}.`)
    process.exitCode = 70
    break
  }
}
