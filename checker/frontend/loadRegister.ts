/**
 * Loads a register of claims: every module in its folder exports a chapter as its default. Folders below hold what chapters
 * import.
 */
import { globSync } from 'node:fs'
import path from 'node:path'
import { type Chapter, isChapter } from '../lang/chapter.ts'
import { SpecError } from '../source/diagnostic.ts'
import { shownPath } from '../source/frame.ts'
import { type LoadOptions, loadModule } from './loadSpec.ts'

/**
 * @returns the chapters in the order of their files
 * @throws SpecError VON1015, VON1016, VON1017, and what `loadSpec` throws
 */
export async function loadRegister(folder: string, { cwd = process.cwd() }: LoadOptions = {}): Promise<Chapter[]> {
  const root = path.resolve(cwd, folder)
  const files = globSync('*.ts', { cwd: root, exclude: ['*.test.ts'] }).sort()
  if (files.length === 0)
    throw fault('VON1015', `there are no claims in ${shownPath(root, cwd)}`, 'name their folder: von claims FOLDER')
  const chapters: Chapter[] = []
  const known = new Map<string, string>()
  for (const found of files) {
    const { file, module } = await loadModule(path.join(root, found))
    const chapter = 'default' in module ? module.default : undefined
    if (!isChapter(chapter))
      throw fault(
        'VON1016',
        `${shownPath(file, cwd)} exports no chapter of claims`,
        "export default chapter('Leases', { C1: { ... } })",
      )
    for (const id of Object.keys(chapter.claims)) {
      const other = known.get(id)
      if (other !== undefined)
        throw fault('VON1017', `claim ${id} is in ${found} and in ${other}`, 'give one of them another name')
      known.set(id, found)
    }
    chapters.push(chapter)
  }
  return chapters
}

const fault = (code: string, message: string, help: string) => new SpecError({ code, message, help, related: [] })
