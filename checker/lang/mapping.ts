/**
 * How the log of a real system is read as a behaviour of a spec: which steps each logged event stands for, which actions
 * nobody logs, and what an event says about the state. All of it is ordinary TypeScript over ordinary data; the search for
 * a behaviour that explains a log is elsewhere.
 */
import { misfit, requireFunction, requireOptions, requireRecord, requireText } from './argument.ts'
import { brand, brandOf } from './brand.ts'
import { DefinitionError } from './definitionError.ts'
import { type ConstantDeclarations, type Constants, isSpec, type Spec } from './spec.ts'

/**
 * The first line of a log: what it is a log of, as its recorder wrote it. It is data from outside, of which only the
 * author of a mapping knows more; a part that is read and not there is a fault of the log.
 */
// biome-ignore lint/suspicious/noExplicitAny: authors may say what they expect: (header: { nodes: string[] }) => ...
export type Header = any
/** The fields of a line of a log, after renaming. As for a header: `({ node }: { node: Id<'rm'> }) => ...`. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export type LoggedEvent = any

/** Whether a state is as the log says. It must not change anything, and gives true or false for every state. */
export type Observation<S> = (s: S) => boolean

/** What an event stands for. */
export type Explanation<S> =
  | ExplainedStep<S>
  | { readonly kind: 'observe'; readonly observation: Observation<S> }
  | { readonly kind: 'sequence' | 'either'; readonly parts: readonly Explanation<S>[] }
  | { readonly kind: 'ignore' }
export interface ExplainedStep<S> {
  readonly kind: 'step'
  readonly action: string
  /** values of some parameters; of the others, any will do */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly before: Observation<S> | undefined
  readonly after: Observation<S> | undefined
}

/** One step of an action, with these values of parameters; `before` and `after` must be true of the states around it. */
export function step<S>(
  action: string,
  parameters: Readonly<Record<string, unknown>> = {},
  around: { readonly before?: Observation<S>; readonly after?: Observation<S> } = {},
): ExplainedStep<S> {
  requireText(action, 'the action of a step', STEP)
  requireRecord(parameters, `the parameters of a step of '${action}'`, STEP)
  requireOptions(around, ['before', 'after'], `a step of '${action}'`)
  const { before, after } = around
  for (const observation of [before, after])
    if (observation !== undefined) requireFunction(observation, 'what is true of a state', PREDICATE)
  return brand({ kind: 'step', action, parameters, before, after }, 'explanation')
}
/** No step: the state is as the event says. */
export function observe<S>(observation: Observation<S>): Explanation<S> {
  requireFunction(observation, 'what is observed', PREDICATE)
  return brand({ kind: 'observe', observation }, 'explanation')
}
/** One after the other; hidden steps may come between. */
export const sequence = <S>(...parts: readonly Explanation<S>[]): Explanation<S> => composed('sequence', parts)
/** One of them, whichever fits. */
export const either = <S>(...parts: readonly Explanation<S>[]): Explanation<S> => composed('either', parts)
/** Nothing: the event says nothing about the spec. Reports count such events. */
export const ignore: Explanation<unknown> = brand({ kind: 'ignore' }, 'explanation')

const STEP = "step('grant', { r: e.router }, { after: s => s.free === e.free })"
const PREDICATE = 'write it as a function of the state: s => ...'

function composed<S>(kind: 'sequence' | 'either', parts: readonly Explanation<S>[]): Explanation<S> {
  for (const part of parts) {
    if (!isExplanation(part))
      throw misfit(`a part of ${kind}(...)`, 'what an event stands for', part, `${kind}(step('a'), step('b'))`)
  }
  if (parts.length === 0)
    throw new DefinitionError(
      'VON3030',
      `${kind}() has no parts`,
      'name at least one; an event of no meaning is `ignore`',
    )
  return brand({ kind, parts }, 'explanation')
}

/** What stands for a logged event: the same for all of this name, or by its fields. */
export type EventMapping<S> = Explanation<S> | ((event: LoggedEvent) => Explanation<S>)

export interface MappingParts<C, S> {
  /** the constants of the instance that a log is of; without it, those that the header gives as `constants` */
  readonly constants?: (header: Header) => Partial<Constants<C>>
  /** names in the log by their names in the spec: every text in an event that is one of these is replaced */
  readonly rename?: (header: Header) => Readonly<Record<string, string>>
  /** of several initial states, those in which the log may begin */
  readonly start?: (header: Header) => Observation<S>
  /** actions, or steps of them, that may happen at any time without being logged */
  readonly hidden?: readonly (string | ExplainedStep<S>)[]
  /** by the name of the event; an event of any other name is a fault of the log or the mapping */
  readonly events: Readonly<Record<string, EventMapping<S>>>
}
export interface Mapping extends MappingParts<ConstantDeclarations, never> {
  readonly spec: Spec
}

/** The default export of a mapping: how logs are read as behaviours of this spec. */
export function mapping<const C extends ConstantDeclarations, S>(
  spec: Spec<C, S>,
  parts: MappingParts<NoInfer<C>, NoInfer<S>>,
): Mapping {
  if (!isSpec(spec)) throw misfit('what is mapped to', 'a spec', spec, MAPPING)
  requireOptions(parts, ['constants', 'rename', 'start', 'hidden', 'events'], 'a mapping')
  const { constants, rename, start, hidden = [], events } = parts
  for (const [name, part] of Object.entries({ constants, rename, start }))
    if (part !== undefined) requireFunction(part, `'${name}' of a mapping`, `${name}: header => ...`)
  if (!Array.isArray(hidden)) throw misfit('what is hidden', 'a list', hidden, "hidden: ['retransmit', 'expire']")
  for (const each of hidden as readonly unknown[]) {
    const isStep = isExplanation(each) && each.kind === 'step'
    if (typeof each !== 'string' && !isStep)
      throw misfit('what is hidden', 'the name of an action or a step', each, STEP)
  }
  requireRecord(events, "'events' of a mapping", MAPPING)
  for (const [name, meaning] of Object.entries(events)) {
    if (typeof meaning !== 'function' && !isExplanation(meaning))
      throw misfit(`the event '${name}'`, 'what it stands for, or a function that gives it', meaning, MAPPING)
  }
  if (Object.keys(events).length === 0) throw new DefinitionError('VON3030', 'a mapping has no events', MAPPING)
  return brand({ ...parts, spec } as unknown as Mapping, 'mapping')
}

const MAPPING = "mapping(spec, { events: { granted: e => step('grant', { r: e.router }), noise: ignore } })"

/** Whether `value` is a mapping, made by this or another copy of the package. */
export const isMapping = (value: unknown): value is Mapping => brandOf(value, 'mapping') === true
/** Whether `value` says what an event stands for. */
export const isExplanation = (value: unknown): value is Explanation<never> => brandOf(value, 'explanation') === true
