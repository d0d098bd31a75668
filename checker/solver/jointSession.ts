/**
 * A session with several solvers that are asked the same, at the same time. Where one says sat and another unsat, one of
 * them is wrong, and nothing is answered. Where one gives up, another's answer counts.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { InternalError } from '../verdict/internalError.ts'
import type { Answer, Session } from './contract.ts'
import { type Query, queryText, writeQuery } from './queryFile.ts'
import type { SoloSession } from './soloSession.ts'

export class JointSession implements Session {
  private readonly sessions: readonly [SoloSession, ...SoloSession[]]
  /** Who knew the answer to the last question. */
  private spokesman: SoloSession | undefined

  constructor(...sessions: readonly [SoloSession, ...SoloSession[]]) {
    this.sessions = sessions
  }

  get title(): string {
    return this.sessions.map(session => session.title).join(', ')
  }

  get query(): Query {
    return this.sessions[0].query
  }

  tell(commands: string): void {
    this.spokesman = undefined
    for (const session of this.sessions) session.tell(commands)
  }

  async check(assumptions: readonly string[] = []): Promise<Answer> {
    const answers = await Promise.all(
      this.sessions.map(async session => ({ session, answer: await session.check(assumptions) })),
    )
    const known = answers.filter(({ answer }) => answer.kind !== 'unknown')
    if (new Set(known.map(({ answer }) => answer.kind)).size > 1) this.disagree(known)
    this.spokesman = known[0]?.session
    // Where none knows, each has its reason; one is enough.
    return known[0]?.answer ?? (answers[0] as (typeof answers)[number]).answer
  }

  async values(terms: readonly string[]): Promise<readonly bigint[]> {
    return this.knowing().values(terms)
  }

  async core(): Promise<readonly string[]> {
    return this.knowing().core()
  }

  async close(): Promise<void> {
    await Promise.all(this.sessions.map(session => session.close()))
  }

  private knowing(): SoloSession {
    if (this.spokesman === undefined) throw new InternalError('solvers were asked for the reasons of no answer')
    return this.spokesman
  }

  private disagree(answers: readonly { session: SoloSession; answer: Answer }[]): never {
    const texts = answers.map(({ session, answer }) => `${session.title} says ${answer.kind}`)
    const directory = mkdtempSync(path.join(tmpdir(), 'von-disagreement-'))
    const file = writeQuery({ directory, name: 'query' }, 1, queryText(this.query, 'unknown', texts.join('\n')))
    throw new InternalError(`solvers disagree: ${texts.join(', ')}; the query is ${file}`)
  }
}
