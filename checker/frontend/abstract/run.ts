/**
 * The interpretation of one body: the current path, the steps (guards, checks, choices) emitted so far in program
 * order, and where in the source we are. What a body does is thereby turned into one `Action` or `Property`.
 */
import type { AnyNode } from 'acorn'
import { and, choose, conjuncts, implies, not } from '../../ir/boolean.ts'
import { Expr, FALSE, isConstant, read, TRUE, type Variable } from '../../ir/expr.ts'
import type { Branch, FailureKind, Step } from '../../ir/model.ts'
import { boundVariable, forall } from '../../ir/quantifier.ts'
import type { RecordType, Type } from '../../ir/type.ts'
import { type RelatedPlace, SpecError } from '../../source/diagnostic.ts'
import type { SourceFile } from '../../source/sourceFile.ts'
import type { Span } from '../../source/span.ts'
import { type Environment, fork, join } from './environment.ts'
import { Facts } from './facts.ts'
import { Refusal, requireEnumerable } from './refusal.ts'
import type { Abstract, Scope } from './values.ts'

/** How control left a region: the value is that of `return`. */
export interface Exit {
  readonly kind: 'return' | 'break' | 'continue'
  readonly env: Environment
  readonly value: Abstract
}
/** A pure callback evaluated for a bound variable; `body` is undefined when it fails for every value in the range. */
export interface Quantified {
  readonly variable: Variable
  readonly range: Expr
  readonly body: Expr | undefined
}
/** Thrown where a path ends; caught where paths are joined. */
const PATH_ENDED = Symbol('path ended')

/** A part of the source, from its start to its end. */
export type Stretch = Pick<AnyNode, 'start' | 'end'>
interface Frame {
  readonly file: SourceFile
  readonly node: AnyNode
}
/** What the modules of the interpreter need of each other; wired together in `interpreter.ts`. */
export interface Interpretation {
  evaluate(run: Run, node: AnyNode, scope: Scope): Abstract
  execute(run: Run, node: AnyNode, scope: Scope): void
  call(run: Run, callee: Abstract, args: readonly Abstract[], self?: Abstract): Abstract
  merge(run: Run, condition: Expr, yes: Abstract, no: Abstract): Abstract
}

export class Run {
  readonly interpretation: Interpretation
  /** the type of the whole state: one field per state variable */
  readonly stateType: RecordType
  /** value of every state variable after the step, for step properties */
  readonly nextState: readonly Expr[]
  /** what the body is, for refusals: an action may assign and guard, a property may not */
  readonly role: 'action' | 'init' | 'property'
  /** the path being interpreted */
  env: Environment
  steps: Step[] = []
  private readonly branches: Branch[] = []
  readonly choices: Variable[] = []
  readonly origins = new Map<Expr, Span>()
  /** nesting of quantifiers around the current place */
  callbackDepth = 0
  private readonly firstChoice: number
  /** conjunction of the conditions of all enclosing regions */
  private context: Expr = TRUE
  private exits: Exit[] = []
  private clock = 0
  private slots = 0
  private readonly frames: Frame[] = []

  constructor(
    interpretation: Interpretation,
    role: Run['role'],
    stateType: RecordType,
    variables: readonly Variable[],
    parameterCount = 0,
  ) {
    this.interpretation = interpretation
    this.role = role
    this.stateType = stateType
    this.firstChoice = parameterCount
    this.nextState = variables.map(v => read({ ...v, space: 'next' }))
    this.env = { state: variables.map(read), condition: TRUE, facts: new Facts(), locals: new Map(), replacements: [] }
  }

  // ---- places in the source -------------------------------------------------------------------------------------
  /** Runs `body` with `node` as the current place in the source. */
  at<T>(file: SourceFile, node: AnyNode, body: () => T): T {
    this.frames.push({ file, node })
    try {
      return body()
    } catch (error) {
      throw error instanceof Refusal ? this.located(error) : error
    } finally {
      this.frames.pop()
    }
  }
  get span(): Span {
    const { file, node } = this.frames.at(-1) as Frame
    return file.span(node.start, node.end)
  }
  /** The text of the current place, on one line. */
  get text(): string {
    const { file, node } = this.frames.at(-1) as Frame
    return file.text.slice(node.start, node.end).replace(/\s+/g, ' ')
  }
  get depth(): number {
    return this.frames.length
  }
  private located(refusal: Refusal): SpecError {
    const { span } = this
    const related: RelatedPlace[] = []
    for (const frame of this.frames.toReversed()) {
      if (frame.node.type === 'CallExpression' && this.isEntered(frame)) {
        related.push({ message: 'called from here', span: frame.file.span(frame.node.start, frame.node.end) })
      }
    }
    const help = refusal.help === undefined ? {} : { help: refusal.help }
    return new SpecError({ code: refusal.code, message: refusal.message, span, related, ...help })
  }
  /** Whether a deeper frame is outside the text of this one: then this call was entered. */
  private isEntered(call: Frame): boolean {
    const deepest = this.frames.at(-1) as Frame
    const inside =
      deepest.file.name === call.file.name && deepest.node.start >= call.node.start && deepest.node.end <= call.node.end
    return !inside
  }

  // ---- steps ----------------------------------------------------------------------------------------------------
  private reached(condition: Expr): Expr {
    return implies(and(this.context, this.env.condition), condition)
  }
  /** From here on the path goes on only where `condition` holds. */
  private continueWhere(condition: Expr): void {
    if (condition === FALSE) throw PATH_ENDED
    this.env = { ...this.env, facts: this.env.facts.with(condition) }
  }

  /** The action is enabled only where `condition` holds. */
  guard(condition: Expr): void {
    for (const part of conjuncts(condition)) {
      const unknown = this.env.facts.known(part)
      this.steps.push({ kind: 'guard', condition: this.reached(part), span: this.origins.get(part) ?? this.span })
      this.continueWhere(unknown)
    }
  }
  /** Not reaching this with `condition` true is a failure of the protocol. */
  check(condition: Expr, failure: FailureKind, message: string): void {
    const unknown = this.env.facts.known(condition)
    if (unknown === TRUE) return
    this.steps.push({ kind: 'check', condition: this.reached(unknown), failure, message, span: this.span })
    this.continueWhere(unknown)
  }
  /** A nondeterministic choice of a value of `type`. */
  choice(name: string, type: Type): Expr {
    requireEnumerable(type, 'to pick from')
    const variable: Variable = { space: 'parameter', name, index: this.firstChoice + this.choices.length, type }
    this.choices.push(variable)
    this.steps.push({ kind: 'choose', variable, when: and(this.context, this.env.condition), span: this.span })
    return read(variable)
  }

  // ---- control flow ---------------------------------------------------------------------------------------------
  /** Runs `body`; `env` is null when its path ended, by leaving or by a failure or guard that is certain. */
  private attempt<T>(body: () => T): { readonly env: Environment | null; readonly value: T | undefined } {
    try {
      const value = body()
      return { env: this.env, value }
    } catch (error) {
      if (error === PATH_ENDED) return { env: null, value: undefined }
      throw error
    }
  }
  private readonly merge = (condition: Expr, yes: Abstract, no: Abstract): Abstract =>
    this.interpretation.merge(this, condition, yes, no)

  /** Runs a whole body; false when every path through it failed or was refused by a guard. */
  complete(body: () => void): boolean {
    return this.attempt(body).env !== null
  }

  /** Takes one side where the condition is known, both otherwise, and joins them. */
  branch(condition: Expr, yes: () => Abstract, no: () => Abstract): Abstract {
    return this.either(condition, yes, no, this.merge)
  }
  /**
   * The same of expressions: they stay expressions, and a null that both sides have keeps its type.
   * @param no what the value is elsewhere; without it, `condition && yes()`
   * @throws TypeError when the two sides have no common type
   */
  branchExpr(condition: Expr, yes: () => Expr, no: () => Expr = () => FALSE): Expr {
    return this.either(condition, yes, no, choose)
  }
  private either<T>(condition: Expr, yes: () => T, no: () => T, merge: (condition: Expr, yes: T, no: T) => T): T {
    const known = this.env.facts.known(condition)
    if (known === TRUE) return yes()
    if (known === FALSE) return no()
    const before = this.env
    const side = (when: Expr, body: () => T) => {
      const exits = this.exits.length
      this.env = fork(before, when)
      if (this.env.facts.impossible) return { env: null, value: undefined, left: false }
      return { ...this.attempt(body), left: this.exits.length > exits }
    }
    const a = side(condition, yes)
    const b = side(not(condition), no)
    const left = (a.env === null && a.left) || (b.env === null && b.left)
    const joined = join(condition, before, a.env, b.env, left, this.merge)
    if (joined === null) throw PATH_ENDED
    this.env = joined
    if (a.env === null) return b.value as T
    return b.env === null ? (a.value as T) : merge(condition, a.value as T, b.value as T)
  }

  /** The same for a condition that the author wrote at `nodes`: it is remembered, for coverage. */
  decide(
    condition: Expr,
    file: SourceFile,
    nodes: readonly Stretch[],
    yes: () => Abstract,
    no: () => Abstract,
  ): Abstract {
    const [first, last] = [nodes[0], nodes.at(-1)]
    // What a callback decides, it decides for each value that its quantifier goes through, not once for a step.
    if (this.role === 'action' && this.callbackDepth === 0 && !isConstant(condition) && first && last) {
      const when = and(this.context, this.env.condition)
      this.branches.push({ condition, when, after: this.steps.length, span: file.span(first.start, last.end) })
    }
    return this.branch(condition, yes, no)
  }
  /** The conditions that were decided, but for those that are guards and are counted as such. */
  branchesToCount(): Branch[] {
    const keyOf = ({ file, start, end }: Span) => `${file}:${start}:${end}`
    const guards = new Set(this.steps.flatMap(step => (step.kind === 'guard' ? [keyOf(step.span)] : [])))
    return this.branches.filter(({ span }) => !guards.has(keyOf(span)))
  }

  /** Leaves the enclosing function or loop. */
  leave(kind: Exit['kind'], value: Abstract = undefined): never {
    this.exits.push({ kind, env: this.env, value })
    throw PATH_ENDED
  }

  /**
   * Runs `body` as a region of its own (a function body, a loop, one turn of a loop): exits of the given kinds end in
   * it and are joined with its normal end; others go on outwards.
   * @returns the value returned, or undefined
   */
  region(kinds: readonly Exit['kind'][], body: () => void): Abstract {
    const { exits: outerExits, context: outerContext, env: before } = this
    this.exits = []
    this.context = and(outerContext, before.condition)
    this.env = { ...before, condition: TRUE }
    const { env: end } = this.attempt(body)
    const ends = this.exits.filter(e => kinds.includes(e.kind))
    if (end !== null) ends.push({ kind: 'continue', env: end, value: undefined })
    const leaving = this.exits.filter(e => !kinds.includes(e.kind))
    this.context = outerContext
    const outwards = (env: Environment): Environment => ({ ...env, condition: and(before.condition, env.condition) })
    this.exits = [...outerExits, ...leaving.map(exit => ({ ...exit, env: outwards(exit.env) }))]
    const { env, value } = this.joined(ends, before)
    // every path that did not fail ends here, unless some went on outwards
    this.env = leaving.length === 0 ? { ...env, condition: before.condition } : outwards(env)
    return value
  }
  private joined(ends: readonly Exit[], before: Environment): { env: Environment; value: Abstract } {
    const last = ends.at(-1)
    if (last === undefined) throw PATH_ENDED
    let { env, value } = last
    const start: Environment = { ...before, condition: TRUE }
    for (const end of ends.slice(0, -1).toReversed()) {
      const { condition } = end.env
      env = join(condition, start, end.env, env, false, this.merge) as Environment
      this.env = env
      value = this.merge(condition, end.value, value)
    }
    return { env, value }
  }

  // ---- callbacks ------------------------------------------------------------------------------------------------
  /**
   * Evaluates `body` for a bound variable that ranges over the values of `type` where `range` holds. The body must be
   * pure; its checks are made for every such value.
   */
  quantify(name: string, type: Type, range: (x: Expr) => Expr, body: (x: Expr) => Expr): Quantified {
    requireEnumerable(type, 'to go through')
    const variable = boundVariable(this.callbackDepth, name, type)
    const x = read(variable)
    const inRange = range(x)
    const { steps: outerSteps, context: outerContext, exits: outerExits, env: before } = this
    this.steps = []
    this.context = TRUE
    this.env = { ...before, condition: TRUE, facts: before.facts.with(inRange) }
    this.callbackDepth++
    const { env: after, value } = this.attempt(() => body(x))
    this.callbackDepth--
    const inner = this.steps
    this.steps = outerSteps
    this.context = outerContext
    this.exits = outerExits
    this.env = before
    if (after?.state.some((e, i) => e !== before.state[i])) {
      throw new Refusal('VON2016', 'a callback changes the state', 'use for...of to change the state for each item')
    }
    for (const step of inner) {
      if (step.kind !== 'check') {
        const name = step.kind === 'guard' ? 'guard' : 'pick'
        throw new Refusal(
          'VON2017',
          `${name} is used inside a callback`,
          'use for...of, or move it out of the callback',
        )
      }
      const condition = forall(variable, implies(inRange, step.condition))
      this.steps.push({ ...step, condition: this.reached(condition) })
    }
    return { variable, range: inRange, body: value }
  }

  // ---- locals and time ------------------------------------------------------------------------------------------
  newSlot(): number {
    return this.slots++
  }
  setLocal(slot: number, value: Abstract): void {
    this.env = { ...this.env, locals: new Map(this.env.locals).set(slot, value) }
  }
  /** A moment later than all before: orders names of places against replacements. */
  tick(): number {
    return ++this.clock
  }
  now(): number {
    return this.clock
  }
  /** Remembers where a boolean expression was written. */
  remember(e: Abstract): void {
    if (e instanceof Expr && e.type.kind === 'bool' && !isConstant(e) && !this.origins.has(e))
      this.origins.set(e, this.span)
  }
  /** Remembers where a variable got this value. One that is a condition may be written in other places too. */
  rememberWritten(e: Expr): void {
    if (e.type.kind !== 'bool' && !this.origins.has(e)) this.origins.set(e, this.span)
  }
}
