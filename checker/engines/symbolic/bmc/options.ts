/** What may be asked of bounded model checking, and what it tells on the way. */
import type { Model } from '../../../ir/model.ts'
import {
  openSession,
  type Session,
  type SessionOptions,
  type SolvingOptions,
  sessionOptions,
} from '../../../solver/session.ts'
import { logicFor, type NumberEncoding } from '../arithmetic.ts'

export interface BmcOptions extends SolvingOptions {
  /** the most steps of a behaviour */
  readonly depth: number
  /** names of the properties to look at, `deadlock` among them; all unless given. Failures are always looked for. */
  readonly properties?: readonly string[]
  /** goes on to greater depths after a violation */
  readonly keepGoing?: boolean
  /** how many solvers share the properties; one unless given */
  readonly workers?: number
  /** `bitvectors` unless given */
  readonly encoding?: NumberEncoding
  /** gives a dialogue with a solver; a new process unless given */
  readonly open?: (options: SessionOptions) => Promise<Session>
  /** path of the spec, for the report */
  readonly file?: string
  /** after each depth */
  readonly onProgress?: (progress: BmcProgress) => void
}
export interface BmcProgress {
  /** the depth that was looked at */
  readonly depth: number
  readonly queries: number
  /** questions without an answer so far */
  readonly open: number
  readonly elapsedMs: number
}

/** @param purpose is part of the names of files for queries */
export function sessionFor({ name }: Model, options: BmcOptions, purpose: string): Promise<Session> {
  const { encoding = 'bitvectors', open = openSession } = options
  return open({ logic: logicFor(encoding), ...sessionOptions(options, `${name}-${purpose}`) })
}
