/** Observations of a mapping, run on states as the TypeScript they are. */
import { StateCell, stateType } from '../../direct/stateCell.ts'
import type { State } from '../../ir/model.ts'
import { placeOf } from '../../lang/convert.ts'
import type { Fields } from '../../lang/domain.ts'
import type { Observation } from '../../lang/mapping.ts'
import { SpecError } from '../../source/diagnostic.ts'
import type { Span } from '../../source/span.ts'
import type { Sight } from './wanted.ts'

/** Where a function is written; null where its module is not known. */
export type PlaceOf = (body: object) => Span | null

export class Observers {
  private readonly cell: StateCell
  private readonly seen: unknown
  private readonly placeOf: PlaceOf

  constructor(variables: Fields, placeOf: PlaceOf) {
    this.cell = new StateCell(stateType(variables), 's', 'readonly')
    this.seen = strict(this.cell.view, 's')
    this.placeOf = placeOf
  }

  /** @param place of the event whose observation it is, for messages */
  sightOf(observation: Observation<never>, place: string): Sight {
    const { cell, seen, placeOf } = this
    return {
      get span() {
        return placeOf(observation)
      },
      holds(state: State) {
        cell.state = state
        const result = evaluated(observation, seen, place, placeOf)
        if (typeof result === 'boolean') return result
        throw fault(`an observation gives ${String(result)}, not true or false`, place, placeOf(observation))
      },
    }
  }
}

function evaluated(observation: Observation<never>, seen: unknown, place: string, placeOf: PlaceOf): unknown {
  try {
    return observation(seen as never)
  } catch (error) {
    if (error instanceof SpecError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw fault(`an observation has no value: ${reason}`, place, placeOf(observation))
  }
}

const fault = (message: string, place: string, span: Span | null) =>
  new SpecError({
    code: 'VON6007',
    message,
    ...(span !== null && { span }),
    note: place,
    help: 'it is asked of every state that may be the present one: write it so that it is true or false of all of them',
    related: [],
  })

/**
 * The same state, in which the keys of maps and the fields of records are all there are: a name of the log that the spec
 * does not have would be undefined, and any comparison with it false.
 */
function strict(value: unknown, path: string): unknown {
  const kind = placeOf(value)?.type.kind
  if (kind !== 'record' && kind !== 'map' && kind !== 'variant') return value
  return new Proxy(value as object, {
    get(target, key) {
      if (typeof key === 'symbol') return Reflect.get(target, key)
      const isThere = kind === 'variant' || Reflect.has(target, key)
      if (!isThere) throw new TypeError(`there is no ${path}.${key}`)
      return strict(Reflect.get(target, key), `${path}.${key}`)
    },
  })
}
