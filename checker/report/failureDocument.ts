/** What `--json` prints where there is no answer: the same envelope, with what went wrong. */
import type { Diagnostic } from '../source/diagnostic.ts'
import { reportFormat, reportVersion } from './format.ts'

/** A diagnostic, or a fault of the command line, which has neither code nor place. */
export type Fault = Pick<Diagnostic, 'message' | 'help'> & Partial<Diagnostic>

/** One JSON document, ending in a line break. */
export const failureDocument = (faults: readonly Fault[]): string =>
  `${JSON.stringify(
    {
      format: reportFormat,
      version: reportVersion,
      error: faults.map(({ code, message, span, note, help, related }) => ({
        code,
        message,
        span,
        note,
        help,
        related,
      })),
    },
    null,
    2,
  )}\n`
