/** The command's surroundings: its streams, what they can show, and the exit code. Nothing else touches them. */
import * as Context from 'effect/Context'
import { hasCode, systemReason } from '../engines/explicit/systemFault.ts'
import { defaultWidth } from '../report/layout.ts'
import type { Palette } from '../source/palette.ts'
import { exitCodes } from '../verdict/verdict.ts'
import { type ColorChoice, paletteFor } from './color.ts'

export interface ShellShape {
  /** The folder that paths are relative to. */
  readonly cwd: string
  /** Whether the answer is one JSON document, on failure too. */
  readonly isJson: boolean
  /** The answer: a whole text for stdout, line break included. */
  print(text: string): void
  /** Progress and hints: a whole text for stderr. */
  note(text: string): void
  readonly stdout: StreamStyle
  readonly stderr: StreamStyle
  /** The code with which the process ends once its streams have drained. */
  exitWith(code: number): void
}

export interface StreamStyle {
  readonly palette: Palette
  /** Characters per line. */
  readonly width: number
  /** Whether lines can be redrawn. */
  readonly isTerminal: boolean
}

export class Shell extends Context.Service<Shell, ShellShape>()('von/Shell') {}

/** The shell of this process. */
export function processShell(isJson: boolean, color: ColorChoice): ShellShape {
  const stderr = styleOf(process.stderr, color)
  process.stdout.on('error', error => {
    // A reader that closes a pipe early is not an error: what it did not want is dropped.
    if (hasCode(error, 'EPIPE')) return
    process.exitCode = exitCodes.usage
    process.stderr.write(`${stderr.palette.error('error')}: cannot write the answer: ${systemReason(error)}\n`)
  })
  // The answer stands without what would be said beside it.
  process.stderr.on('error', () => {})
  return {
    cwd: process.cwd(),
    isJson,
    print: text => void process.stdout.write(text),
    note: text => void process.stderr.write(text),
    stdout: styleOf(process.stdout, color),
    stderr,
    exitWith(code) {
      process.exitCode = code
    },
  }
}

function styleOf(stream: NodeJS.WriteStream, color: ColorChoice): StreamStyle {
  const isTerminal = stream.isTTY === true && process.env.TERM !== 'dumb'
  return {
    palette: paletteFor(color, isTerminal, process.env.NO_COLOR),
    width: isTerminal ? Math.max(60, stream.columns) : defaultWidth,
    isTerminal,
  }
}
