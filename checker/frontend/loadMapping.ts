/** Loads the mapping that a module exports, or the spec: traces of whole states need no mapping. */
import { isMapping, type Mapping } from '../lang/mapping.ts'
import { isSpec, type Spec } from '../lang/spec.ts'
import { SpecError } from '../source/diagnostic.ts'
import { shownPath } from '../source/frame.ts'
import type { Span } from '../source/span.ts'
import { sourceOf } from './captured.ts'
import { type LoadOptions, loadModule } from './loadSpec.ts'

export interface LoadedMapping {
  /** absolute path */
  readonly file: string
  readonly spec: Spec
  /** null where the module is a spec */
  readonly mapping: Mapping | null
}

/** @throws SpecError VON6001, and what `loadSpec` throws */
export async function loadMapping(
  modulePath: string,
  { cwd = process.cwd() }: LoadOptions = {},
): Promise<LoadedMapping> {
  const { file, module } = await loadModule(modulePath, { cwd })
  const value = 'default' in module ? module.default : undefined
  if (isMapping(value)) return { file, spec: value.spec, mapping: value }
  if (isSpec(value)) return { file, spec: value, mapping: null }
  throw new SpecError({
    code: 'VON6001',
    message: `${shownPath(file, cwd)} exports no mapping`,
    help: "export default mapping(spec, { events: { granted: e => step('grant', { r: e.router }) } })",
    related: [],
  })
}

/** Where a function of a loaded module is written; null for one of another module. */
export function placeOf(body: object): Span | null {
  const source = typeof body === 'function' ? sourceOf(body) : null
  return source === null ? null : source.file.span(source.node.start, source.node.end)
}
