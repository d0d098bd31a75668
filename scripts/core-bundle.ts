/** A module of the packet core, with all that it imports, as one module of JavaScript: as it is shipped. */
import { build } from 'esbuild'
import { withConstantsInlined } from './inline-constants.ts'

/** @param entryPoint absolute path @throws Error where a source file does not compile */
export async function coreBundle(entryPoint: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    write: false,
    bundle: true,
    format: 'esm',
    // The core imports nothing and runs anywhere.
    platform: 'neutral',
    target: 'es2022',
    logLevel: 'warning',
  })
  return withConstantsInlined(outputFiles[0]?.text ?? '')
}
