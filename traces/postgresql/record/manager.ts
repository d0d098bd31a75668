/**
 * A transaction manager for one distributed transaction, and what it may do wrong. What it believes is not recorded: the
 * participants are. It tells them one thing only beside its requests, the number of each: the order in which a request was
 * made and earlier answers had come is a logical clock, and participants write it into their own logs.
 */
import type { Instance, Session } from './instance.ts'

export class Manager {
  readonly gid: string
  readonly participants: ReadonlyMap<string, Instance>
  readonly #sessions = new Map<string, Session>()
  #requests = 0

  constructor(gid: string, participants: ReadonlyMap<string, Instance>) {
    this.gid = gid
    this.participants = participants
  }

  /** The next number of the logical clock. */
  number(): number {
    return ++this.#requests
  }

  #instance(name: string): Instance {
    const instance = this.participants.get(name)
    if (instance === undefined) throw new Error(`no participant ${name}`)
    return instance
  }

  /** One request: its number goes into the log of the participant before what it does. */
  async #request(session: Session, ...statements: string[]): Promise<boolean> {
    await session.ask(`SELECT pg_logical_emit_message(false, 'request', '${this.gid} ${this.number()}')`)
    for (const statement of statements) if ((await session.ask(statement)) === null) return false
    return true
  }

  /** The participant does its part of the transaction, and is not yet asked for its vote. */
  async work(name: string, amount = 1): Promise<boolean> {
    const session = this.#instance(name).session()
    this.#sessions.set(name, session)
    return this.#request(
      session,
      'BEGIN',
      `SELECT pg_logical_emit_message(true, 'transaction', '${this.gid}')`,
      `INSERT INTO account VALUES ('${this.gid}', ${amount})`,
    )
  }

  /** @returns the vote */
  async prepare(name: string): Promise<boolean> {
    const session = this.#sessions.get(name)
    if (session === undefined) return false
    const vote = await this.#request(session, `PREPARE TRANSACTION '${this.gid}'`)
    // PREPARE of what has failed is a rollback, and no error.
    return vote && (await this.isInDoubt(name))
  }

  /** What a participant is told while its session still has the transaction open. */
  async tellSession(name: string, statement: 'COMMIT' | 'ROLLBACK'): Promise<boolean> {
    const session = this.#sessions.get(name)
    return session !== undefined && this.#request(session, statement)
  }

  async tell(name: string, decision: 'COMMIT' | 'ROLLBACK'): Promise<boolean> {
    const session = this.#instance(name).session()
    const isDone = await this.#request(session, `${decision} PREPARED '${this.gid}'`)
    session.close()
    return isDone
  }

  /** Whether the participant says that it has voted and waits. */
  async isInDoubt(name: string): Promise<boolean> {
    const query = `SELECT count(*) FROM pg_prepared_xacts WHERE gid = '${this.gid}'`
    return (await this.#instance(name).ask(query)) === '1'
  }

  /** Everybody works, votes and is told what was decided. */
  async run(amounts: Readonly<Record<string, number>> = {}): Promise<void> {
    const names = [...this.participants.keys()]
    await Promise.all(names.map(name => this.work(name, amounts[name])))
    const votes = await Promise.all(names.map(name => this.prepare(name)))
    await this.decide(votes.every(vote => vote))
  }

  async decide(isCommit: boolean): Promise<void> {
    for (const name of this.participants.keys()) await this.tell(name, isCommit ? 'COMMIT' : 'ROLLBACK')
  }

  close(): void {
    for (const session of this.#sessions.values()) session.close()
  }
}
