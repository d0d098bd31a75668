/** Calls: of closures and the author's functions by interpreting their bodies, of intrinsics, and of pure natives. */
import type { Pattern } from 'acorn'
import { temporalOperatorName } from '../../lang/temporal.ts'
import { sourceOf } from '../captured.ts'
import type { FunctionNode } from '../walk.ts'
import { isAssigned } from './assignedNames.ts'
import { bindPattern } from './bindings.ts'
import { intrinsicOf } from './intrinsics.ts'
import { isAllowedNative, isLogging, isNondeterministic } from './natives.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import { type Abstract, Closure, describe, isSymbolic, ListLiteral, Scope } from './values.ts'

const MAX_DEPTH = 400
const LOGGING = 'leave it out: reports show the states of a trace, and --json all that is in them'

export function call(run: Run, callee: Abstract, args: readonly Abstract[], self?: Abstract): Abstract {
  const closure = callee instanceof Closure ? callee : typeof callee === 'function' ? closureOf(callee) : null
  if (closure !== null) return enter(run, closure, args)
  if (typeof callee !== 'function') throw new Refusal('VON2012', `${describe(callee)} is not a function`)
  const intrinsic = intrinsicOf(callee, args)
  if (intrinsic !== undefined) return intrinsic(run, args)
  return callNative(callee as (...args: unknown[]) => Abstract, args, self)
}

const closures = new WeakMap<object, Closure>()
/** An author's function as a closure over its captured variables; null for natives. */
export function closureOf(f: object): Closure | null {
  const known = closures.get(f)
  if (known !== undefined) return known
  // biome-ignore lint/complexity/noBannedTypes: any function of the author's program
  const source = sourceOf(f as Function)
  if (source === null) return null
  const closure = new Closure(source.node, new Scope(source.file, null, name => source.capture(name)))
  closures.set(f, closure)
  return closure
}

function enter(run: Run, { node, scope }: Closure, args: readonly Abstract[]): Abstract {
  if (node.async === true || node.generator === true) {
    throw new Refusal(
      'VON2024',
      'async functions and generators have no meaning in a step',
      'a step is atomic: write an ordinary function',
    )
  }
  if (run.depth > MAX_DEPTH)
    throw new Refusal('VON2021', 'calls are nested too deeply', 'recursion must end on constants')
  const inner = scope.inner()
  bindParameters(run, node, args, inner)
  if (node.body.type !== 'BlockStatement') {
    const { body } = node
    return run.at(scope.file, body, () => run.interpretation.evaluate(run, body, inner))
  }
  return run.region(['return'], () => run.interpretation.execute(run, node.body, inner))
}
function bindParameters(run: Run, node: FunctionNode, args: readonly Abstract[], scope: Scope): void {
  node.params.forEach((parameter: Pattern, i) => {
    run.at(scope.file, parameter, () => {
      const kind = isAssigned(parameter, node) ? 'let' : 'const'
      if (parameter.type === 'RestElement')
        bindPattern(run, parameter.argument, new ListLiteral(args.slice(i)), scope, kind)
      else bindPattern(run, parameter, args[i], scope, kind)
    })
  })
}

function callNative(f: (...args: unknown[]) => Abstract, args: readonly Abstract[], self: Abstract): Abstract {
  const shown = f.name === '' ? 'this function' : `'${f.name}'`
  if (isNondeterministic(f))
    throw new Refusal(
      'VON2026',
      `${shown} gives another result at every run`,
      'use pick(domain) for a choice, a variable of the state for time',
    )
  const operator = temporalOperatorName(f)
  if (operator !== undefined)
    throw new Refusal(
      'VON2012',
      `${operator}(...) makes a formula, which is about many states, in a function that is about one`,
      'apply operators to functions, not inside them: always(implies(s => ..., eventually(s => ...)))',
    )
  if (isLogging(f)) throw new Refusal('VON2012', `${shown} writes, which is no part of a step`, LOGGING)
  if (!isAllowedNative(f)) {
    throw new Refusal(
      'VON2012',
      `the source of ${shown} is not known, so it cannot be part of a spec`,
      'write it as an ordinary function in the spec or in a file that the spec imports',
    )
  }
  if (args.some(a => isSymbolic(a) || a instanceof Closure)) {
    throw new Refusal(
      'VON2013',
      `${shown} is a function of JavaScript itself and cannot be applied to values of the state`,
    )
  }
  return f.apply(self, [...args])
}
