/**
 * Loads the proofs of a folder: every module in it, and in the folders below, exports a proof as its default, or theorems.
 */
import { globSync, statSync } from 'node:fs'
import path from 'node:path'
import { isProof, type Proof } from '../lang/proof.ts'
import { type Theorem, theoremsOf } from '../lang/theorem.ts'
import { SpecError } from '../source/diagnostic.ts'
import { shownPath } from '../source/frame.ts'
import { type LoadOptions, loadModule } from './loadSpec.ts'

export interface LoadedProof {
  /** absolute path */
  readonly file: string
  /** path from the folder, without the ending: what the proof relates, and its theorem */
  readonly name: string
  readonly content: Proof | readonly Theorem[]
}

/**
 * @returns the proofs in the order of their names
 * @throws SpecError VON1011, VON1012, and what `loadSpec` throws
 */
export async function loadProofs(folder: string, { cwd = process.cwd() }: LoadOptions = {}): Promise<LoadedProof[]> {
  const root = path.resolve(cwd, folder)
  const isFolder = statSync(root, { throwIfNoEntry: false })?.isDirectory() ?? false
  const files = isFolder ? globSync('**/*.ts', { cwd: root, exclude: ['**/*.test.ts'] }) : []
  if (files.length === 0)
    throw fault(
      'VON1012',
      `there are no proofs in ${shownPath(root, cwd)}`,
      'name their folder: von prove --all FOLDER',
    )
  const proofs: LoadedProof[] = []
  for (const found of files.map(file => file.replaceAll(path.sep, '/')).sort()) {
    proofs.push(await loadProof(path.join(root, found), found.replace(/\.ts$/, ''), { cwd }))
  }
  return proofs
}

/** One file, which may be a proof or theorems. */
export async function loadProof(
  proofPath: string,
  name: string,
  { cwd = process.cwd() }: LoadOptions = {},
): Promise<LoadedProof> {
  const { file, module } = await loadModule(proofPath, { cwd })
  const value = 'default' in module ? module.default : undefined
  const content = isProof(value) ? value : theoremsOf(value)
  if (content === undefined)
    throw fault('VON1011', `${shownPath(file, cwd)} exports no proof`, 'export default proof({ claim: ..., ... })')
  return { file, name, content }
}

const fault = (code: string, message: string, help: string) => new SpecError({ code, message, help, related: [] })
