/** Reading and writing places of the state, and the parts of places and of immutable structured values. */
import { choose, equal } from '../../ir/boolean.ts'
import { Expr, FALSE, isConstant } from '../../ir/expr.ts'
import { at, field, isSome, payload, some, store, unwrap, withField, withPayload } from '../../ir/structure.ts'
import type { Type } from '../../ir/type.ts'
import { Refusal } from './refusal.ts'
import type { Run } from './run.ts'
import { type Abstract, Either, fromExpr, Place, type Selector } from './values.ts'

export const isScalar = (type: Type) => type.kind === 'bool' || type.kind === 'int' || type.kind === 'enum'

/** The whole state before the step (`s`), or after it (`next` of a step property). */
export const rootPlace = (run: Run, root: Place['root']): Place => new Place(root, [], run.stateType, 0)

function rootExpr(run: Run, place: Place): Expr {
  const [first] = place.selectors
  if (first?.kind !== 'field')
    throw new Refusal('VON2018', 'the state as a whole is not a value', 'read its variables one by one')
  const index = run.stateType.fields.findIndex(f => f.name === first.name)
  return (place.root === 'state' ? run.env.state : run.nextState)[index] as Expr
}

/** The value that the place has now. */
export function readPlace(run: Run, place: Place): Expr {
  refuseStale(run, place)
  return place.selectors.slice(1).reduce(select, rootExpr(run, place))
}
function select(e: Expr, selector: Selector): Expr {
  switch (selector.kind) {
    case 'field':
      return field(e, selector.name)
    case 'payload':
      return payload(e, selector.variantCase, selector.name)
    case 'item':
      return unwrap(e)
    case 'entry':
      return at(e, selector.key)
  }
}
/** `e` with the part at `selectors` replaced. */
function updated(e: Expr, selectors: readonly Selector[], value: Expr): Expr {
  const [first, ...rest] = selectors
  if (first === undefined) return value
  const part = updated(select(e, first), rest, value)
  switch (first.kind) {
    case 'field':
      return withField(e, first.name, part)
    case 'payload':
      return withPayload(e, first.variantCase, first.name, part)
    case 'item':
      return choose(isSome(e), some(part), e)
    case 'entry':
      return store(e, first.key, part)
  }
}

/** `s.x = value`: from now on, names taken for the place or its parts before would mean the old value. */
export function assignPlace(run: Run, place: Place, value: Expr): void {
  writePlace(run, place, value)
  if (isScalar(place.type)) return
  const replacement = { selectors: place.selectors, at: run.tick() }
  run.env = { ...run.env, replacements: [...run.env.replacements, replacement] }
}

/** Changes what the place holds, as `s.x.add(...)` does: names of the place go on naming it. */
function writePlace(run: Run, place: Place, value: Expr): void {
  if (run.role === 'property' || place.root === 'next') {
    throw new Refusal(
      'VON2016',
      'a property changes the state',
      'properties only look at states: compute the value without assigning',
    )
  }
  if (run.callbackDepth > 0) {
    throw new Refusal('VON2016', 'a callback changes the state', 'use for...of to change the state for each item')
  }
  refuseStale(run, place)
  const [first, ...rest] = place.selectors
  if (first?.kind !== 'field')
    throw new Refusal('VON2018', 'the state as a whole cannot be assigned', 'assign its variables one by one')
  const index = run.stateType.fields.findIndex(f => f.name === first.name)
  const state = run.env.state.map((e, i) => (i === index ? updated(e, rest, value) : e))
  run.env = { ...run.env, state }
  run.rememberWritten(state[index] as Expr)
}

/** A name taken before its place was replaced as a whole would, in TypeScript, still mean the old object. */
function refuseStale(run: Run, place: Place): void {
  for (const replacement of run.env.replacements) {
    if (
      replacement.at > place.taken &&
      isPrefix(replacement.selectors, place.selectors) &&
      place.selectors.length > 0
    ) {
      throw new Refusal(
        'VON2009',
        `this name for ${showSelectors(place.selectors)} was taken before ${showSelectors(replacement.selectors)} was replaced`,
        'read what you need before the assignment, or take the name again after it',
      )
    }
  }
}
function isPrefix(prefix: readonly Selector[], selectors: readonly Selector[]): boolean {
  return prefix.length <= selectors.length && prefix.every((s, i) => mayBeSame(s, selectors[i] as Selector))
}
function mayBeSame(a: Selector, b: Selector): boolean {
  if (a.kind === 'entry' && b.kind === 'entry') return equal(a.key, b.key) !== FALSE
  if (a.kind === 'payload' && b.kind === 'payload') return a.variantCase === b.variantCase && a.name === b.name
  if (a.kind === 'field' && b.kind === 'field') return a.name === b.name
  return a.kind === b.kind
}
function showSelectors(selectors: readonly Selector[]): string {
  const shown = selectors.map(s => {
    if (s.kind === 'item') return ''
    return s.kind === 'entry' ? `[${isConstant(s.key) ? String(s.key.value) : '...'}]` : `.${s.name}`
  })
  return `s${shown.join('')}`
}

/** Scalars are read at once; structures stay places, which can be changed and are read afresh at each use. */
export function load(run: Run, v: Abstract): Abstract {
  if (v instanceof Either) {
    const [yes, no] = [load(run, v.yes), load(run, v.no)]
    return yes === v.yes && no === v.no ? v : run.interpretation.merge(run, v.condition, yes, no)
  }
  if (!(v instanceof Place)) return v
  const scalar = isScalar(v.type.kind === 'option' ? v.type.item : v.type)
  return scalar ? fromExpr(readPlace(run, v)) : v
}

/** The type of the place that a collection is in, which may hold more than the type of its present value. */
export function declaredType(self: Abstract, e: Expr): Type {
  if (!(self instanceof Place)) return e.type
  return self.type.kind === 'option' ? self.type.item : self.type
}

/**
 * Stores a collection changed by `method` where it came from.
 * @throws Refusal when it is not part of the state
 */
export function changeCollection(run: Run, self: Abstract, method: string, changed: Expr): void {
  if (!(self instanceof Place)) {
    throw new Refusal(
      'VON2008',
      `.${method}() changes a value that is not part of the state`,
      'only collections of the state can be changed; build a new value instead',
    )
  }
  const target =
    self.type.kind === 'option'
      ? new Place(self.root, [...self.selectors, { kind: 'item' }], self.type.item, self.taken)
      : self
  writePlace(run, target, changed)
}

/** A structured value or place, with a way to name its parts. */
export interface Whole {
  readonly type: Type
  /** the value now */
  readonly value: Expr
  /** the part at `selector`: a place of a place, a value of a value */
  part(selector: Selector, type: Type): Abstract
}
export function wholeOf(run: Run, v: Place | Expr): Whole {
  if (v instanceof Place) {
    return {
      type: v.type,
      get value() {
        return readPlace(run, v)
      },
      part(selector, type) {
        refuseStale(run, v)
        return new Place(v.root, [...v.selectors, selector], type, run.now())
      },
    }
  }
  return { type: v.type, value: v, part: selector => fromExpr(select(v, selector)) }
}

/** The item of an option, after a check that there is one. Anything else as it is. */
export function present(run: Run, v: Abstract): Abstract {
  if (!(v instanceof Place || v instanceof Expr) || v.type.kind !== 'option') return v
  const whole = wholeOf(run, v)
  run.check(isSome(whole.value), 'null', `${run.text}: read through null`)
  return whole.part({ kind: 'item' }, v.type.item)
}
