/** Our side of a comparison: the command as shipped, loading and lowering the spec each time it runs. */
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Contender } from './contender.ts'
import { measure } from './measure.ts'
import type { BenchModel, Constants } from './models.ts'

export const root = path.join(import.meta.dirname, '..')

/** @returns what tells one build of the command from another: the commit does not, if nobody has built it since */
export function buildFingerprint(): string {
  const hash = createHash('sha256')
  for (const file of globSync('dist/**/*.js', { cwd: root }).sort()) {
    hash.update(file).update(readFileSync(path.join(root, file)))
  }
  return hash.digest('hex').slice(0, 12)
}

/** @param workers how many threads explore */
export function von(model: BenchModel, constants: Constants, workers = 1): Contender {
  const args = [
    path.join(root, 'bin/von.js'),
    ...['check', model.spec, '--json', '--workers', `${workers}`],
    ...model.properties.flatMap(name => ['--property', name]),
    ...Object.entries(constants).flatMap(([name, value]) => ['--const', `${name}=${value}`]),
  ]
  return {
    name: workers === 1 ? 'von' : `von, ${workers} workers`,
    preparationSeconds: 0,
    run() {
      const { stdout, exitCode, ...costs } = measure(process.execPath, args, root)
      if (exitCode !== 0) throw new Error(`von check ${model.spec} ended with exit code ${exitCode}\n${stdout}`)
      const { exploration, memory } = JSON.parse(stdout)
      const { distinct, generated } = exploration
      const storedBytes = memory.rowBytes + memory.parentBytes + memory.tableBytes
      return { counts: { distinct, generated }, storedBytes, ...costs }
    },
  }
}
