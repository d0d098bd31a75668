import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StateEncoding } from './encode.ts'
import { layoutOf } from './layout.ts'
import { stateVariable } from './model.fixture.ts'
import { anyType, anyValueOf } from './type.arbitrary.ts'
import {
  bagType,
  boolType,
  enumType,
  intType,
  mapType,
  optionType,
  queueType,
  recordType,
  setType,
  variantType,
} from './type.ts'

const variablesAndStates = fc.array(anyType, { minLength: 1, maxLength: 4 }).chain(types =>
  fc.record({
    variables: fc.constant(types.map((type, i) => stateVariable(i, `v${i}`, type))),
    a: fc.tuple(...types.map(anyValueOf)),
    b: fc.tuple(...types.map(anyValueOf)),
    offset: fc.nat({ max: 3 }),
  }),
)

describe('StateEncoding', () => {
  it('decodes what it encoded, wherever it was written', () => {
    fc.assert(
      fc.property(variablesAndStates, ({ variables, a, offset }) => {
        const encoding = new StateEncoding(variables)
        const words = new Uint32Array(offset + encoding.words + 1).fill(0xdeadbeef)
        encoding.encode(a, words, offset)
        expect(encoding.decode(words, offset)).toEqual(a)
        const outside = [...words.slice(0, offset), ...words.slice(offset + encoding.words)]
        expect(outside.every(word => word === 0xdeadbeef)).toBe(true)
      }),
      { seed: 1, numRuns: 1000 },
    )
  })

  it('gives states the same words exactly when they are equal', () => {
    fc.assert(
      fc.property(variablesAndStates, ({ variables, a, b }) => {
        const encoding = new StateEncoding(variables)
        const wordsOf = (state: typeof a) => {
          const words = new Uint32Array(encoding.words).fill(1)
          encoding.encode(state, words)
          return words.join()
        }
        expect(wordsOf(a) === wordsOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
      { seed: 1, numRuns: 1000 },
    )
  })

  it('uses the bits that the layout names, without gaps', () => {
    fc.assert(
      fc.property(variablesAndStates, ({ variables }) => {
        let bit = 0
        for (const cell of layoutOf(variables)) {
          expect(cell.bit).toBe(bit)
          bit += cell.width
        }
        expect(new StateEncoding(variables).bits).toBe(bit)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('keeps integers of more than 32 bits', () => {
    const encoding = new StateEncoding([stateVariable(0, 'n', intType(-5, 2 ** 45))])
    const words = new Uint32Array(encoding.words)
    for (const n of [-5, 0, 2 ** 32 - 6, 2 ** 32 - 5, 2 ** 45]) {
      encoding.encode([n], words)
      expect(encoding.decode(words)).toEqual([n])
    }
  })

  it('refuses a value that its variable does not hold', () => {
    const encoding = new StateEncoding([stateVariable(0, 'n', intType(0, 5))])
    expect(() => encoding.encode([6], new Uint32Array(1))).toThrow(RangeError)
  })

  it('gives a state without information one word', () => {
    expect(new StateEncoding([])).toMatchObject({ bits: 0, words: 1 })
  })
})

describe('layoutOf', () => {
  it('names every cell as an author would', () => {
    const r = enumType(['r1', 'r2'])
    const message = variantType([
      { name: 'Ping', fields: [] },
      { name: 'Pong', fields: [{ name: 'to', type: r }] },
    ])
    const variables = [
      stateVariable(0, 'now', intType(0, 5)),
      stateVariable(1, 'lease', mapType(r, optionType(recordType([{ name: 'expires', type: intType(0, 5) }])))),
      stateVariable(2, 'last', message),
      stateVariable(3, 'up', setType(r)),
      stateVariable(4, 'votes', bagType(r, 2)),
      stateVariable(5, 'log', queueType(boolType, 2)),
    ]
    expect(layoutOf(variables).map(({ path, bit, width }) => `${bit}+${width} ${path}`)).toEqual([
      '0+3 now',
      '3+1 lease[r1] !== null',
      '4+3 lease[r1].expires',
      '7+1 lease[r2] !== null',
      '8+3 lease[r2].expires',
      '11+1 last.kind',
      '12+1 last.Pong.to',
      '13+2 up',
      '15+4 votes',
      '19+2 log.length',
      '21+1 log[0]',
      '22+1 log[1]',
    ])
  })
})
