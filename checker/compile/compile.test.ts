import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileText, loaded, outcomeInJavaScript, type Run, runText } from './module.fixture.ts'
import { packetPath, word } from './packetPath.arbitrary.ts'

const runs = Number(process.env.VON_RANDOM_PROGRAMS ?? 60)
const inputs = fc.tuple(fc.array(word, { minLength: 8, maxLength: 12 }), word, word)

describe('random functions', () => {
  it(`give the same as WebAssembly and as JavaScript: ${runs} of them`, { timeout: 20_000 + 400 * runs }, () => {
    const seen = { results: 0, traps: 0 }
    fc.assert(
      fc.property(packetPath, fc.array(inputs, { minLength: 4, maxLength: 4 }), (text, samples) => {
        const inWebAssembly = loaded(compileText(text), 2 * samples.length)
        const functions = runText(text)
        for (const [words, a, b] of samples) {
          for (const name of ['run', 'holds']) {
            const args = [Uint32Array.from(words), a, b]
            const expected = outcomeInJavaScript(functions[name] as Run, args)
            expect({ name, args, ...inWebAssembly(name, args) }).toEqual({ name, args, ...expected })
            seen[expected.result === 'trap' ? 'traps' : 'results']++
          }
        }
      }),
      { numRuns: runs, seed: Number(process.env.VON_RANDOM_SEED ?? 1) },
    )
    // Both have been seen.
    expect(Math.min(seen.results, 10 * seen.traps)).toBeGreaterThan(runs / 2)
  })
})
