/** The abstract interpreter, put together. */
import { call } from './calls.ts'
import { merge } from './compare.ts'
import { evaluate } from './expressions.ts'
import type { Interpretation } from './run.ts'
import { execute } from './statements.ts'

export const interpretation: Interpretation = { evaluate, execute, call, merge }
