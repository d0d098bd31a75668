/**
 * Logs: JSON lines, of which the first is a header and each other one an event. In: a file. Out: the header, and the events
 * one after the other, so that a log may be larger than memory.
 */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { SpecError } from '../../source/diagnostic.ts'

export interface Log {
  /** path as the user wrote it, for messages */
  readonly name: string
  readonly header: Readonly<Record<string, unknown>>
  /** The events from the first on; each call reads the file again. */
  events(): AsyncIterable<LoggedLine>
}
export interface LoggedLine {
  /** from 1; the header is none */
  readonly number: number
  /** from 1, of the file */
  readonly line: number
  /** as it was logged */
  readonly text: string
  readonly fields: Readonly<Record<string, unknown>> & { readonly event: string }
}

/**
 * @param file absolute path
 * @throws SpecError VON6002 where it cannot be read, VON6003 where it is no log; later also for each line
 */
export async function openLog(file: string, name: string): Promise<Log> {
  for await (const { line, text } of linesOf(file, name)) {
    const header = objectIn(text, `${name}:${line}`)
    if (header.format !== 'von-log' || header.version !== 1)
      throw fault(
        `the first line of ${name} is no header of a log`,
        shortened(text),
        'begin with {"format": "von-log", "version": 1, ...}',
      )
    return { name, header, events: () => eventsOf(file, name) }
  }
  throw fault(
    `${name} is empty`,
    undefined,
    'begin with {"format": "von-log", "version": 1, ...}, then one event a line',
  )
}

async function* eventsOf(file: string, name: string): AsyncIterable<LoggedLine> {
  let number = -1
  for await (const { line, text } of linesOf(file, name)) {
    number++
    if (number === 0) continue
    const fields = objectIn(text, `${name}:${line}`)
    const { event } = fields
    if (typeof event !== 'string')
      throw fault(`the event in ${name}:${line} has no name`, shortened(text), 'give it: {"event": "granted", ...}')
    yield { number, line, text, fields: { ...fields, event } }
  }
}

/** The lines with something in them. */
async function* linesOf(file: string, name: string): AsyncIterable<{ readonly line: number; readonly text: string }> {
  const input = createReadStream(file)
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  let line = 0
  try {
    for await (const text of lines) {
      line++
      if (text.trim() !== '') yield { line, text }
    }
  } catch (error) {
    const isOfFile = error instanceof Error && 'code' in error && 'syscall' in error
    if (!isOfFile) throw error
    throw unreadable(name, error)
  } finally {
    lines.close()
    input.destroy()
  }
}

/** A file that the system does not give. */
export const unreadable = (name: string, { message }: Error) =>
  new SpecError({
    code: 'VON6002',
    message: `cannot read ${name}: ${message}`,
    help: 'name a log, or a folder of logs (*.jsonl, *.itf.json)',
    related: [],
  })

function objectIn(text: string, place: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  const help =
    'each line is one JSON object; a last line that was cut off, as the recorder was stopped, is to be removed'
  throw fault(`${place} is no JSON object`, shortened(text), help)
}

const shortened = (text: string) => (text.length <= 200 ? text : `${text.slice(0, 199)}…`)

const fault = (message: string, note: string | undefined, help: string) =>
  new SpecError({ code: 'VON6003', message, ...(note !== undefined && { note }), help, related: [] })
