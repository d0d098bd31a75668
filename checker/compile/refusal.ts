/** What cannot be compiled so that it means the same: a diagnostic with the source that it is about. */
import { SpecError } from '../source/diagnostic.ts'
import type { Span } from '../source/span.ts'

export function refusal(
  code: string,
  message: string,
  span: Span,
  { note, help }: { readonly note?: string; readonly help?: string } = {},
): SpecError {
  return new SpecError({ code, message, span, ...(note && { note }), ...(help && { help }), related: [] })
}
