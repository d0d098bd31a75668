import { describe, expect, it } from 'vitest'
import { definitionCodes } from '../source/codes/definition.ts'
import * as von from './index.ts'
import { DefinitionError, int, machine, spec } from './index.ts'

/** Runs an example of the catalogue where the names it uses are known. */
function run(example: string): void {
  const m = machine({ n: int(0, 3) })
  const lease = spec('lease', { routers: 2, bug: ['none', 'forget'] }, ({ routers }) => {
    const built = machine({ n: int(0, routers) })
    built.init(() => ({ n: 0 }))
    built.action('stay', {}, () => {})
    return built
  })
  const names = { ...von, m, lease }
  new Function(...Object.keys(names), example)(...Object.values(names))
}
/** A spec with two actions and this declaration, to be instantiated. */
const counting = (declaration: string) =>
  "spec('counter', {}, () => { m.init(() => ({ n: 0 })); m.action('tick', { by: int(1, 2) }, () => {});" +
  `m.action('stop', {}, () => {}); ${declaration}; return m }).instance()`
function codeOf(example: string): string | null {
  try {
    run(example)
    return null
  } catch (error) {
    if (error instanceof DefinitionError) return error.code
    throw error
  }
}

describe('the catalogue of definition errors', () => {
  it('has the codes VON3001 to VON3031', () => {
    expect(Object.keys(definitionCodes)).toEqual(Array.from({ length: 31 }, (_, i) => `VON${3001 + i}`))
  })
  it.each(Object.entries(definitionCodes))('%s is raised by its example and not by its remedy', (code, entry) => {
    expect(codeOf(entry.example)).toBe(code)
    expect(codeOf(entry.remedy)).toBe(null)
  })

  it.each([
    ['int(0.5, 1)', 'VON3001'],
    ['int(0, NaN)', 'VON3001'],
    ['word(33)', 'VON3001'],
    ['word(0)', 'VON3001'],
    ["const same = theorem('t', { n: word(8) }, ({ n }) => n < 256)\ntheorems(same, same)", 'VON3024'],
    ['theorems()', 'VON3024'],
    ['variant({})', 'VON3002'],
    ["spec('s', { mode: [] }, () => m).instance()", 'VON3002'],
    ["ids('r', 65)", 'VON3003'],
    ["ids('r', 1.5)", 'VON3003'],
    ['map(bool, bool)', 'VON3006'],
    ['bag(bool, 0)', 'VON3007'],
    ['queue(bool, 1.5)', 'VON3007'],
    ['map(int(0, 70000), bool)', 'VON3009'],
    ['bag(int(0, 70000), 1)', 'VON3009'],
    ['int(0, 70000).every(() => true)', 'VON3009'],
    ["m.action('set', { to: word(32) }, () => {})", 'VON3009'],
    ['set(set(set(set(set(bool)))))', 'VON3009'],
    ["m.invariant('a', () => true)\nm.step('a', () => true)", 'VON3010'],
    ["lease.instance({ toString: 'x' })", 'VON3015'],
    ['lease.instance({ routers: true })', 'VON3016'],
    ['lease.instance({ routers: NaN })', 'VON3016'],
    ["m.invariant('a', () => true)\nm.eventually('a', () => true)", 'VON3010'],
    ["m.leadsTo('a', () => true, undefined)", 'VON3017'],
    ["m.temporal('a', ({ and }) => and({ kind: 'xor' }))", 'VON3017'],
    [counting("m.temporal('a', ({ not, taken }) => not(taken('tock')))"), 'VON3018'],
    [counting("m.temporal('a', ({ taken }) => taken('tick', { size: 1 }))"), 'VON3019'],
    [counting("m.fair('strong', ['tick', 'stop'], { each: ['by'] })"), 'VON3019'],
    ["map('p', bool)", 'VON3028'],
    ["map(ids('p', 2), 3)", 'VON3028'],
    ["set('p')", 'VON3028'],
    ['bag([1, 2], 1)', 'VON3028'],
    ['queue(undefined, 1)', 'VON3028'],
    ["rec({ x: 'y' })", 'VON3028'],
    ['rec(bool)', 'VON3028'],
    ['variant({ a: bool })', 'VON3028'],
    ["variant(['a', 'b'])", 'VON3028'],
    ['option(null)', 'VON3028'],
    ['machine({ n: 3 })', 'VON3028'],
    ['machine()', 'VON3028'],
    ['m.init({ n: 0 })', 'VON3028'],
    ["m.action('a', () => {})", 'VON3028'],
    ["m.action('a', { p: 3 }, () => {})", 'VON3028'],
    ["m.action('a', {})", 'VON3028'],
    ['m.action({}, () => {})', 'VON3028'],
    ['m.invariant(s => s.n < 3)', 'VON3028'],
    ["m.invariant('a', true)", 'VON3028'],
    ['m.mayEnd(true)', 'VON3028'],
    ["m.measure('a', 3)", 'VON3028'],
    ["m.refines('a', lease.instance(), { n: 0 })", 'VON3028'],
    ["m.noninterference('a', { hi: { tick: {} }, observe: s => s.n })", 'VON3028'],
    ["m.noninterference('a', { high: ['tick'], observe: s => s.n })", 'VON3028'],
    ["m.temporal('a', true)", 'VON3028'],
    ["m.fair('weak', ['tick'], { Each: 'by' })", 'VON3028'],
    ["m.fair('weak', ['tick'], 'by')", 'VON3028'],
    ["m.interchangeable('r')", 'VON3028'],
    ["spec('s', () => m)", 'VON3028'],
    ['spec({}, {}, () => m)', 'VON3028'],
    ["spec('s', {}, () => m, { mutant: {} })", 'VON3028'],
    ["spec('s', {}, () => m, { instances: { small: 2 } })", 'VON3028'],
    ["spec('s', {}, () => m, { mutants: { M1: { about: 'x', constants: {}, kills: 'a' } } })", 'VON3028'],
    ["spec('s', {}, () => m, { mutants: { M1: { about: 'x', constants: {} } } })", 'VON3028'],
    ["spec('s', { n: { m: 1 } }, () => m)", 'VON3028'],
    ["spec('s', { n: null }, () => m)", 'VON3028'],
    ["spec('s', { n: [1, 2] }, () => m)", 'VON3028'],
    ["theorem('t', { n: 3 }, () => true)", 'VON3028'],
    ["theorem('t', { n: bool })", 'VON3028'],
    ["theorem('t', { n: bool }, () => true, { encoding: 'bits' })", 'VON3028'],
    ["m.temporal('a', ({ always }) => [always(() => true), () => true][1])", 'VON3029'],
    ["oneOf(['a', 'b'])", 'VON3028'],
    ['oneOf(1, 2)', 'VON3028'],
    ["m.temporal('a', ({ always }) => { always(() => true); return () => true })", 'VON3029'],
    ["m.temporal('a', ({ always }) => !always(() => true))", 'VON3017'],
  ])('%s is %s too', (example, code) => {
    expect(codeOf(example)).toBe(code)
  })

  it.each([
    ['int(2, 1)', 'int(2, 1) is not a range of integers', 'give two integers, the smaller one first'],
    ["oneOf('a', 'b', 'a')", "oneOf names 'a' twice", undefined],
    ['lease.instance({ router: 3 })', "there is no constant 'router'", 'the constants are routers, bug'],
    ["lease.instance({ bug: 'x' })", 'constant bug cannot be "x"', 'it is one of none, forget'],
    ['lease.instance({ routers: NaN })', 'constant routers cannot be NaN', 'it is a number'],
    ["lease.instance({ routers: '2' })", 'constant routers cannot be "2"', 'it is a number'],
    [
      counting("m.fair('weak', 'tock')"),
      "weak fairness speaks of 'tock', which is no action",
      'the actions are tick, stop',
    ],
    [
      counting("m.fair('strong', 'stop', { each: 'by' })"),
      "strong fairness speaks of 'by', which is no parameter of stop",
      'stop has no parameters',
    ],
    [
      counting("m.temporal('a', ({ taken }) => taken('tick', { by: 3 }))"),
      "'a' speaks of tick with by = 3, which is not in the domain of by",
      'give a value of its domain, or leave it out for any value',
    ],
    ["m.fair('stong', [])", "what m.fair assumes must be 'weak' or 'strong', not 'stong'", 'choose one of them'],
    [
      "map('p', bool)",
      "the keys of a map must be a domain, not 'p'",
      "a domain says which values there are: bool, int(0, 3), oneOf('a', 'b'), ids('r', 2), ...",
    ],
    ["m.fair('weak', [], { Each: 'by' })", "fairness has no option 'Each'", 'the options are each'],
    [
      'm.invariant(s => s.n < 3)',
      'the name of a property must be a text, not a function',
      'it comes first, before all else',
    ],
    [
      "m.temporal('a', ({ always, eventually }) => always(() => true) && eventually(() => true))",
      "'a' makes a formula with always(...) that is no part of it",
      'join formulas with and(...), or(...), implies(...): && gives only the last of them',
    ],
  ])('%s says so, with a remedy', (example, message, help) => {
    expect(() => run(example)).toThrow(expect.objectContaining({ message, help }))
  })
})

describe('the constants of an instance', () => {
  const timer = spec('timer', { max: 2, fast: true, label: 'x', bug: ['none', 'forget'] }, ({ max }) => {
    const m = machine({ n: int(0, max) })
    m.init(() => ({ n: 0 }))
    m.action('stay', {}, () => {})
    return m
  })
  it('are the declared ones; a choice is its first item', () => {
    expect(timer.instance().constants).toEqual({ max: 2, fast: true, label: 'x', bug: 'none' })
  })
  it('are all that the spec sees: one that is not declared is no undefined value', () => {
    const misspelt = spec('misspelt', { max: 2 }, (constants: object) =>
      machine({ n: int(0, (constants as { maks: number }).maks) }),
    )
    expect(() => misspelt.instance()).toThrow("there is no constant 'maks'")
  })
  it('can be replaced one by one, and the machine is built with them', () => {
    const { constants, machine: built } = timer.instance({ max: 5, bug: 'forget' })
    expect(constants).toEqual({ max: 5, fast: true, label: 'x', bug: 'forget' })
    expect(built.variables.n?.size).toBe(6)
  })
})
