/** Statements of the body's source. */
import type { AnyNode, ForOfStatement, ForStatement, SwitchStatement, VariableDeclaration } from 'acorn'
import { or } from '../../ir/boolean.ts'
import { type Expr, FALSE, TRUE } from '../../ir/expr.ts'
import { bindPattern } from './bindings.ts'
import { identical } from './compare.ts'
import { asBoolean } from './data.ts'
import { evaluate } from './expressions.ts'
import { guardedItems } from './items.ts'
import { Refusal } from './refusal.ts'
import type { Run, Stretch } from './run.ts'
import { type Abstract, Closure, type Scope } from './values.ts'

const MAX_TURNS = 10_000

export function execute(run: Run, node: AnyNode, scope: Scope): void {
  run.at(scope.file, node, () => executeNode(run, node, scope))
}

function executeNode(run: Run, node: AnyNode, scope: Scope): void {
  switch (node.type) {
    case 'ExpressionStatement':
      evaluate(run, node.expression, scope)
      return
    case 'VariableDeclaration':
      declareAll(run, node, scope)
      return
    case 'EmptyStatement':
    case 'FunctionDeclaration':
      return
    case 'BlockStatement':
      block(run, node.body, scope.inner())
      return
    case 'ReturnStatement':
      run.leave('return', node.argument ? evaluate(run, node.argument, scope) : undefined)
      break
    case 'IfStatement': {
      const { alternate } = node
      run.decide(
        asBoolean(run, evaluate(run, node.test, scope)),
        scope.file,
        [node.test],
        () => statement(run, node.consequent, scope),
        () => (alternate ? statement(run, alternate, scope) : undefined),
      )
      return
    }
    case 'ForOfStatement':
      forOf(run, node, scope)
      return
    case 'ForStatement':
      forCounting(run, node, scope)
      return
    case 'SwitchStatement':
      switchStatement(run, node, scope)
      return
    case 'BreakStatement':
    case 'ContinueStatement':
      if (node.label)
        throw new Refusal(
          'VON2001',
          'labels are outside the language',
          'put the inner loop into a function and return from it',
        )
      run.leave(node.type === 'BreakStatement' ? 'break' : 'continue')
      break
    case 'ThrowStatement':
      run.check(FALSE, 'throw', run.text)
      return
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForInStatement':
      throw new Refusal(
        'VON2027',
        'how often this loop runs is not bounded by a domain',
        'go through a domain or collection: for (const r of Router) ...',
      )
    case 'TryStatement':
      throw new Refusal('VON2028', 'a failed step cannot be caught', 'test the condition with if, or make it a guard')
    default:
      throw new Refusal('VON2001', `${node.type} is outside the language`)
  }
}
function statement(run: Run, node: AnyNode, scope: Scope): Abstract {
  execute(run, node, scope)
  return undefined
}

/** Function declarations are hoisted. */
function block(run: Run, statements: readonly AnyNode[], scope: Scope): void {
  for (const s of statements) {
    if (s.type === 'FunctionDeclaration' && s.id)
      scope.declare(s.id.name, { kind: 'const', value: new Closure(s, scope) })
  }
  for (const s of statements) execute(run, s, scope)
}

function declareAll(run: Run, node: VariableDeclaration, scope: Scope): void {
  const { kind } = node
  if (kind !== 'const' && kind !== 'let')
    throw new Refusal('VON2025', `${kind} is outside the language`, 'use const or let')
  for (const { id, init } of node.declarations) {
    bindPattern(run, id, init ? evaluate(run, init, scope) : undefined, scope, kind)
  }
}

// ---- loops ------------------------------------------------------------------------------------------------------
/** Unrolled: one turn per possible item, taken where the item is there. */
function forOf(run: Run, node: ForOfStatement, scope: Scope): void {
  if (node.await) throw new Refusal('VON2024', 'a step is atomic: nothing can be awaited in it')
  const { left } = node
  if (left.type !== 'VariableDeclaration')
    throw new Refusal('VON2001', 'the loop variable must be declared in the loop', 'for (const x of ...)')
  const { kind } = left
  if (kind !== 'const' && kind !== 'let')
    throw new Refusal('VON2025', `${kind} is outside the language`, 'use const or let')
  const items = guardedItems(run, evaluate(run, node.right, scope))
  run.region(['break'], () => {
    for (const [present, item] of items) {
      run.branch(
        present,
        () =>
          run.region(['continue'], () => {
            const inner = scope.inner()
            for (const { id } of left.declarations) bindPattern(run, id, item, inner, kind)
            execute(run, node.body, inner)
          }),
        () => undefined,
      )
    }
  })
}

/** `for (init; test; update)`: the test must be decided while the IR is built. */
function forCounting(run: Run, node: ForStatement, scope: Scope): void {
  const inner = scope.inner()
  const { init, test, update } = node
  if (init?.type === 'VariableDeclaration') execute(run, init, inner)
  else if (init) evaluate(run, init, inner)
  const goesOn = (): boolean => {
    if (!test) return true
    const condition: Expr = run.env.facts.known(asBoolean(run, evaluate(run, test, inner)))
    if (condition === TRUE || condition === FALSE) return condition === TRUE
    return run.at(scope.file, test, () => {
      throw new Refusal(
        'VON2015',
        'how often this loop runs depends on the state',
        'go through a domain and use if inside, or break',
      )
    })
  }
  run.region(['break'], () => {
    for (let turn = 0; goesOn(); turn++) {
      if (turn === MAX_TURNS) throw new Refusal('VON2015', `this loop runs more than ${MAX_TURNS} times`)
      run.region(['continue'], () => execute(run, node.body, inner))
      if (update) evaluate(run, update, inner)
    }
  })
}

// ---- switch -----------------------------------------------------------------------------------------------------
interface Group {
  /** null for the default */
  readonly tests: readonly AnyNode[] | null
  /** `case a: case b`, as far as the last test */
  readonly labels: readonly Stretch[]
  readonly body: readonly AnyNode[]
}
function switchStatement(run: Run, node: SwitchStatement, scope: Scope): void {
  const value = evaluate(run, node.discriminant, scope)
  const groups = switchGroups(run, node, scope)
  const fallback = groups.find(g => g.tests === null)
  const inner = scope.inner()
  const from = (index: number): Abstract => {
    const group = groups[index]
    if (group === undefined) {
      if (fallback !== undefined) block(run, fallback.body, inner)
      return undefined
    }
    if (group.tests === null) return from(index + 1)
    const matches = or(...group.tests.map(test => identical(run, value, evaluate(run, test, scope))))
    const taken = () => {
      block(run, group.body, inner)
      return undefined
    }
    // where the other cases leave nothing else, the last one decides nothing
    const isLast = groups.slice(index + 1).every(({ tests }) => tests === null)
    if (isLast && run.env.facts.known(matches) === TRUE) return taken()
    return run.decide(matches, scope.file, group.labels, taken, () => from(index + 1))
  }
  run.region(['break'], () => {
    from(0)
  })
}
/** The cases with their labels; each body must end by leaving the switch. */
function switchGroups(run: Run, node: SwitchStatement, scope: Scope): Group[] {
  const groups: Group[] = []
  let tests: AnyNode[] = []
  let labels: Stretch[] = []
  let isDefault = false
  node.cases.forEach((c, i) => {
    if (c.test) {
      tests.push(c.test)
      labels.push({ start: c.start, end: c.test.end })
    } else isDefault = true
    if (c.consequent.length === 0 && i < node.cases.length - 1) return
    if (i < node.cases.length - 1 && !leavesAtEnd(c.consequent)) {
      run.at(scope.file, c, () => {
        throw new Refusal('VON2020', 'this case falls through to the next', 'end it with break or return')
      })
    }
    groups.push({ tests: isDefault ? null : tests, labels, body: c.consequent })
    tests = []
    labels = []
    isDefault = false
  })
  return groups
}
function leavesAtEnd(statements: readonly AnyNode[]): boolean {
  const last = statements.at(-1)
  if (last?.type === 'BlockStatement') return leavesAtEnd(last.body)
  if (last?.type === 'IfStatement' && last.alternate)
    return leavesAtEnd([last.consequent]) && leavesAtEnd([last.alternate])
  return ['BreakStatement', 'ReturnStatement', 'ThrowStatement', 'ContinueStatement'].includes(last?.type ?? '')
}
