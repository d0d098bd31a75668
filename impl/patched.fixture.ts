/** Broken twins of the core, and of its compiler: sources with a few words changed, run as they are otherwise. */
import path from 'node:path'
import { build } from 'esbuild'

export interface Patch {
  /** what is wrong with it */
  readonly about: string
  /** text that is there once, and what takes its place */
  readonly replace: string
  readonly by: string
}

/**
 * @param file that is changed, from this folder @param entry that is loaded; the same if not given
 * @throws Error where the text to be replaced is not there, or more than once
 */
export async function patched(
  file: string,
  { replace, by }: Patch,
  entry = file,
): Promise<Readonly<Record<string, unknown>>> {
  const changed = path.join(import.meta.dirname, file)
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, entry)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins: [
      {
        name: 'patch',
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, async ({ path: loaded }) => {
            if (loaded !== changed) return undefined
            const { readFile } = await import('node:fs/promises')
            const parts = (await readFile(loaded, 'utf8')).split(replace)
            if (parts.length !== 2) throw new Error(`'${replace}' is ${parts.length - 1} times in ${file}`)
            return { contents: parts.join(by), loader: 'ts' }
          })
        },
      },
    ],
  })
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')
  return await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)
}
