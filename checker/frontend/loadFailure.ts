/**
 * Explains to a spec's author why its modules could not be loaded: what Node threw, translated into diagnostics that
 * point into the author's files.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AnyNode } from 'acorn'
import type { DefinitionError } from '../lang/definitionError.ts'
import { SpecError } from '../source/diagnostic.ts'
import { SourceFile, sourceText } from '../source/sourceFile.ts'
import type { Span } from '../source/span.ts'
import { unresolvedImport } from './hooks.ts'
import { nearestModule } from './nearestFile.ts'
import { parseModule } from './parse.ts'
import { isUserModule } from './userModule.ts'
import { walk } from './walk.ts'

/** @param error what the import of a spec threw, anything at all */
export function explainLoadFailure(error: unknown): SpecError {
  return missingModule(error) ?? missingExport(error) ?? explainException(error)
}

function missingModule(error: unknown): SpecError | undefined {
  const unresolved = unresolvedImport(error)
  if (unresolved === undefined || !(error instanceof Error)) return undefined
  const { specifier, importer } = unresolved
  const help = /^\.?\.?\//.test(specifier) ? nearbyModule(specifier, importer) : 'is it installed, and spelled so?'
  return new SpecError({
    code: 'VON1006',
    message: `cannot import '${specifier}'`,
    ...withSpan(importSpan(importer, specifier)),
    note: error.message,
    ...(help !== undefined && { help }),
    related: [],
  })
}

function nearbyModule(specifier: string, importer: string): string | undefined {
  const folder = path.dirname(importer)
  const meant = nearestModule(path.resolve(folder, specifier))
  if (meant === undefined) return undefined
  const relative = path.relative(folder, meant).replaceAll(path.sep, '/')
  return `did you mean '${relative.startsWith('.') ? relative : `./${relative}`}'?`
}

/** Node tells the importing file and line only in the first line of the stack. */
function missingExport(error: unknown): SpecError | undefined {
  if (!(error instanceof SyntaxError)) return undefined
  const [, specifier, name] =
    /requested module '(.*)' does not provide an export named '(.*)'/.exec(error.message) ?? []
  const [, place] = /^(.+):\d+\n/.exec(error.stack ?? '') ?? []
  if (specifier === undefined || name === undefined) return undefined
  return new SpecError({
    code: 'VON1007',
    message: `'${specifier}' exports no ${name === 'default' ? 'default' : `'${name}'`}`,
    ...withSpan(place === undefined ? undefined : importSpan(pathOf(place), specifier, name)),
    ...(name !== 'default' && { help: `if ${name} is a type, write: import { type ${name} } from '${specifier}'` }),
    related: [],
  })
}

/**
 * An exception from the author's code, thrown while a module or an instance of the spec was made.
 *
 * @returns the fault in the definition that checker/lang reported, with the place that caused it; VON1008 for any other
 */
export function explainException(error: unknown): SpecError {
  if (error instanceof SpecError) return error
  const [place, ...callers] = userPlaces(error)
  const where = {
    ...withSpan(place),
    related: callers.slice(0, callersShown).map(span => ({ message: 'called from here', span })),
  }
  if (isDefinitionError(error)) {
    const { code, message, help } = error
    return new SpecError({ code, message, ...(help !== undefined && { help }), ...where })
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return new SpecError({ code: 'VON1008', message: `exception while loading the spec: ${message}`, ...where })
}

const callersShown = 3

/** By name, as another copy of the package may have thrown it. */
const isDefinitionError = (error: unknown): error is DefinitionError =>
  error instanceof Error && error.name === 'DefinitionError' && 'code' in error

/** The places in user modules of an error's stack, innermost first. */
function userPlaces(error: unknown): Span[] {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const frames = stack.matchAll(/^ +at (?:.*\()?(\S+?):(\d+):(\d+)\)?$/gm)
  return Array.from(frames).flatMap(([, place = '', line, column]) => {
    const name = pathOf(place)
    const text = sourceText(name)
    if (text === undefined || !isUserModule(name)) return []
    const file = new SourceFile(name, text)
    const start = file.offset(Number(line), Number(column))
    return [file.span(start, endOfSyntax(file, start))]
  })
}

/** The end of the largest piece of syntax that begins at an offset. */
function endOfSyntax(file: SourceFile, start: number): number {
  let end = start
  walk(parseModule(file).program, node => {
    if (node.start === start && node.type !== 'Program') end = Math.max(end, node.end)
  })
  return end
}

/** The name of a module in the statement or call that imports it; if `name` is given, that name there. */
function importSpan(importer: string, specifier: string, name?: string): Span | undefined {
  const text = sourceText(importer)
  if (text === undefined) return undefined
  const file = new SourceFile(importer, text)
  let found: AnyNode | undefined
  walk(parseModule(file).program, node => {
    if (!('source' in node) || node.source?.type !== 'Literal' || node.source.value !== specifier) return
    found ??= name === undefined ? node.source : importedName(node, name)
  })
  return found && file.span(found.start, found.end)
}

/** Where an import or export declaration takes a name from its module. */
function importedName(declaration: AnyNode, name: string): AnyNode | undefined {
  const specifiers = 'specifiers' in declaration ? declaration.specifiers : []
  return specifiers.find(each => {
    if (each.type === 'ImportDefaultSpecifier') return name === 'default'
    const taken = each.type === 'ImportSpecifier' ? each.imported : each.type === 'ExportSpecifier' ? each.local : null
    return taken?.type === 'Identifier' && taken.name === name
  })
}

/** Stacks name a file by its URL, or by its path where a source map is in use. */
const pathOf = (place: string) => (place.startsWith('file:') ? fileURLToPath(place) : place)

const withSpan = (span: Span | undefined) => span && { span }
