/**
 * Source text to syntax tree: types are blanked out, the rest is parsed as an ES module.
 *
 * Blanking keeps every character at its offset, so the tree's positions are those of the file as written.
 */
import { stripTypeScriptTypes } from 'node:module'
import { type Program, parse } from 'acorn'
import { SpecError } from '../source/diagnostic.ts'
import type { SourceFile } from '../source/sourceFile.ts'
import type { Span } from '../source/span.ts'

export interface ParsedModule {
  /** The text as JavaScript, every remaining character at its offset in the file. */
  readonly code: string
  readonly program: Program
}

/** What was parsed of each file, as long as it is in memory: a module is parsed to be loaded, and its functions to be lowered. */
const parsed = new Map<string, { readonly text: string; readonly module: WeakRef<ParsedModule> }>()

/** @throws SpecError VON1004 on a syntax error, VON1005 on TypeScript that would have to be compiled */
export function parseModule(file: SourceFile): ParsedModule {
  const known = parsed.get(file.name)
  const same = known?.text === file.text ? known.module.deref() : undefined
  if (same !== undefined) return same
  const code = isTypeScript(file.name) ? stripTypes(file) : file.text
  const module = { code, program: parsedProgram(code, file) }
  parsed.set(file.name, { text: file.text, module: new WeakRef(module) })
  return module
}

function parsedProgram(code: string, file: SourceFile): Program {
  try {
    return parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true })
  } catch (error) {
    if (!(error instanceof SyntaxError && 'pos' in error && typeof error.pos === 'number')) throw error
    const message = error.message.replace(/ \(\d+:\d+\)$/, '')
    throw syntaxError(message, file.span(error.pos, error.pos + 1))
  }
}

/** Whether a file of that name holds types. */
export const isTypeScript = (name: string): boolean => /\.[mc]?ts$/.test(name)

function stripTypes(file: SourceFile): string {
  const restoreWarnings = silenceStripWarning()
  try {
    return stripTypeScriptTypes(file.text, { mode: 'strip' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    const span = reportedSpan(error, file)
    if (error.code === 'ERR_INVALID_TYPESCRIPT_SYNTAX') throw syntaxError(error.message, span)
    if (error.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') throw unerasable(error.message, span)
    throw error
  } finally {
    restoreWarnings()
  }
}

/** Stripping types warns once that Node's interface is experimental: true, but nothing a spec's author can act on. */
function silenceStripWarning(): () => void {
  const { emitWarning } = process
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).includes('stripTypeScriptTypes')) Reflect.apply(emitWarning, process, [warning, ...rest])
  }
  return () => {
    process.emitWarning = emitWarning
  }
}

/**
 * Reads the place of an error from its stack, the only part where Node tells it:
 *
 *     :12                            line of the first character
 *     const x = 1; enum A {}         that line, tabs expanded to stops of four columns, wide characters two columns
 *                  ^^^^^^^^^
 *
 * If the piece runs over several lines, those follow indented, without a mark; then the whole first line is meant.
 */
function reportedSpan(error: Error, file: SourceFile): Span {
  const [, lineNumber = '1', excerpt = ''] = /^[^\n]*:(\d+)\n([\s\S]*?)\n\n/.exec(error.stack ?? '') ?? []
  const line = Number(lineNumber)
  const text = file.lineText(line)
  const mark = /^( *)(\^+)$/.exec(excerpt.split('\n').at(-1) ?? '')
  const from = mark ? indexAtColumn(text, mark[1]?.length ?? 0) : text.search(/\S|$/)
  const to = mark ? indexAtColumn(text, mark[0].length) : text.length
  return file.span(file.offset(line, from + 1), file.offset(line, to + 1))
}

/** The index of the character that a terminal shows at a column (from 0). */
function indexAtColumn(text: string, column: number): number {
  let shown = 0
  let index = 0
  for (const character of text) {
    if (shown >= column) break
    const isWide = (character.codePointAt(0) ?? 0) >= 0x1100
    shown += character === '\t' ? 4 - (shown % 4) : isWide ? 2 : 1
    index += character.length
  }
  return index
}

function syntaxError(message: string, span: Span): SpecError {
  return new SpecError({ code: 'VON1004', message: `syntax error: ${message}`, span, related: [] })
}

/** Words in Node's message about the construct, and what to write instead. */
const erasableRemedies: readonly [RegExp, string][] = [
  [/enum/, "write a domain, oneOf('a', 'b'), or a constant object: const Phase = { idle: 0, busy: 1 } as const"],
  [/namespace|module/, 'export the declarations from a file of their own and import them'],
  [/parameter property/, 'declare the field in the class and assign it in the constructor'],
  [/import equals/, "write import name from 'module'"],
  [/export assignment/, 'write export default'],
  [/angle-bracket/, 'write value as Type'],
]

function unerasable(nodeMessage: string, span: Span): SpecError {
  const help = erasableRemedies.find(([words]) => words.test(nodeMessage))?.[1]
  return new SpecError({
    code: 'VON1005',
    message: `${nodeMessage.replace(/,? is not supported in .*$/, '')} cannot be erased`,
    span,
    note: 'a spec is run with its types blanked out, never compiled',
    ...(help !== undefined && { help }),
    related: [],
  })
}
