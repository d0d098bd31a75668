/**
 * Builds dist/: one bundle with code splitting over all entry points of the checker, one of the core, and type declarations.
 *
 * Bundling makes `von --help` start fast and spares the package all run-time dependencies but one, the solver, which is
 * 35 MB of WebAssembly and starts from files of its own; splitting makes all entry points share one instance of checker/lang.
 * The build happens elsewhere and is swapped in when complete, so a `von` that starts meanwhile finds the old one. Types are
 * not checked here: `npm run types` does.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'
import { compile } from '../checker/compile/compile.ts'
import { coreBundle } from './core-bundle.ts'
import { entryPoints } from './entry-points.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Builds dist/ anew; also the set-up of the tests that run the package.
 * @throws Error where a source file does not compile; dist/ is then left as it was
 */
export default async function buildPackage(): Promise<void> {
  const target = path.join(root, 'dist')
  const next = path.join(root, `node_modules/.cache/von-build-${process.pid}`)
  try {
    await bundle(next)
    declareTypes(path.join(next, 'types'))
    rmSync(target, { recursive: true, force: true })
    renameSync(next, target)
  } finally {
    rmSync(next, { recursive: true, force: true })
  }
}

// The core imports nothing and runs anywhere, so it shares no chunk with the rest and knows nothing of Node.
const { core, ...checkerEntries } = entryPoints

async function bundle(folder: string): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: checkerEntries,
    outdir: folder,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.19',
    // Bundled CommonJS packages call `require` for Node's own modules; ESM has none.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; var require = requireFrom(import.meta.url);",
    },
    metafile: true,
    logLevel: 'warning',
  })
  writeFileSync(path.join(folder, 'core.js'), await coreBundle(path.join(root, core)))
  writeFileSync(path.join(folder, 'core.wasm'), compile(path.join(root, 'impl/packetPath.ts')).bytes)
  writeFileSync(path.join(folder, 'THIRD-PARTY-LICENSES.txt'), bundledLicenses(metafile))
}

function declareTypes(folder: string): void {
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', folder], {
    cwd: root,
    stdio: 'inherit',
  })
}

/** The licence texts of all packages of which the bundle holds some code, as those licences ask. */
function bundledLicenses(metafile: Metafile): string {
  const packages = new Set(
    Object.keys(metafile.inputs).flatMap(input => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
  )
  const texts = [...packages].sort().map(directory => {
    const file = readdirSync(path.join(root, directory)).find(name => /^licen[cs]e/i.test(name))
    if (file === undefined) throw new Error(`${directory} is bundled but has no licence file`)
    return `${directory.replace(/.*node_modules\//, '')}\n\n${readFileSync(path.join(root, directory, file), 'utf8')}`
  })
  return texts.join(`\n${'-'.repeat(80)}\n\n`)
}

if (import.meta.main) await buildPackage()
