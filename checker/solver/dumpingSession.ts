/** A session that writes each query to a file, with the answer that it got. */
import type { Answer, DumpOptions, Session } from './contract.ts'
import { type Query, queryText, writeQuery } from './queryFile.ts'

export class DumpingSession implements Session {
  private readonly session: Session & { readonly query: Query }
  private readonly dump: DumpOptions
  private count = 0

  constructor(session: Session & { readonly query: Query }, dump: DumpOptions) {
    this.session = session
    this.dump = dump
  }

  get title(): string {
    return this.session.title
  }

  tell(commands: string): void {
    this.session.tell(commands)
  }

  /** @throws SetupError where the file cannot be written */
  async check(assumptions: readonly string[] = []): Promise<Answer> {
    this.count += 1
    let answer: Answer | undefined
    try {
      answer = await this.session.check(assumptions)
      return answer
    } finally {
      const { query } = this.session
      const remark = answer?.kind === 'unknown' ? `${this.title}: ${answer.reason}, ${answer.detail}` : this.title
      writeQuery(this.dump, this.count, queryText(query, answer?.kind ?? 'unknown', remark))
    }
  }

  values(terms: readonly string[]): Promise<readonly bigint[]> {
    return this.session.values(terms)
  }

  core(): Promise<readonly string[]> {
    return this.session.core()
  }

  close(): Promise<void> {
    return this.session.close()
  }
}
