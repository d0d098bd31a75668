/**
 * JavaScript for the steps of a program, in the place of WebAssembly: what it appends, signals and counts is the same, in
 * the same order. It shares nothing with that generator but the program, so that each can be held against the other.
 *
 * Words have 32 bits here, two for each word of the other back end: in memory, states look the same.
 */
import { type CounterLayout, counterLayout, type Loops } from '../counters.ts'
import type { PackedCell } from '../packing.ts'
import {
  changedFields,
  LOOPED,
  type Node,
  PRUNED,
  type Program,
  pieces,
  rootsOf,
  SIGNAL_FAILURE,
  type Signal,
} from '../program.ts'
import type { Term } from '../terms.ts'
import { arithmeticText, ones, TermText, wordName } from './termText.ts'

/**
 * V8 leaves functions of more than 60 KB of bytecode to its slowest tier. An effect takes a few hundred bytes, and more
 * where states are wide.
 */
const EFFECTS_PER_FUNCTION = 32

/**
 * The body of a function of `memory` (Int32Array) and `counters` (Float64Array), which returns
 *
 *     successors(at, to, parent)  appends what the state at offset `at` leads to from offset `to` on: its words, the index
 *                                 of the action, the parent; returns the offset behind the last
 *     inspect(at)                 the signals of a state
 *     attention()                 the signals of the last expansion
 *     selfLoops()                 steps back to the same state so far that were not appended
 */
export function programText(program: Program, loops: Loops): string {
  return new ProgramWriter(program, loops).all()
}

class ProgramWriter {
  private readonly program: Program
  private readonly loops: Loops
  private readonly layout: CounterLayout
  private readonly wordCount: number

  constructor(program: Program, loops: Loops) {
    this.program = program
    this.loops = loops
    this.layout = counterLayout(program)
    this.wordCount = 2 * Math.max(1, Math.ceil(program.bits / 64))
  }

  all(): string {
    const functions = this.program.actions.flatMap(({ action, choices }, i) =>
      pieces(choices, EFFECTS_PER_FUNCTION).map((piece, k) => ({
        name: `action${i}_${k}`,
        text: `// ${action.name}\nfunction action${i}_${k}(at) {\n${this.action(piece, i)}}\n`,
      })),
    )
    return [
      "'use strict'\n",
      arithmeticText,
      'let out = 0, parent = 0, attention = 0, selfLoops = 0\n',
      ...functions.map(f => f.text),
      `function successors(at, to, id) {\nout = to\nparent = id\nattention = 0\n${this.constraints()}`,
      ...functions.map(f => `${f.name}(at)\n`),
      'return out\n}\n',
      `function inspect(at) {\n${this.inspect()}}\n`,
      'return { successors, inspect, attention: () => attention, selfLoops: () => selfLoops }\n',
    ].join('')
  }

  private words<T>(make: (index: number) => T): T[] {
    return Array.from({ length: this.wordCount }, (_, k) => make(k))
  }
  private get load(): string {
    return `const ${this.words(k => `${wordName(k)} = memory[at + ${k}]`).join(', ')}\n`
  }
  private termsOf(roots: Iterable<Term>): TermText {
    return new TermText(this.program.cells, roots)
  }
  private count(counter: number | undefined, by: number): string {
    return `counters[${counter}] += ${by}\n`
  }

  /** A constraint that cannot be evaluated counts as true, and as a failure. */
  private constraints(): string {
    const { constraints } = this.program
    if (constraints.length === 0) return ''
    const terms = this.termsOf(constraints.flatMap(c => [c.holds, c.checked]))
    const tests = constraints.map(({ holds, checked }, i) => {
      const { before, values } = terms.values([checked, holds])
      const [isChecked, isTrue] = values
      const prune = `{ ${this.count(this.layout.pruned[i], 1)} attention |= ${PRUNED}; return out }`
      return `${before}if (!${isChecked}) attention |= ${1 << SIGNAL_FAILURE}\nelse if (!${isTrue}) ${prune}\n`
    })
    return this.load + tests.join('')
  }

  private action(choices: readonly Node[], index: number): string {
    const terms = this.termsOf(choices.flatMap(node => rootsOf(this.program, node)))
    return this.load + choices.map(node => terms.inside(() => this.node(node, terms, index))).join('\n')
  }

  private node(node: Node, terms: TermText, action: number): string {
    switch (node.kind) {
      case 'nothing':
        return ''
      case 'guard': {
        const asked = this.layout.asked[action]?.[node.guard] ?? null
        const { before, values } = terms.values([node.condition])
        const passed = () =>
          this.count(this.layout.passed[action]?.[node.guard], 1) + this.node(node.next, terms, action)
        return `${asked === null ? '' : this.count(asked, 1)}${before}if (${values[0]}) ${terms.inside(passed)}\n`
      }
      case 'check': {
        const { before, values } = terms.values([node.condition])
        const next = terms.inside(() => this.node(node.next, terms, action))
        return `${before}if (${values[0]}) ${next} else attention |= ${1 << SIGNAL_FAILURE}\n`
      }
      case 'branch': {
        const counter = this.layout.branches[action]?.[node.branch] ?? 0
        const { before, values } = terms.values([node.when, node.condition])
        const turn = `if (${values[0]}) counters[${values[1]} ? ${counter} : ${counter + 1}] += 1\n`
        return before + turn + this.node(node.next, terms, action)
      }
      case 'choose': {
        const { before, values } = terms.values([node.when])
        const [first, ...others] = node.options.map(option => () => this.node(option, terms, action))
        const always = terms.inside(first as () => string)
        const rest = terms.inside(() => others.map(option => terms.inside(option)).join('\n'))
        return `${before}${always}\nif (${values[0]}) ${rest}\n`
      }
      case 'effect':
        return this.effect(node, terms, action)
    }
  }

  private effect({ cells, signals }: Node & { kind: 'effect' }, terms: TermText, action: number): string {
    const fired = this.count(this.layout.fired[action], 1)
    const raised = terms.values(signals.map(s => s.when))
    const raise = signals.map(({ bit }, i) => `if (${raised.values[i]}) attention |= ${1 << bit}\n`).join('')
    const changed = changedFields(this.program, cells)
    const { before, values } = terms.values(changed.map(c => c.term))
    const next = this.words(k => {
      const parts = changed.flatMap(({ field, term }, i) => partIn(field, k, term, values[i] as string))
      if (parts.length === 0) return null
      const mask = parts.reduce((all, part) => all | part.mask, 0)
      const kept = mask === -1 ? [] : [`${wordName(k)} & ${~mask}`]
      return [...kept, ...parts.map(part => part.bits)].join(' | ')
    })
    const touched = next.flatMap((value, k) => (value === null ? [] : [{ k, value }]))
    const updates = touched.map(({ k, value }) => `const n${k} = ${value}\n`).join('')
    const isOther = touched.map(({ k }) => `n${k} !== ${wordName(k)}`).join(' || ')
    const append = [
      ...next.map((value, k) => `memory[out + ${k}] = ${value === null ? wordName(k) : `n${k}`}\n`),
      `memory[out + ${this.wordCount}] = ${action}\nmemory[out + ${this.wordCount + 1}] = parent\n`,
      `out += ${this.wordCount + 2}\n`,
    ].join('')
    const loop = `attention |= ${LOOPED}; selfLoops++\n`
    const step =
      this.loops === 'appended'
        ? append
        : touched.length === 0
          ? loop
          : `if (${isOther}) {\n${append}} else {\n${loop}}\n`
    return `${fired}${raised.before}${raise}${before}${updates}${step}`
  }
  private inspect(): string {
    const { stateSignals: signals } = this.program
    const roots = signals.map((s: Signal) => s.when)
    const { before, values } = this.termsOf(roots).values(roots)
    const bits = signals.map(({ bit }, i) => `(${values[i]} << ${bit})`)
    return `${this.load}${before}return ${bits.length === 0 ? '0' : bits.join(' | ')}\n`
  }
}

/** The bits of a cell that lie in word `k`: their mask, and text that puts the value there. */
function partIn(
  { bit, width, low }: PackedCell,
  k: number,
  term: Term,
  value: string,
): { mask: number; bits: string }[] {
  const from = bit - k * 32
  if (from >= 32 || from + width <= 0 || width === 0) return []
  const placed = (rank: number) => (from >= 0 ? rank << from : rank >>> -from)
  const mask = placed(ones(width)) | 0
  if (term.operator === 'constant') return [{ mask, bits: `${placed(term.value - low) | 0}` }]
  const rank = low === 0 ? value : `(${value} - ${low} | 0)`
  if (from === 0) return [{ mask, bits: rank }]
  return [{ mask, bits: from > 0 ? `(${rank} << ${from})` : `(${rank} >>> ${-from})` }]
}
