/** The source file behind each entry of the package. */

/** By the name of the built file in dist/. */
export const entryPoints = {
  lang: 'checker/lang/index.ts',
  checker: 'checker/index.ts',
  vite: 'checker/frontend/vite.ts',
  register: 'checker/frontend/register.ts',
  core: 'impl/index.ts',
  cli: 'checker/cli/main.ts',
  walkThread: 'checker/engines/simulate/walkThread.ts',
} as const

/** By the name under which others import it; as `exports` in package.json and `paths` in tsconfig.json. */
export const importNames: ReadonlyMap<string, string> = new Map([
  ['von', entryPoints.lang],
  ['von/checker', entryPoints.checker],
  ['von/vite', entryPoints.vite],
  ['von/register', entryPoints.register],
  ['von/core', entryPoints.core],
])
