/**
 * A mapping applied to a log: from logged events to what they ask of a behaviour. All that may be wrong with a line or with
 * what the mapping makes of it is found here, and told with the line.
 */
import type { Action, Model } from '../../ir/model.ts'
import type { Value } from '../../ir/value.ts'
import { show, toValue } from '../../lang/convert.ts'
import { type Explanation, isExplanation, type Mapping } from '../../lang/mapping.ts'
import { failureKind } from '../../lang/place.ts'
import type { ConstantValue, Instance } from '../../lang/spec.ts'
import { SpecError } from '../../source/diagnostic.ts'
import { nearest } from '../../source/nearest.ts'
import type { Log, LoggedLine } from './log.ts'
import { Observers, type PlaceOf } from './sight.ts'
import type { Sight, Wanted, WantedStep } from './wanted.ts'

/** An event, and what it asks. */
export interface ReadEvent {
  /** from 1 */
  readonly number: number
  /** of the file, from 1; null where it has no lines */
  readonly line: number | null
  readonly name: string
  /** as it was logged, in one line */
  readonly logged: string
  readonly wanted: Wanted
}

/** The constants that a log says it is of. */
export function constantsOf({ constants }: Mapping, { header, name }: Log): Readonly<Record<string, ConstantValue>> {
  const place = `the header of ${name}`
  if (constants !== undefined)
    return ask('constants', place, () => constants(strict(header, place))) as Record<string, ConstantValue>
  return (header.constants ?? {}) as Record<string, ConstantValue>
}

export class Reader {
  private readonly mapping: Mapping
  private readonly model: Model
  private readonly log: Log
  private readonly observers: Observers
  private readonly renamed: Readonly<Record<string, unknown>>

  /**
   * @param model of the instance, which has the constants of the log
   * @throws SpecError for a mapping that does not fit the spec
   */
  constructor(mapping: Mapping, instance: Instance, model: Model, log: Log, placeOf: PlaceOf) {
    this.mapping = mapping
    this.model = model
    this.log = log
    this.observers = new Observers(instance.machine.variables, placeOf)
    const { rename } = mapping
    const place = `the header of ${log.name}`
    this.renamed = rename === undefined ? {} : ask('rename', place, () => ({ ...rename(strict(log.header, place)) }))
  }

  /** What may happen unlogged. */
  get hidden(): WantedStep[] {
    const place = 'hidden steps of the mapping'
    return (this.mapping.hidden ?? []).map(each =>
      typeof each === 'string'
        ? { kind: 'step', actions: [this.actionNamed(each, place)], given: [], before: null, after: null }
        : this.step(each, place),
    )
  }
  /** What is known of the initial state. */
  get start(): Sight | null {
    const { start } = this.mapping
    if (start === undefined) return null
    const place = `the header of ${this.log.name}`
    return this.observers.sightOf(
      ask('start', place, () => start(strict(this.log.header, place))),
      place,
    )
  }

  async *events(): AsyncIterable<ReadEvent> {
    for await (const logged of this.log.events()) yield this.read(logged)
  }

  private read(logged: LoggedLine): ReadEvent {
    const { number, line, text, fields } = logged
    const { events } = this.mapping
    const name = fields.event
    const place = `event ${number}, ${this.log.name}:${line}`
    const meaning = Object.hasOwn(events, name) ? events[name] : undefined
    if (meaning === undefined) throw this.unknownEvent(name, place)
    const event = strict({ ...(this.renaming(fields) as object), event: name }, place)
    const explanation = typeof meaning === 'function' ? ask(`'${name}'`, place, () => meaning(event)) : meaning
    return { number, line, name, logged: text, wanted: this.wanted(explanation, place) }
  }

  private unknownEvent(name: string, place: string): SpecError {
    const known = Object.keys(this.mapping.events)
    const meant = nearest(name, known)
    return fault(
      'VON6004',
      `the mapping has no event '${name}'`,
      place,
      meant === undefined ? `say what it stands for, or that it is ignored: { ${name}: ignore }` : `is it '${meant}'?`,
    )
  }

  private wanted(explanation: Explanation<never>, place: string): Wanted {
    if (!isExplanation(explanation))
      throw fault(
        'VON6007',
        `the mapping gives ${show(explanation)}, which is nothing that an event stands for`,
        place,
        "give step('action', ...), observe(s => ...), sequence(...), either(...) or ignore",
      )
    switch (explanation.kind) {
      case 'step':
        return this.step(explanation, place)
      case 'observe':
        return { kind: 'observe', sight: this.observers.sightOf(explanation.observation, place) }
      case 'sequence':
      case 'either':
        return { kind: explanation.kind, parts: explanation.parts.map(part => this.wanted(part, place)) }
      case 'ignore':
        return explanation
    }
  }

  private step(
    { action: name, parameters, before, after }: Explanation<never> & { readonly kind: 'step' },
    place: string,
  ): WantedStep {
    const action = this.actionNamed(name, place)
    const known = action.parameters.map(parameter => parameter.name)
    const unknown = Object.keys(parameters).find(each => !known.includes(each))
    if (unknown !== undefined)
      throw fault(
        'VON6006',
        `'${unknown}' is no parameter of ${name}`,
        place,
        known.length === 0 ? `${name} has no parameters` : `the parameters are ${known.join(', ')}`,
      )
    const given = action.parameters.map(({ name: parameter, type }): Value | undefined => {
      if (!Object.hasOwn(parameters, parameter)) return undefined
      try {
        return toValue(type, parameters[parameter], parameter)
      } catch (error) {
        if (failureKind(error) === undefined) throw error
        throw fault(
          'VON6006',
          `${name} cannot be taken so: ${(error as Error).message}`,
          place,
          'give a value of its domain, leave the parameter out for any, or rename what the log calls otherwise',
        )
      }
    })
    const sight = (observation: typeof before) =>
      observation === undefined ? null : this.observers.sightOf(observation, place)
    return { kind: 'step', actions: [action], given, before: sight(before), after: sight(after) }
  }

  private actionNamed(name: string, place: string): Action {
    const found = this.model.actions.find(action => action.name === name)
    if (found !== undefined) return found
    const known = this.model.actions.map(action => action.name)
    const meant = nearest(name, known)
    throw fault(
      'VON6006',
      `${this.model.name} has no action '${name}'`,
      place,
      meant === undefined ? `the actions are ${known.join(', ')}` : `did you mean ${meant}?`,
    )
  }

  /** With the names of the spec in place of those of the log. */
  private renaming(value: unknown): unknown {
    if (typeof value === 'string') return Object.hasOwn(this.renamed, value) ? this.renamed[value] : value
    if (Array.isArray(value)) return value.map(each => this.renaming(each))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.renaming(each)]))
  }
}

/** Data of a log, of which a part that is not there is a fault. */
function strict<T>(value: T, place: string): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return new Proxy(value, {
    get(target, key) {
      // JSON.stringify asks whether there is a `toJSON`.
      if (typeof key === 'symbol' || key === 'toJSON') return Reflect.get(target, key)
      if (!Object.hasOwn(target, key))
        throw fault(
          'VON6005',
          `there is no '${key}' in what was logged`,
          place,
          `it has ${Object.keys(target).join(', ')}; where it may be absent, ask for it first: '${key}' in event`,
        )
      return strict(Reflect.get(target, key), place)
    },
  })
}

/** Calls a function of the mapping. */
function ask<A>(what: string, place: string, call: () => A): A {
  try {
    return call()
  } catch (error) {
    if (error instanceof SpecError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw fault('VON6007', `${what} of the mapping throws: ${reason}`, place, 'it has to give a value for every log')
  }
}

const fault = (code: string, message: string, place: string, help: string) =>
  new SpecError({ code, message, note: place, help, related: [] })
