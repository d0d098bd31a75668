/**
 * Codes of functions that cannot be compiled to WebAssembly so that they mean the same (VON5xxx).
 *
 * Each example is a module; a test finds it refused with its code and its remedy compiled.
 */
import type { Catalogue } from './entry.ts'

export const compileCodes: Catalogue = {
  VON5001: {
    title: 'nothing to compile there',
    explanation:
      'A module of the packet path exports functions, and imports functions and constants of other such files, each by ' +
      'its path with its extension. A file or a function of that name does not exist.',
    example: 'const BITS = 32',
    remedy: 'export function bits(): number { return 32 }',
  },
  VON5002: {
    title: 'outside the packet path',
    explanation:
      'Functions that run for each packet consist of let and const with a first value, assignments, if, for, while, ' +
      'break, continue and return, over numbers, booleans and words that the caller supplies. They allocate nothing: no ' +
      'arrays, objects, strings, closures or exceptions. What builds images may be any TypeScript, in a file of its own.',
    example: 'export function f(x: number): number { return [x].length }',
    remedy: 'export function f(x: number): number { return x }',
  },
  VON5003: {
    title: 'a value of the wrong kind',
    explanation:
      'There are numbers, booleans, and words, which are parameters that stand for a Uint32Array. Conditions are ' +
      'booleans, words are only read and written by index or passed on, and a function returns one kind on all its ways.',
    example: 'export function f(x: number): number { return x ? 1 : 0 }',
    remedy: 'export function f(x: number): number { return x !== 0 ? 1 : 0 }',
  },
  VON5004: {
    title: 'parameters that do not fit',
    explanation:
      'Parameters are plain names, of type number, boolean or any other for words, and a call gives each of them a value. ' +
      'Patterns and default values would need objects, or values that are not there.',
    example: 'export function f([a]: Uint32Array): number { return a as number }',
    remedy: 'export function f(a: Uint32Array): number { return a[0] as number }',
  },
  VON5005: {
    title: 'a function that calls itself',
    explanation:
      'Every call is compiled as the body that it runs. A function that calls itself, even by way of others, would have ' +
      'no end; it also has no bound on what it does for a packet.',
    example: 'export function f(x: number): number { return x === 0 ? 0 : f((x - 1) >>> 0) }',
    remedy:
      'export function f(x: number): number { let left = x\nwhile (left !== 0) left = (left - 1) >>> 0\nreturn left }',
  },
  VON5006: {
    title: 'not a constant integer',
    explanation:
      'Names are parameters, variables of the function, or constants of modules, whose values are integers made of ' +
      'literals and other constants. Other variables of modules are memory that images do not hold.',
    example: 'let seed = 1\nexport function f(x: number): number { return (x ^ seed) >>> 0 }',
    remedy: 'const SEED = 1\nexport function f(x: number): number { return (x ^ SEED) >>> 0 }',
  },
  VON5007: {
    title: 'a number that JavaScript may round',
    explanation:
      'Numbers are compiled to integers. Those of JavaScript are the same up to 2^53, and beyond that they are rounded. ' +
      'Words and parameters can be any number of 32 bits, so a sum of many, or a product of two, may be too large. What ' +
      'is closed at once by >>> 0 stays small.',
    example: 'export function f(a: number, b: number): number { return (a * b) >>> 0 }',
    remedy: 'export function f(a: number, b: number): number { return Math.imul(a, b) >>> 0 }',
  },
  VON5008: {
    title: 'an operand that may be negative',
    explanation:
      'Products of 0 and a negative number are -0, and quotients and remainders of negative numbers are rounded towards ' +
      '0, which integers of 32 bits, unsigned, do not do. Operands that are closed by >>> 0 are not negative.',
    example: 'export function f(a: number, b: number): number { return (a - b) % 8 }',
    remedy: 'export function f(a: number, b: number): number { return ((a - b) >>> 0) % 8 }',
  },
  VON5010: {
    title: 'too many calls for one function',
    explanation:
      'Every call is compiled as the body that it runs, and so are the calls in that body. Functions that call each other ' +
      'twice, level upon level, would fill any memory.',
    example: Array.from(
      { length: 15 },
      (_, i) => `export const f${i} = (x: number): number => ${i === 0 ? 'x' : `Math.max(f${i - 1}(x), f${i - 1}(x))`}`,
    ).join('\n'),
    remedy: 'export const f = (x: number): number => x',
  },
  VON5009: {
    title: 'a result that has no 32 bits, unsigned',
    explanation:
      'Numbers go in and out of a module as 32 bits, unsigned. A result that may be negative or larger would come out as ' +
      'another number.',
    example: 'export function f(a: number, b: number): number { return a - b }',
    remedy: 'export function f(a: number, b: number): number { return (a - b) >>> 0 }',
  },
}
