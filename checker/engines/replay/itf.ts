/**
 * A trace in the Informal Trace Format as a recording: each state is what is seen after one step, or after none, as in TLA+. Variables
 * of the spec that the file does not have are not seen.
 *
 * Source: Apalache ADR-015, "Informal Trace Format in JSON".
 */
import { readFileSync } from 'node:fs'
import type { Model, State } from '../../ir/model.ts'
import { equalValues, type Value } from '../../ir/value.ts'
import { SpecError } from '../../source/diagnostic.ts'
import { ItfMismatch, valueInItf } from './itfValue.ts'
import { unreadable } from './log.ts'
import type { ReadEvent } from './reader.ts'
import type { Recording } from './replay.ts'
import type { Sight } from './wanted.ts'

interface ItfDocument {
  readonly vars: readonly string[]
  readonly states: readonly Readonly<Record<string, unknown>>[]
  readonly loop?: number
}

/**
 * @param file absolute path
 * @param name path as the user wrote it
 * @throws SpecError VON6008 for a file that is no trace of this model
 */
export function itfRecording(file: string, name: string, model: Model): Recording {
  const { vars, states, loop } = documentIn(textOf(file, name), name)
  const unknown = vars.find(each => !model.variables.some(variable => variable.name === each))
  if (unknown !== undefined)
    throw fault(
      `${name} has a variable '${unknown}' that ${model.name} does not have`,
      `the variables are ${model.variables.map(variable => variable.name).join(', ')}`,
    )
  const seen = states.map((state, i) => valuesIn(model, vars, state, `state ${i} of ${name}`))
  // What goes on for ever comes back.
  const back = loop === undefined ? undefined : seen[loop]
  const whole = back === undefined ? seen : [...seen, back]
  const events = whole.slice(1).map((values, i): ReadEvent => {
    const sight = sightOf(values)
    return {
      number: i + 1,
      line: null,
      name: 'state',
      logged: JSON.stringify(states[i + 1] ?? states[loop ?? 0]),
      wanted: {
        kind: 'either',
        parts: [
          { kind: 'step', actions: model.actions, given: [], before: null, after: sight },
          { kind: 'observe', sight },
        ],
      },
    }
  })
  return {
    name,
    start: sightOf(whole[0] as Seen),
    hidden: [],
    async *events() {
      yield* events
    },
  }
}

/** Of each variable, its value; undefined where it is not seen. */
type Seen = readonly (Value | undefined)[]

const sightOf = (values: Seen): Sight => ({
  span: null,
  holds: (state: State) => values.every((value, i) => value === undefined || equalValues([value], [state[i] as Value])),
})

function valuesIn(
  { variables }: Model,
  vars: readonly string[],
  state: Readonly<Record<string, unknown>>,
  place: string,
): Seen {
  try {
    return variables.map(({ name, type }) => (vars.includes(name) ? valueInItf(type, state[name], name) : undefined))
  } catch (error) {
    if (!(error instanceof ItfMismatch)) throw error
    throw fault(
      `${place} is none of this instance: ${error.message}`,
      'give the constants of the instance that it is a trace of: --const, --instance or --mutant',
    )
  }
}

function documentIn(text: string, name: string): ItfDocument {
  const value = parsed(text) as Partial<ItfDocument> | null | undefined
  const { vars, states, loop } = value ?? {}
  const isTrace =
    Array.isArray(vars) &&
    Array.isArray(states) &&
    states.length > 0 &&
    states.every((state: unknown) => typeof state === 'object' && state !== null)
  const isLoop = loop === undefined || (Number.isInteger(loop) && loop >= 0 && loop < (states?.length ?? 0))
  if (!isTrace || !isLoop)
    throw fault(`${name} is no trace in ITF`, 'it is one JSON object with `vars`, `states` and perhaps `loop`')
  return value as ItfDocument
}

function textOf(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw unreadable(name, error)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const fault = (message: string, help: string) => new SpecError({ code: 'VON6008', message, help, related: [] })
