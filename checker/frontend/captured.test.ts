/** This file is instrumented by the Vite plugin, so its own functions are what is asked about. */
import { describe, expect, it } from 'vitest'
import { sourceOf } from './captured.ts'
import { exported } from './fixtures/re-export.ts'

const capture = (fn: object, name: string) => sourceOf(fn as () => void)?.capture(name)

describe('capture', () => {
  it('gives the values of the closure that the function was made in', () => {
    const add = (n: number) => (m: number) => n + m
    expect([capture(add(1), 'n'), capture(add(2), 'n')]).toEqual([1, 2])
  })

  it('gives imports, parameters with defaults, loop variables and catch parameters', () => {
    const withDefault = (a = 5, get = () => a) => get
    expect(capture(withDefault(), 'a')).toBe(5)
    const loops = [1, 2].map(i => () => i)
    expect(loops.map(each => capture(each, 'i'))).toEqual([1, 2])
    expect(capture(() => exported, 'exported')).toBe(exported)
  })

  it('gives the present value of a variable that is assigned again', () => {
    let count = 1
    const read = () => count
    count++
    expect(capture(read, 'count')).toBe(2)
  })

  it('reads only what is asked: an uninitialised variable harms no other', () => {
    const known = 1
    const read = () => [known, later]
    expect(capture(read, 'known')).toBe(1)
    expect(() => capture(read, 'later')).toThrow(ReferenceError)
    const later = 2
    expect(capture(read, 'later')).toBe(2)
  })

  it('gives a function its own name, declared or not', () => {
    const outer = function inner(): unknown {
      return inner
    }
    function declared(): unknown {
      return declared
    }
    expect(capture(outer, 'inner')).toBe(outer)
    expect(capture(declared, 'declared')).toBe(declared)
  })

  it('gives any global, used or not', () => {
    expect(capture(() => 1, 'Math')).toBe(Math)
    expect(capture(() => undefined, 'undefined')).toBeUndefined()
  })

  it('throws for a name that the function does not use', () => {
    const unused = 1
    expect(() => capture(() => 1, 'unused')).toThrow("'unused' is neither a global nor a variable")
    expect(unused).toBe(1)
  })
})

describe('sourceOf', () => {
  it('gives the file as written, types included, and the tree at its offsets', () => {
    const generic = <T>(value: T): T => value
    const source = sourceOf(generic)
    expect(source?.file.name).toBe(import.meta.filename)
    expect(source?.file.text.slice(source.node.start, source.node.end)).toBe('(value: T): T => value')
    expect(source?.node.type).toBe('ArrowFunctionExpression')
  })

  it('finds functions through re-exports', () => {
    expect(sourceOf(exported)?.file.name).toMatch(/fixtures.parity\.ts$/)
  })

  it('knows methods of objects and classes', () => {
    const object = { double: 2, method: (x: number) => x, short() {} }
    class Machine {
      step() {
        return object
      }
    }
    expect(sourceOf(object.short)?.node.type).toBe('FunctionExpression')
    expect(capture(new Machine().step, 'object')).toBe(object)
  })

  it('knows nothing of native, bound and uninstrumented functions', () => {
    expect([Math.max, (() => 1).bind(null), sourceOf, Function('return 1')].map(sourceOf)).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})
