/**
 * The rules of this repository that a machine can check, as pure functions (source tree) -> faults.
 *
 * 1. arrows: a folder imports only the folders listed for it;
 * 2. no import cycle, type-only imports included;
 * 3. no source file that only tests reach, or nothing at all;
 * 4. names that say something; formal specs are not `*.spec.ts`, which test runners would run;
 * 5. a file over 500 lines says why in its head comment.
 */
import type { ImportGraph, SourceTree } from './import-graph.ts'

export interface Fault {
  readonly file: string
  /** What is wrong, to be read after the file's path. */
  readonly message: string
}

/** What each folder may import beside its own files: folders, or single files of them. Nothing imports checker/cli. */
const arrows: ReadonlyMap<string, readonly string[]> = new Map([
  ['checker/source', []],
  ['checker/ir', ['checker/source']],
  ['checker/lang', ['checker/ir/type.ts', 'checker/ir/value.ts']],
  ['checker/frontend', ['checker/lang', 'checker/ir', 'checker/source']],
  ['checker/direct', ['checker/lang', 'checker/ir']],
  ['checker/verdict', ['checker/ir', 'checker/source']],
  ['checker/codegen', ['checker/ir']],
  ['checker/solver', ['checker/source', 'checker/verdict/internalError.ts']],
  ['checker/engines/explicit', ['checker/ir', 'checker/codegen', 'checker/verdict', 'checker/source']],
  ['checker/engines/simulate', ['checker/ir', 'checker/codegen', 'checker/verdict']],
  [
    'checker/engines/symbolic',
    ['checker/ir', 'checker/codegen', 'checker/verdict', 'checker/source', 'checker/solver'],
  ],
  ['checker/engines/doctor', ['checker/ir', 'checker/verdict', 'checker/source', 'checker/direct', 'checker/lang']],
  ['checker/engines/replay', ['checker/ir', 'checker/verdict', 'checker/source', 'checker/direct', 'checker/lang']],
  [
    'checker/theorems',
    [
      'checker/lang',
      'checker/frontend',
      'checker/direct',
      'checker/engines/symbolic',
      'checker/solver',
      'checker/verdict',
    ],
  ],
  ['checker/engines/optimum', ['checker/ir', 'checker/verdict']],
  [
    'checker/compile',
    ['checker/codegen/wasm', 'checker/frontend/parse.ts', 'checker/frontend/walk.ts', 'checker/source'],
  ],
  [
    'checker/proofs',
    [
      'checker/lang',
      'checker/frontend',
      'checker/ir',
      'checker/engines',
      'checker/solver',
      'checker/theorems',
      'checker/verdict',
    ],
  ],
  [
    'checker/claims',
    [
      'checker/lang',
      'checker/frontend',
      'checker/ir',
      'checker/engines',
      'checker/solver',
      'checker/proofs',
      'checker/verdict',
    ],
  ],
  [
    'checker/recordings',
    ['checker/lang', 'checker/frontend', 'checker/ir', 'checker/engines/replay', 'checker/source', 'checker/verdict'],
  ],
  ['checker/report', ['checker/verdict', 'checker/ir', 'checker/source']],
  ['checker/cli', ['checker']],
  [
    'checker/index.ts',
    [
      'checker/source',
      'checker/ir',
      'checker/lang',
      'checker/frontend',
      'checker/direct',
      'checker/verdict',
      'checker/solver',
      'checker/engines',
      'checker/theorems',
      'checker/proofs',
      'checker/claims',
      'checker/recordings',
      'checker/report',
    ],
  ],
  ['spec', ['checker/lang/index.ts']],
  ['proofs', ['checker/lang/index.ts', 'spec', 'impl']],
  ['claims', ['checker/lang/index.ts']],
  ['traces', ['checker/lang/index.ts', 'spec']],
  ['impl', []],
])

/** Folders whose files import no package, Node's own modules included: they must run anywhere. */
const selfContained = ['spec', 'proofs', 'claims', 'impl', 'traces', 'checker/lang']

const isInside = (file: string, folder: string) => file === folder || file.startsWith(`${folder}/`)

/** Tests, and what only tests use; fixtures are files that tests read as data. */
const isTest = (file: string) =>
  isInside(file, 'test') || file.includes('/fixtures/') || /\.(test|fixture|arbitrary)\.ts$/.test(file)

/** What records the logs of real systems: run by hand, where these systems are installed. */
const isRecorder = (file: string) => isInside(file, 'traces') && file.includes('/record/')

/** Outside these folders (scripts, configuration) a file may import anything. */
const isProduct = (file: string) =>
  ['checker', 'spec', 'proofs', 'claims', 'impl', 'traces'].some(folder => isInside(file, folder)) &&
  !isTest(file) &&
  !isRecorder(file)

/** Rule 1. Tests may import anything; no product file may import a test. */
export function arrowFaults(graph: ImportGraph): Fault[] {
  return [...graph].flatMap(([file, { files, packages }]) => {
    if (!isProduct(file)) return []
    const home = [...arrows.keys()].find(folder => isInside(file, folder))
    if (home === undefined) return [{ file, message: 'is in a folder for which no arrows are listed' }]
    const allowed = [home, ...(arrows.get(home) ?? [])]
    const wrongFiles = files.filter(target => isTest(target) || !allowed.some(folder => isInside(target, folder)))
    const wrongPackages = selfContained.includes(home) ? packages : []
    return [...wrongFiles, ...wrongPackages].map(target => ({ file, message: `may not import ${target}` }))
  })
}

/** Rule 2. Reports each cycle once, at the file by which a depth-first walk entered it. */
export function cycleFaults(graph: ImportGraph): Fault[] {
  const faults: Fault[] = []
  const finished = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    const entered = path.indexOf(file)
    if (entered >= 0) {
      faults.push({ file, message: `imports itself: ${[...path.slice(entered), file].join(' -> ')}` })
    } else if (!finished.has(file)) {
      for (const target of graph.get(file)?.files ?? []) visit(target, [...path, file])
      finished.add(file)
    }
  }
  for (const file of graph.keys()) visit(file, [])
  return faults
}

/**
 * Rule 3. Every file must be reached from the package's entry points, a spec, a script or a configuration file; a test's
 * file may be reached from a test instead.
 *
 * @param entryPoints source files that the package's exports and command stand for
 */
export function reachFaults(graph: ImportGraph, entryPoints: readonly string[]): Fault[] {
  const isRoot = (file: string) => entryPoints.includes(file) || (!isInside(file, 'checker') && !isTest(file))
  const inProduct = reachedFrom(graph, [...graph.keys()].filter(isRoot))
  const inTests = reachedFrom(
    graph,
    [...graph.keys()].filter(file => file.endsWith('.test.ts')),
  )
  return [...graph.keys()].flatMap(file => {
    if (inProduct.has(file) || file.includes('/fixtures/')) return []
    if (!inTests.has(file)) return [{ file, message: 'is not imported by anything' }]
    return isTest(file) ? [] : [{ file, message: 'is imported by tests only' }]
  })
}

function reachedFrom(graph: ImportGraph, roots: readonly string[]): Set<string> {
  const reached = new Set(roots)
  for (const file of reached) for (const target of graph.get(file)?.files ?? []) reached.add(target)
  return reached
}

/** Rule 4. */
export function nameFaults(tree: SourceTree): Fault[] {
  return [...tree.keys()].flatMap(file => {
    const vague = file.split(/[/.]/).find(word => /^(utils?|helpers?|misc)$/.test(word))
    if (vague !== undefined) return [{ file, message: `is named "${vague}", which does not say what it holds` }]
    return file.endsWith('.spec.ts')
      ? [{ file, message: 'is named *.spec.ts, which test runners take for a test' }]
      : []
  })
}

/** Rule 5. The head comment must hold the words "Over 500 lines because". */
export function sizeFaults(tree: SourceTree): Fault[] {
  return [...tree].flatMap(([file, text]) => {
    const lineCount = text.trimEnd().split('\n').length
    const head = /^(?:#!.*\n)?\s*(?:\/\*[\s\S]*?\*\/|(?:\/\/.*\n)+)/.exec(text)?.[0] ?? ''
    if (lineCount <= 500 || /Over 500 lines because/.test(head)) return []
    return [{ file, message: `has ${lineCount} lines, and no head comment "Over 500 lines because ..."` }]
  })
}
