import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sortingNetwork } from '../../../codegen/symmetry/sortSlices.ts'
import { StateEncoding } from '../../../ir/encode.ts'
import { stateVariable } from '../../../ir/model.fixture.ts'
import type { State } from '../../../ir/model.ts'
import { allPermutations } from '../../../ir/permutation.fixture.ts'
import { permutedState } from '../../../ir/permutation.ts'
import { anyType, anyValueOf } from '../../../ir/type.arbitrary.ts'
import {
  bagType,
  boolType,
  type EnumType,
  enumType,
  intType,
  mapType,
  optionType,
  recordType,
  setType,
  type Type,
} from '../../../ir/type.ts'
import { Representatives, symmetryOf } from './representatives.ts'

const names = (prefix: string, n: number) => enumType(Array.from({ length: n }, (_, i) => `${prefix}${i}`))

/** The representatives of all renamings of a state are one of these renamings, and the same. */
function expectOneRepresentative(types: readonly Type[], interchangeable: readonly EnumType[]) {
  const variables = types.map((type, i) => stateVariable(i, `v${i}`, type))
  const encoding = new StateEncoding(variables)
  const representatives = new Representatives(symmetryOf({ variables, interchangeable }).symmetry)
  const permutations = allPermutations(interchangeable)
  return (state: State) => {
    const packed = permutations.map(p => {
      const words = new Uint32Array(encoding.words)
      encoding.encode(permutedState(variables, state, p), words)
      return words
    })
    const all = packed.map(words => words.join())
    for (const words of packed) representatives.canonicalise(words)
    const found = new Set(packed.map(words => words.join()))
    expect(found.size).toBe(1)
    expect(all).toContain([...found][0])
  }
}
const states = (types: readonly Type[]) => fc.tuple(...types.map(anyValueOf))
const check = (types: readonly Type[], interchangeable: readonly EnumType[], numRuns = 20) =>
  fc.assert(fc.property(states(types), expectOneRepresentative(types, interchangeable)), { seed: 5, numRuns })
const triesTies = (types: readonly Type[], interchangeable: readonly EnumType[]) => {
  const variables = types.map((type, i) => stateVariable(i, `v${i}`, type))
  return symmetryOf({ variables, interchangeable }).symmetry.stages.map(s => [s.type.values[0], s.triesTies])
}

describe('the representative of a state', () => {
  it('is the same for all that are alike, over random domains', () => {
    const interchangeable = [names('', 0), enumType(['a', 'b', 'c']), enumType(['a', 'b'])].slice(1)
    const domains = fc.array(anyType, { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(domains, fc.gen(), (types, draw) => {
        const expectSame = expectOneRepresentative(types, interchangeable)
        for (let i = 0; i < 5; i++) expectSame(draw(states, types))
      }),
      { seed: 4, numRuns: 150 },
    )
  })

  it('is found by sorting where names have parts of the state to themselves', () => {
    const P = names('p', 5)
    const slices = [
      mapType(P, intType(0, 40)),
      setType(P),
      mapType(
        P,
        recordType([
          { name: 'x', type: intType(0, 2 ** 30) },
          { name: 'y', type: optionType(intType(0, 2 ** 29)) },
        ]),
      ),
    ]
    expect(triesTies(slices, [P])).toEqual([['p0', false]])
    check(slices, [P])
  })
  it('is found by trying where the state holds names, or has parts for pairs of them', () => {
    const P = names('p', 4)
    for (const types of [
      [optionType(P), mapType(P, boolType)],
      [mapType(P, setType(P))],
      [P, mapType(P, optionType(P))],
    ]) {
      expect(triesTies(types, [P])).toEqual([['p0', true]])
      check(types, [P])
    }
  })
  it('is found by trying the names of one type and sorting those of the other where parts belong to both', () => {
    const [R, O] = [names('r', 4), names('o', 2)]
    const shared = [
      mapType(R, mapType(O, intType(0, 2))),
      bagType(
        recordType([
          { name: 'to', type: R },
          { name: 'of', type: O },
        ]),
        2,
      ),
      mapType(O, optionType(R)),
    ]
    expect(triesTies(shared.slice(0, 2), [R, O])).toEqual([
      ['o0', true],
      ['r0', false],
    ])
    check(shared.slice(0, 2), [R, O])
    check(shared, [R, O])
  })
  it('needs no trying where types of names have nothing in common', () => {
    const [R, O] = [names('r', 3), names('o', 3)]
    const types = [mapType(R, intType(0, 2)), mapType(O, intType(0, 2))]
    expect(triesTies(types, [R, O]).map(([, tries]) => tries)).toEqual([false, false])
    check(types, [R, O])
  })
  it('is the state itself where there is one name, or no cell has to do with names', () => {
    check([mapType(names('p', 1), intType(0, 5)), boolType], [names('p', 1)])
    check([intType(0, 5)], [names('p', 3)])
  })
})

it('sorts any list of zeros and ones, and so any list, by its network', () => {
  // the zero-one principle: Knuth, volume 3, section 5.3.4, theorem Z
  for (let count = 1; count <= 10; count++) {
    for (let bits = 0; bits < 2 ** count; bits++) {
      const list = Array.from({ length: count }, (_, i) => (bits >> i) & 1)
      for (const [low, high] of sortingNetwork(count)) {
        const [a, b] = [list[low] as number, list[high] as number]
        list[low] = Math.min(a, b)
        list[high] = Math.max(a, b)
      }
      expect(list).toEqual(list.toSorted())
    }
  }
})
