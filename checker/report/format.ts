/** What the documents that `--json` prints say of themselves. */

export const reportFormat = 'von-report'
/** A new one is due when a field is taken away or comes to mean something else, not when one is added. */
export const reportVersion = 1
