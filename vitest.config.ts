/**
 * Two sets of tests: `unit`, of the parts, fast and without a build; `product`, of the package as built and of its promises.
 */
import path from 'node:path'
import { defineConfig } from 'vitest/config'
import von from './checker/frontend/vite.ts'
import { importNames } from './scripts/entry-points.ts'

export default defineConfig({
  plugins: [von()],
  resolve: {
    // The sources stand for the package, so that tests need no build.
    alias: Array.from(importNames, ([name, source]) => ({
      find: new RegExp(`^${name}$`),
      replacement: path.join(import.meta.dirname, source),
    })),
  },
  test: {
    // By default Vitest leaves one core idle, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{checker,claims,spec,impl,scripts,bench}/**/*.test.ts', 'test/repository.test.ts'],
          exclude: ['bench/twins.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'product',
          include: ['test/**/*.test.ts', 'bench/twins.test.ts'],
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
