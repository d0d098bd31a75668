/**
 * Who takes part: the core as JavaScript and as WebAssembly, the same algorithms in C, and DPDK. Each run is a process of its own,
 * that prints what it measured.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { coreBundle } from '../../scripts/core-bundle.ts'
import { versionOf } from '../spin.ts'
import { root } from '../von.ts'
import { isScheduler, type Outcome } from './passes.ts'
import type { Subject, Workload } from './workloads.ts'

export interface Contender {
  readonly name: string
  readonly side: 'ours' | 'C' | 'DPDK'
  readonly command: string
  readonly args: readonly string[]
}

export const directory = path.join(root, 'out/bench/core')
const peers = path.join(import.meta.dirname, 'peers')
export const compilerFlags = ['-std=gnu11', '-O3', '-march=native']

/** What the compiler and the linker are to be told about DPDK; null where it is not installed. */
function dpdkFlags(): { readonly compiler: string[]; readonly linker: string[] } | null {
  const ask = (what: string) => spawnSync('pkg-config', [what, 'libdpdk'], { encoding: 'utf8' })
  const [compiler, linker] = [ask('--cflags'), ask('--libs')]
  if (compiler.status !== 0 || linker.status !== 0) return null
  const words = (text: string) => text.trim().split(/\s+/)
  return { compiler: words(compiler.stdout), linker: words(linker.stdout) }
}

export const dpdkVersion = (): string | null =>
  dpdkFlags() === null ? null : spawnSync('pkg-config', ['--modversion', 'libdpdk'], { encoding: 'utf8' }).stdout.trim()

/** Compiles a peer. @returns the program @throws Error where the compiler complains */
function compiled(name: string, before: readonly string[] = [], after: readonly string[] = []): string {
  const program = path.join(directory, name)
  // Flags of DPDK name an older machine; the last ones count.
  const args = [
    ...before,
    ...compilerFlags,
    '-Wno-deprecated-declarations',
    path.join(peers, `${name}.c`),
    '-o',
    program,
    ...after,
  ]
  const { status, stderr, error } = spawnSync('gcc', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`gcc ${args.join(' ')} failed\n${error?.message ?? stderr}`)
  return program
}

/** How programs are called for a workload, by what is there. */
export interface Programs {
  readonly javascript: string
  readonly webAssembly: string
  readonly plain: string | null
  readonly plainSchedulers: string | null
  readonly machine: string | null
  readonly dpdk: Readonly<Record<'rteHash' | 'rteAcl' | 'rteSched', string>> | null
}

export async function buildPrograms(): Promise<Programs> {
  mkdirSync(directory, { recursive: true })
  const source = path.join(import.meta.dirname, 'loops.ts')
  const javascript = path.join(directory, 'loops.mjs')
  writeFileSync(javascript, await coreBundle(source))
  const webAssembly = path.join(directory, 'loops.wasm')
  const translation = spawnSync(
    process.execPath,
    [path.join(root, 'bin/von.js'), 'compile', source, '--out', webAssembly],
    {
      encoding: 'utf8',
    },
  )
  if (translation.status !== 0) throw new Error(`von compile ${source} failed\n${translation.stderr}`)
  const hasCompiler = versionOf('gcc', '--version') !== null
  const flags = hasCompiler ? dpdkFlags() : null
  const withDpdk = (name: string) => compiled(name, flags?.compiler, flags?.linker)
  return {
    javascript,
    webAssembly,
    plain: hasCompiler ? compiled('plain') : null,
    plainSchedulers: hasCompiler ? compiled('plainSchedulers') : null,
    machine: hasCompiler ? compiled('machine') : null,
    dpdk: flags && { rteHash: withDpdk('rteHash'), rteAcl: withDpdk('rteAcl'), rteSched: withDpdk('rteSched') },
  }
}

/** @param folder with the files of the workload */
export function contendersFor(
  { subject, numbers, overlays }: Workload,
  folder: string,
  passes: number,
  { javascript, webAssembly, plain, plainSchedulers, dpdk }: Programs,
): Contender[] {
  const rest = [folder, passes, ...numbers].map(String)
  const ours = (name: string, program: string): Contender => ({
    name,
    side: 'ours',
    command: process.execPath,
    args: ['--no-warnings', path.join(import.meta.dirname, 'run.ts'), program, subject, ...rest],
  })
  const c = isScheduler(subject) ? plainSchedulers : plain
  return [
    ours('WebAssembly', webAssembly),
    ours('JavaScript', javascript),
    ...(c === null ? [] : [{ name: 'C', side: 'C' as const, command: c, args: [subject, ...rest] }]),
    ...(dpdk === null ? [] : dpdkContenders(subject, rest, overlays, dpdk)),
  ]
}

function dpdkContenders(
  subject: Subject,
  rest: readonly string[],
  overlays: number | null,
  { rteHash, rteAcl, rteSched }: NonNullable<Programs['dpdk']>,
): Contender[] {
  const dpdk = (name: string, command: string, ...args: string[]): Contender => ({ name, side: 'DPDK', command, args })
  switch (subject) {
    case 'lookup':
      return [dpdk('rte_hash', rteHash, 'single', ...rest), dpdk('rte_hash, 32 at once', rteHash, 'bulk', ...rest)]
    case 'classify':
      return [dpdk('rte_acl, 32 at once', rteAcl, ...rest)]
    case 'calendar':
    case 'slots':
      return [dpdk('rte_sched', rteSched, ...rest, `${overlays}`)]
  }
}

/** Starts a contender, and reads what it measured. @throws Error where it fails */
export function run({ name, command, args }: Contender): Outcome {
  const { stdout, stderr, status, error, signal } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${name} failed: ${error?.message ?? (stderr.trim() || signal)}`)
  return JSON.parse(stdout)
}
