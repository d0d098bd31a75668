/** Where and with what a run was made: without it, its numbers mean nothing. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { compilerFlags, versionOf } from './spin.ts'
import { buildFingerprint, root } from './von.ts'

export function environment() {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? ''
  const cpu = os.cpus()[0]?.model ?? 'unknown'
  return {
    date: new Date().toISOString(),
    machine: { cpu, cores: os.availableParallelism(), memoryBytes: os.totalmem(), load: os.loadavg()[0] ?? 0 },
    commit: git('rev-parse', '--short=12', 'HEAD') || 'unknown',
    /** changes that are not in the commit, new files included */
    isModified: git('status', '--porcelain') !== '',
    build: buildFingerprint(),
    versions: {
      von: String(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version),
      node: process.version,
      spin: versionOf('spin', '-V'),
      gcc: versionOf('gcc', '--version'),
    },
    compilerFlags,
  }
}

export type Environment = ReturnType<typeof environment>

export function renderEnvironment({ date, machine, commit, isModified, build, versions }: Environment): string {
  const { cpu, cores, memoryBytes, load } = machine
  return [
    `${date}, commit ${commit}${isModified ? ' with changes' : ''}, build ${build}`,
    `${cpu}, ${cores} cores, ${(memoryBytes / 2 ** 30).toFixed(0)} GB, load ${load.toFixed(1)} at the start`,
    `von ${versions.von}, Node ${versions.node}, ${versions.spin ?? 'no Spin'}, ${versions.gcc ?? 'no gcc'}\n`,
  ].join('\n')
}
