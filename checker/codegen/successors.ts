/**
 * WebAssembly for the steps of a program: `successors` appends what each state leads to, `inspect` says which new states
 * the interpreter must look at.
 */
import { type CounterLayout, counterLayout, type Loops } from './counters.ts'
import { Factoring } from './factoring.ts'
import type { PackedCell } from './packing.ts'
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
} from './program.ts'
import { TermCode } from './termCode.ts'
import type { Term } from './terms.ts'
import type { Code } from './wasm/bytes.ts'
import {
  call,
  type FunctionRef,
  type GlobalRef,
  get,
  globalGet,
  globalSet,
  i32,
  i64,
  ifElse,
  type Local,
  ret,
  set,
} from './wasm/instructions.ts'
import type { ModuleBuilder } from './wasm/module.ts'

/** What the engine provides to the generated code. */
export interface Surroundings {
  /** address behind the last appended successor */
  readonly out: GlobalRef
  /** stored with each successor */
  readonly parent: GlobalRef
  /** counts steps back to the same state that are not appended */
  readonly selfLoops: GlobalRef
  /** whether such steps are appended as any other; they are only counted unless given */
  readonly loops?: Loops
  /** signals of the state that is being expanded are or-ed into it */
  readonly attention: GlobalRef
  /** address of the counters, 64 bits each, as laid out by `counterLayout` */
  readonly counters: Code
}

/** Machines limit the size of a function, and compile large ones slowly. */
const EFFECTS_PER_FUNCTION = 300

export interface GeneratedFunctions {
  readonly successors: FunctionRef
  readonly inspect: FunctionRef
  /** bytes of an encoded state: a multiple of 8 */
  readonly stateBytes: number
}

export function generate(program: Program, module: ModuleBuilder, surroundings: Surroundings): GeneratedFunctions {
  const generator = new Generator(program, module, surroundings)
  return generator.all()
}

class Generator {
  private readonly program: Program
  private readonly module: ModuleBuilder
  private readonly surroundings: Surroundings
  private readonly layout: CounterLayout
  private readonly wordCount: number

  constructor(program: Program, module: ModuleBuilder, surroundings: Surroundings) {
    this.program = program
    this.module = module
    this.surroundings = surroundings
    this.layout = counterLayout(program)
    this.wordCount = Math.max(1, Math.ceil(program.bits / 64))
  }

  all(): GeneratedFunctions {
    const actions = this.program.actions.flatMap(({ choices }, i) =>
      pieces(choices, EFFECTS_PER_FUNCTION).map(piece => this.action(piece, i)),
    )
    const successors = this.module.declare('successors', ['i32'], [])
    const [state] = successors.params as [Local]
    const { code } = this.starting(successors, state)
    this.module.define(successors, [this.constraints(code), actions.map(fn => call(fn, get(state)))])
    return {
      successors,
      inspect: this.inspect(),
      stateBytes: this.wordCount * 8,
    }
  }

  /** Loads the words of a state into locals at the start of a function. */
  private loaded(fn: FunctionRef, state: Local): { words: Local[]; load: Code } {
    const words = Array.from({ length: this.wordCount }, () => fn.local('i64'))
    return { words, load: words.map((w, i) => set(w, i64.load(get(state), i * 8))) }
  }
  private starting(fn: FunctionRef, state: Local): { code: { terms: TermCode; load: Code } } {
    const { words, load } = this.loaded(fn, state)
    const roots = this.program.constraints.flatMap(c => [c.holds, c.checked])
    return { code: { terms: new TermCode(fn, words, this.program.cells, roots), load } }
  }

  private constraints({ terms, load }: { terms: TermCode; load: Code }): Code {
    const { constraints } = this.program
    if (constraints.length === 0) return []
    return [
      load,
      constraints.map(({ holds, checked }, i) => {
        const { before, values } = terms.values([checked, holds])
        const [isChecked, isTrue] = values as [Code, Code]
        return [
          before,
          // a constraint that cannot be evaluated counts as true, and as a failure
          ifElse(
            isChecked,
            ifElse(i32.eqz(isTrue), [this.count(this.layout.pruned[i] as number, 1), this.signal(PRUNED), ret()]),
            this.signal(1 << SIGNAL_FAILURE),
          ),
        ]
      }),
    ]
  }
  private signal(bits: number): Code {
    const { attention } = this.surroundings
    return globalSet(attention, i32.or(globalGet(attention), i32.const(bits)))
  }
  private count(counter: number, by: number): Code {
    const { counters } = this.surroundings
    return i64.store(counters, i64.add(i64.load(counters, counter * 8), i64.const(BigInt(by))), counter * 8)
  }

  // ---- actions --------------------------------------------------------------------------------------------------
  /** One function for some of the choices of an action. */
  private action(choices: readonly Node[], index: number): FunctionRef {
    const fn = this.module.declare(`action${index}`, ['i32'], [])
    const [state] = fn.params as [Local]
    const { words, load } = this.loaded(fn, state)
    const terms = new TermCode(
      fn,
      words,
      this.program.cells,
      choices.flatMap(n => rootsOf(this.program, n)),
    )
    const nextWords = Array.from({ length: this.wordCount }, () => fn.local('i64'))
    const out = fn.local('i32')
    const emission: Emission = { terms, words, nextWords, out, action: index }
    this.module.define(fn, [load, this.sequence(choices, emission)])
    return fn
  }

  /** Nodes one after the other; those that begin with the same guard share its test. */
  private sequence(nodes: readonly Node[], emission: Emission): Code {
    const code: Code[] = []
    for (let i = 0; i < nodes.length; ) {
      const first = nodes[i] as Node
      let end = i + 1
      if (first.kind === 'guard') {
        while (isSameGuard(first, nodes[end])) end++
        const group = nodes.slice(i, end) as (Node & { kind: 'guard' })[]
        code.push(
          this.guarded(
            first,
            group.map(n => n.next),
            emission,
          ),
        )
      } else code.push(this.node(first, emission))
      i = end
    }
    return code
  }
  private guarded({ guard, condition }: Node & { kind: 'guard' }, rest: readonly Node[], emission: Emission): Code {
    const { pool } = this.program
    const counter = this.layout.passed[emission.action]?.[guard] as number
    const askedCounter = this.layout.asked[emission.action]?.[guard] ?? null
    const asked = askedCounter === null ? [] : this.count(askedCounter, rest.length)
    if (condition === pool.false) return asked
    const passed = () => [this.count(counter, rest.length), this.sequence(rest, emission)]
    if (condition === pool.true) return [asked, passed()]
    const { before, values } = emission.terms.values([condition])
    return [asked, before, ifElse(values[0] as Code, emission.terms.inside(passed))]
  }
  private node(node: Node, emission: Emission): Code {
    switch (node.kind) {
      case 'guard':
        return this.sequence([node], emission)
      case 'check': {
        const { before, values } = emission.terms.values([node.condition])
        const rest = emission.terms.inside(() => this.node(node.next, emission))
        return [before, ifElse(values[0] as Code, rest, this.signal(1 << SIGNAL_FAILURE))]
      }
      case 'branch': {
        const counter = this.layout.branches[emission.action]?.[node.branch] as number
        const { before, values } = emission.terms.values([node.when, node.condition])
        const [isReached, holds] = values as [Code, Code]
        const turn = ifElse(isReached, ifElse(holds, this.count(counter, 1), this.count(counter + 1, 1)))
        return [before, turn, this.node(node.next, emission)]
      }
      case 'choose': {
        const { before, values } = emission.terms.values([node.when])
        const [first, ...others] = node.options as [Node, ...Node[]]
        const always = this.node(first, emission)
        return [
          before,
          always,
          ifElse(
            values[0] as Code,
            emission.terms.inside(() => this.sequence(others, emission)),
          ),
        ]
      }
      case 'effect':
        return this.effect(node, emission)
      case 'nothing':
        return []
    }
  }

  private effect({ cells, signals }: Node & { kind: 'effect' }, emission: Emission): Code {
    const { terms, words, nextWords, out, action } = emission
    const changed = changedFields(this.program, cells)
    const fired = this.count(this.layout.fired[action] as number, 1)
    const raised = this.raise(signals, terms)
    const loop = [this.signal(LOOPED), increment(this.surroundings.selfLoops)]
    const keepsLoops = this.surroundings.loops === 'appended'
    if (changed.length === 0 && !keepsLoops) return [fired, raised, loop]
    const { before, values } = terms.values(changed.map(c => c.term))
    const touched = new Set<number>()
    const updates = words.map((word, k) => {
      const parts = changed.flatMap(({ field, term }, i) => partIn(field, k, term, values[i] as Code))
      if (parts.length === 0) return []
      touched.add(k)
      const mask = parts.reduce((all, part) => all | part.mask, 0n)
      const kept = i64.and(get(word), i64.const(BigInt.asIntN(64, ~mask)))
      return set(
        nextWords[k] as Local,
        parts.reduce<Code>((sum, part) => i64.or(sum, part.bits), kept),
      )
    })
    const isOther = () =>
      [...touched]
        .map(k => i64.ne(get(nextWords[k] as Local), get(words[k] as Local)))
        .reduce((all, one) => i32.or(all, one))
    const append = [
      set(out, globalGet(this.surroundings.out)),
      words.map((word, k) => i64.store(get(out), get(touched.has(k) ? (nextWords[k] as Local) : word), k * 8)),
      i32.store(get(out), i32.const(action), this.wordCount * 8),
      i32.store(get(out), globalGet(this.surroundings.parent), this.wordCount * 8 + 4),
      globalSet(this.surroundings.out, i32.add(get(out), i32.const(this.wordCount * 8 + 8))),
    ]
    // in the order in which the terms were asked for: later code uses what earlier code has computed
    return [fired, raised, before, updates, keepsLoops ? append : ifElse(isOther(), append, loop)]
  }
  private raise(signals: readonly Signal[], terms: TermCode): Code {
    const { before, values } = terms.values(signals.map(s => s.when))
    return [before, signals.map(({ bit }, i) => ifElse(values[i] as Code, this.signal(1 << bit)))]
  }

  // ---- states ---------------------------------------------------------------------------------------------------
  private inspect(): FunctionRef {
    const fn = this.module.declare('inspect', ['i32'], ['i32'])
    const [state] = fn.params as [Local]
    const { words, load } = this.loaded(fn, state)
    const factoring = new Factoring(this.program.pool)
    const signals = this.program.stateSignals.map(({ bit, when }) => ({ bit, when: factoring.of(when) }))
    const terms = new TermCode(
      fn,
      words,
      this.program.cells,
      signals.map(s => s.when),
    )
    const { before, values } = terms.values(signals.map(s => s.when))
    const bits = signals.map(({ bit }, i) => i32.shl(values[i] as Code, i32.const(bit)))
    this.module.define(fn, [load, before, bits.reduce((all, one) => i32.or(all, one), i32.const(0))])
    return fn
  }
}

const increment = (counter: GlobalRef): Code => globalSet(counter, i64.add(globalGet(counter), i64.const(1n)))

interface Emission {
  readonly terms: TermCode
  readonly words: readonly Local[]
  readonly nextWords: readonly Local[]
  readonly out: Local
  readonly action: number
}

const isSameGuard = (a: Node & { kind: 'guard' }, b: Node | undefined): boolean =>
  b?.kind === 'guard' && b.guard === a.guard && b.condition === a.condition

/** The bits of a cell that lie in word `k`: their mask, and code that puts the value there. */
function partIn({ bit, width, low }: PackedCell, k: number, term: Term, value: Code): { mask: bigint; bits: Code }[] {
  const from = bit - k * 64
  if (from >= 64 || from + width <= 0 || width === 0) return []
  const ones = (1n << BigInt(width)) - 1n
  const mask = BigInt.asUintN(64, from >= 0 ? ones << BigInt(from) : ones >> BigInt(-from))
  if (term.operator === 'constant') {
    const rank = BigInt(term.value - low)
    const placed = BigInt.asIntN(64, BigInt.asUintN(64, from >= 0 ? rank << BigInt(from) : rank >> BigInt(-from)))
    return [{ mask, bits: i64.const(placed) }]
  }
  const rank = i64.extendU(low === 0 ? value : i32.sub(value, i32.const(low)))
  const shift = (by: number) => i64.const(BigInt(by))
  if (from === 0) return [{ mask, bits: rank }]
  return [{ mask, bits: from > 0 ? i64.shl(rank, shift(from)) : i64.shrU(rank, shift(-from)) }]
}
