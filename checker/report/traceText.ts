/**
 * A trace as text: the initial state in full, then for every step its action and what it changed.
 *
 *     0  initial      now        0
 *                     lease      [r0: null, r1: null]
 *     1  grant(r0)    lease[r0]  null -> {holder: o1, expires: 2}
 */
import type { Model } from '../ir/model.ts'
import type { Type } from '../ir/type.ts'
import { formatValue, parts, type Value, valueAt } from '../ir/value.ts'
import { type Palette, plain } from '../source/palette.ts'
import { lastState, type Trace } from '../verdict/trace.ts'
import { type Change, changes, difference } from './changes.ts'
import { actionOf, callText, stateBefore, stepText } from './choices.ts'
import { failureText } from './failureText.ts'
import { columnWidth, defaultWidth, wrapped } from './layout.ts'

export interface TraceTextOptions {
  /** Characters per line, as far as possible. */
  readonly width?: number
  readonly palette?: Palette
  /** what to call the first state, where it is not an initial one */
  readonly start?: string
}

const labelLimit = 32
const pathLimit = 32
/** Longer values of the initial state are split, as far as they have parts. */
const lineLimit = 60
/** Values get this much room, however long the labels and paths. */
const valueRoom = 30

const stuttering = '(nothing changes)'

/** A row for the first line of a step or of a change; blank cells continue what stands above. */
interface Row {
  readonly number: string
  readonly label: string
  readonly path: string
  readonly value: (room: number) => readonly string[]
}

/** The trace as lines, without a heading. */
export function traceText(
  model: Model,
  trace: Trace,
  { width = defaultWidth, palette = plain, start }: TraceTextOptions = {},
): string[] {
  const rows = [...initialRows(model, trace, start), ...stepRows(model, trace), ...failingRows(model, trace)]
  const numberWidth = columnWidth(rows.map(row => row.number))
  const labelWidth = columnWidth(
    rows.map(row => row.label),
    labelLimit,
  )
  const pathWidth = columnWidth(
    rows.map(row => (row.path === stuttering ? '' : row.path)),
    pathLimit,
  )
  const indent = numberWidth + 2 + labelWidth + 2
  const room = Math.max(valueRoom, width - indent - pathWidth - 2)
  return rows.flatMap(({ number, label, path, value }) => {
    const head = `${palette.dim(number.padStart(numberWidth))}  ${palette.bold(label)}`
    const isLong = label.length > labelWidth
    const lead = isLong ? ' '.repeat(indent) : `${head}${' '.repeat(labelWidth - label.length + 2)}`
    const [first = '', ...rest] = value(room)
    const hanging = ' '.repeat(indent + pathWidth + 2)
    const lines = [`${lead}${path.padEnd(pathWidth)}  ${first}`, ...rest.map(line => hanging + line)]
    return (isLong ? [head, ...lines] : lines).map(line => line.trimEnd())
  })
}

function initialRows(model: Model, { initial, initialChoices }: Trace, start?: string): Row[] {
  const label = start ?? callText(model.initial, initialChoices, [])
  return model.variables
    .flatMap((variable, i) => valueCells(variable.name, variable.type, initial[i] as Value))
    .map((cells, i) => ({ number: i === 0 ? '0' : '', label: i === 0 ? label : '', ...cells }))
}

/** A value on a line of its own; a map or record that is too long for one is told by its entries. */
export function valueCells(path: string, type: Type, value: Value): Pick<Row, 'path' | 'value'>[] {
  const text = formatValue(type, value)
  if (text.length > lineLimit && type.kind === 'map') {
    return parts(value).flatMap((entry, rank) =>
      valueCells(`${path}[${formatValue(type.from, valueAt(type.from, rank))}]`, type.to, entry),
    )
  }
  if (text.length > lineLimit && type.kind === 'record') {
    return type.fields.flatMap((field, i) => valueCells(`${path}.${field.name}`, field.type, parts(value)[i] as Value))
  }
  return [{ path, value: room => wrapped(text, room) }]
}

function stepRows(model: Model, trace: Trace): Row[] {
  return trace.steps.flatMap((step, i) => {
    const before = stateBefore(trace, i)
    const found = changes(model.variables, before, step.state)
    const shown = found.length > 0 ? found.map(changeCells) : [{ path: stuttering, value: () => [] }]
    return shown.map((cells, k) => ({
      number: k === 0 ? String(i + 1) : '',
      label: k === 0 ? stepText(model, step, before) : '',
      ...cells,
    }))
  })
}

function failingRows(model: Model, trace: Trace): Row[] {
  const { failing, steps } = trace
  if (failing === undefined) return []
  const label = callText(actionOf(model, failing.action), failing.choices, lastState(trace))
  const text = failureText(failing.check, failing.choices, lastState(trace))
  const value = (room: number) => wrapped(text, room)
  return [{ number: String(steps.length + 1), label, path: 'fails', value }]
}

/** A change in as few lines as it fits: both values, else what a collection gained and lost, else both on their own lines. */
function changeCells(change: Change): Pick<Row, 'path' | 'value'> {
  const before = formatValue(change.type, change.before)
  const after = formatValue(change.type, change.after)
  const value = (room: number): readonly string[] => {
    const line = `${before} -> ${after}`
    if (line.length <= room) return [line]
    const found = difference(change)
    if (found === null) return [...wrapped(before, room), ...wrapped(`-> ${after}`, room)]
    return [
      ...found.removed.flatMap(item => wrapped(`- ${item}`, room)),
      ...found.added.flatMap(item => wrapped(`+ ${item}`, room)),
    ]
  }
  return { path: change.path, value }
}
