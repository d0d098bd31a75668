/**
 * The Vite plugin: instruments user modules, so that specs can be imported in Vitest tests and Vite builds.
 *
 *     // vitest.config.ts
 *     import von from 'von/vite'
 *     export default defineConfig({ plugins: [von()] })
 *
 * It runs before other plugins, on the files as written. A file that it cannot parse is left to Vite unchanged: Vite
 * compiles more of TypeScript than can be erased, and reports syntax errors itself.
 */
import path from 'node:path'
import { SpecError } from '../source/diagnostic.ts'
import { registerSource } from '../source/sourceFile.ts'
import { type Instrumented, instrument } from './instrument.ts'
import { isUserModule } from './userModule.ts'

/** What Vite and Vitest need of a plugin, without depending on either's types. */
export interface VonPlugin {
  name: 'von'
  enforce: 'pre'
  transform(code: string, id: string): Instrumented | undefined
  configureVitest(context: {
    defineCacheKeyGenerator(callback: (module: { id: string }) => false | undefined): void
  }): void
}

/** Makes the plugin; it takes no options. */
export default function von(): VonPlugin {
  return {
    name: 'von',
    enforce: 'pre',
    transform(code, id) {
      const file = moduleFile(id)
      if (file === undefined) return undefined
      try {
        return instrument(registerSource(file, code))
      } catch (error) {
        if (error instanceof SpecError) return undefined
        throw error
      }
    },
    // Vitest's cache on disk does not know which version of this plugin made a module, so it must not keep ours.
    configureVitest({ defineCacheKeyGenerator }) {
      defineCacheKeyGenerator(({ id }) => (moduleFile(id) === undefined ? undefined : false))
    },
  }
}

/** The file of a module that is to be instrumented: not virtual, and not requested as something else (`?raw`). */
function moduleFile(id: string): string | undefined {
  const [file = '', query = ''] = id.split('?')
  if (file.includes('\0') || /^(raw|url|inline|worker|sharedworker)\b/.test(query)) return undefined
  const name = path.normalize(file)
  return isUserModule(name) ? name : undefined
}
