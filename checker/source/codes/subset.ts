/**
 * Codes of TypeScript that is not in the language of bodies (VON2xxx).
 *
 * Each example is the body of an action over the state of `checker/frontend/subset.fixture.ts`, where a test finds it
 * refused with its code and its remedy accepted.
 */
import type { Catalogue } from './entry.ts'

export const subsetCodes: Catalogue = {
  VON2001: {
    title: 'a statement outside the language',
    explanation:
      'Bodies consist of declarations, assignments, if, switch, for...of, for with a constant bound, return, break, ' +
      'continue and throw. Other statements, and labels, have no translation into a state machine.',
    example: 'class Counter {}\ns.n = 1',
    remedy: 's.n = 1',
  },
  VON2002: {
    title: 'an expression outside the language',
    explanation:
      'The expressions of bodies are those that have a meaning on finite values: arithmetic, comparison, logic, ' +
      'members, calls, literals and functions. typeof, delete, regular expressions and strings made of ' +
      'state values are not among them.',
    example: "s.n = typeof s.n === 'number' ? 1 : 0",
    remedy: 's.n = 1',
  },
  VON2003: {
    title: '== and !=',
    explanation: '== converts its operands before it compares them. A spec compares what is there.',
    example: 'guard(s.n == 1)',
    remedy: 'guard(s.n === 1)',
  },
  VON2004: {
    title: '=== on structured values',
    explanation:
      'Records, maps, variants, sets, bags and queues are values: they have no identity that === could compare. eq ' +
      'compares them part by part.',
    example: 'guard(s.link === s.spare)',
    remedy: 'guard(eq(s.link, s.spare))',
  },
  VON2005: {
    title: 'a condition that is not a boolean',
    explanation:
      'JavaScript takes 0, an empty string, null and undefined for false. In a protocol such a condition hides which ' +
      'of these was meant, so conditions must be booleans.',
    example: 'if (s.lease[r]) s.n = 1',
    remedy: 'if (s.lease[r] !== null) s.n = 1',
  },
  VON2006: {
    title: 'a number is needed',
    explanation: 'Arithmetic and order are defined for integers only.',
    example: 's.n = s.on + 1',
    remedy: 's.n = s.on ? 1 : 0',
  },
  VON2007: {
    title: 'assignment to something that is not a variable of the body',
    explanation:
      'A body may assign the state and its own let variables. A variable of the program around it would be a part of ' +
      'the state that the checker does not see.',
    example: 'counter = 1',
    remedy: 'let counter = 0\ncounter = 1\ns.n = counter',
  },
  VON2008: {
    title: 'change of a value that is not part of the state',
    explanation:
      'Objects and arrays written in a body, the items of queues and sets, and the result of filter are values. Only ' +
      'what is reached through the state can be changed in place.',
    example: 'const list = [1, 2]\nlist.push(3)\ns.n = list.length',
    remedy: 'const list = [1, 2]\nconst longer = [...list, 3]\ns.n = longer.length',
  },
  VON2009: {
    title: 'a name that was taken before its place was replaced',
    explanation:
      'const old = s.link names the place s.link. After s.link = ... TypeScript would still see the old object, and a ' +
      'reader of the spec might expect the new one. The use is refused so that nobody has to guess.',
    example: 'const old = s.link\ns.link = { owner: r, load: 0 }\ns.n = old.load',
    remedy: 'const { load } = s.link\ns.link = { owner: r, load: 0 }\ns.n = load',
  },
  VON2010: {
    title: 'a value that is not in the domain',
    explanation:
      'The value can never be in the domain of the place it is stored in. Where it depends on the state, leaving the ' +
      'domain is reported with a trace instead.',
    example: 's.n = 7',
    remedy: 's.n = 3',
  },
  VON2011: {
    title: 'no such field or key',
    explanation: 'The record, variant, map or state has no member of this name.',
    example: 's.link = { owner: r, load: 0, colour: 1 } as typeof s.link',
    remedy: 's.link = { owner: r, load: 0 }',
  },
  VON2012: {
    title: 'a function whose source is not known',
    explanation:
      'A body is understood by reading its source and that of the functions it calls. The source of functions of ' +
      'JavaScript itself and of installed packages is not at hand.',
    example: 'structuredClone(r)\ns.n = 1',
    remedy: 'const copy = r\nif (copy === r) s.n = 1',
  },
  VON2013: {
    title: 'a function of JavaScript applied to values of the state',
    explanation: 'Functions of JavaScript run while the model is built, when the values of the state are not known.',
    example: 'if (String(s.n).length === 1) s.n = 1',
    remedy: 'if (s.n < 10) s.n = 1',
  },
  VON2014: {
    title: 'division that is not of integers',
    explanation:
      'The numbers of a spec are integers. A quotient must say how it is rounded, % must not meet a negative number, ' +
      'whose remainder differs between languages, and a divisor that may be zero needs div or mod, which fail then.',
    example: 's.n = s.n / 2',
    remedy: 's.n = Math.floor(s.n / 2)',
  },
  VON2015: {
    title: 'a loop whose length depends on the state',
    explanation: 'Loops are unrolled while the model is built, so how often they run must be known then.',
    example: 'for (let i = 0; i < s.n; i++) s.seen.clear()',
    remedy: 'for (let i = 0; i < 3; i++) if (i < s.n) s.seen.clear()',
  },
  VON2016: {
    title: 'a change where only a value is wanted',
    explanation:
      'Properties and the callbacks of every, some, count, sum and filter are questions about a state. They may not ' +
      'change it, nor variables outside the callback.',
    example: 'guard(Router.every(x => s.seen.delete(x)))',
    remedy: 'guard(Router.every(x => s.seen.has(x)))\ns.seen.clear()',
  },
  VON2017: {
    title: 'guard or pick where it has no meaning',
    explanation: 'guard and pick belong to the body of an action (pick also to init), outside callbacks.',
    example: 'Router.every(x => {\n  guard(s.seen.has(x))\n  return true\n})\ns.n = 1',
    remedy: 'guard(Router.every(x => s.seen.has(x)))\ns.n = 1',
  },
  VON2018: {
    title: 'a missing value',
    explanation: 'Every field of a record and every variable needs a value; the state as a whole is not one.',
    example: 's.link = { owner: r } as typeof s.link',
    remedy: 's.link = { owner: r, load: 0 }',
  },
  VON2019: {
    title: 'values that do not fit together',
    explanation: 'The operation is defined for other kinds of values than it is given.',
    example: 'guard(eq(s.seen, s.q as never))',
    remedy: 'guard(s.q.every(x => s.seen.has(x)))',
  },
  VON2020: {
    title: 'a switch case that falls through',
    explanation: 'Falling into the next case is easily overlooked in a protocol, so each case says how it ends.',
    example: "switch (s.phase[r]) {\n  case 'idle':\n    s.n = 1\n  case 'busy':\n    s.on = true\n}",
    remedy: "switch (s.phase[r]) {\n  case 'idle':\n    s.n = 1\n    break\n  case 'busy':\n    s.on = true\n}",
  },
  VON2021: {
    title: 'recursion that does not end',
    explanation: 'Calls are followed while the model is built. A recursion must end on values known then.',
    example: 'const down = (n: number): number => (n === 0 ? 0 : down(n + 1))\ns.n = down(s.n)',
    remedy: 'const down = (n: number): number => (n === 0 ? 0 : down(n - 1))\ns.n = down(3)',
  },
  VON2022: {
    title: 'an unknown name',
    explanation: 'The name is not declared where it is used, or not yet initialised.',
    example: 's.n = later\nconst later = 1',
    remedy: 'const later = 1\ns.n = later',
  },
  VON2023: {
    title: 'an operation that this value does not have',
    explanation:
      'Domains and collections have a fixed set of methods. Lists whose length depends on the state do not exist: ' +
      'filter of a domain or set is a set, filter of a queue a queue.',
    example: 'const items = [...s.seen]\ns.n = items.length',
    remedy: 's.n = s.seen.size',
  },
  VON2024: {
    title: 'async functions and generators',
    explanation: 'A step happens as a whole or not at all: nothing can be awaited in it.',
    example: 'const later = async () => 1\nlater()\ns.n = 1',
    remedy: 'const now = () => 1\ns.n = now()',
  },
  VON2025: {
    title: 'var',
    explanation: 'A var is visible outside its block, which const and let avoid.',
    example: 'var x = 1\ns.n = x',
    remedy: 'const x = 1\ns.n = x',
  },
  VON2026: {
    title: 'randomness and time',
    explanation: 'A step must mean the same at every run. A choice is written with pick, and time is a variable.',
    example: 's.n = Math.floor(Math.random() * 3)',
    remedy: 's.n = pick(int(0, 2))',
  },
  VON2027: {
    title: 'while loops',
    explanation: 'How often a while loop runs is not bounded by a domain, so the step might never end.',
    example: 'while (s.n < 3) s.n++',
    remedy: 's.n = 3',
  },
  VON2028: {
    title: 'try and catch',
    explanation: 'A failure ends the step and is reported with a trace. It cannot be caught.',
    example: 'try {\n  s.n++\n} catch {\n  s.n = 0\n}',
    remedy: 's.n = s.n < 3 ? s.n + 1 : 0',
  },
  VON2029: {
    title: 'new, this and super',
    explanation: 'Values of a spec are made by its domains and by literals; there are no objects with identity.',
    example: 's.seen = new Set([r]) as never',
    remedy: 's.seen = set(Router).of(r)',
  },
  VON2030: {
    title: 'a body whose source is not known',
    explanation:
      'A spec is read as source text, which von attaches to its functions when it loads the file. This function came ' +
      'from somewhere else: a file that was loaded without von, or code made at run time.',
    example: 'm.action(`act`, {}, Function(`s`, `s.n = 1`) as never)',
    remedy: 'm.action(`act`, {}, s => {\n  s.n = 1\n})',
  },
  VON2031: {
    title: 'numbers that are not exact',
    explanation:
      'JavaScript rounds integers above 2^53, which a formula does not. What an expression of a property or theorem may ' +
      'come to is found from the domains of what it reads. Math.imul multiplies modulo 2^32, as machines do.',
    example: "m.action('act', {}, s => {\n  s.n = 1\n})\nm.invariant('large', s => s.n * 2 ** 52 >= 0)",
    remedy: "m.action('act', {}, s => {\n  s.n = 1\n})\nm.invariant('large', s => s.n * 2 ** 30 >= 0)",
  },
}
