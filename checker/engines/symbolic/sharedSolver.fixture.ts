/** One solver process for many dialogues, one after the other, as starting one takes longer than most of them. */
import { openSession, type Session, type SessionOptions } from '../../solver/session.ts'

export class SharedSolver {
  private readonly options: SessionOptions
  private session: Promise<Session> | null = null

  constructor(options: SessionOptions = { logic: 'QF_BV' }) {
    this.options = options
  }

  /** What is told is forgotten when the dialogue is closed; its own options are those of the process. */
  readonly open = async (): Promise<Session> => {
    this.session ??= openSession(this.options)
    const session = await this.session
    session.tell('(push 1)')
    return {
      title: session.title,
      tell: commands => session.tell(commands),
      check: assumptions => session.check(assumptions),
      values: terms => session.values(terms),
      core: () => session.core(),
      close: async () => session.tell('(pop 1)'),
    }
  }

  async close(): Promise<void> {
    await (await this.session)?.close()
  }
}
