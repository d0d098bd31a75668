import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import von from './checker/frontend/vite.ts'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [von()],
  resolve: {
    alias: [
      { find: /^von$/, replacement: source('checker/lang/index.ts') },
      { find: /^von\/checker$/, replacement: source('checker/index.ts') },
    ],
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{checker,spec,impl,scripts}/**/*.test.ts', 'test/repository.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'product',
          include: ['test/**/*.test.ts'],
          exclude: ['test/repository.test.ts'],
          globalSetup: 'scripts/build.ts',
          pool: 'forks',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
