/** What was compiled to WebAssembly, as text. */
import { type Palette, plain } from '../source/palette.ts'
import { grouped } from './numbers.ts'

export interface CompiledListing {
  readonly file: string
  /** null where the module was not written */
  readonly out: string | null
  readonly sizeBytes: number
  readonly functions: readonly {
    readonly name: string
    readonly parameters: readonly { readonly name: string; readonly kind: string }[]
    readonly result: string | null
  }[]
}

export function compiledText(
  { file, out, sizeBytes, functions }: CompiledListing,
  { palette = plain }: { readonly palette?: Palette } = {},
): string {
  const signatures = functions.map(({ name, parameters, result }) => {
    const list = parameters.map(parameter => `${parameter.name}: ${parameter.kind}`).join(', ')
    return `  ${palette.bold(name)}(${list})${result === null ? '' : `: ${result}`}`
  })
  const size = `${grouped(sizeBytes)} bytes`
  const end =
    out === null ? `compiled: ${size}, not written: name a file by --out` : `compiled: ${size}, written to ${out}`
  return `${[file, ...signatures, '', end].join('\n')}\n`
}
