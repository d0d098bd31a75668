/**
 * Hash-consing: one object per structure, so that `===` is structural equality and shared parts are stored once.
 * Entries are held weakly: a table never keeps alive what no model uses any more.
 */
export class InternTable<T extends object> {
  private readonly entries = new Map<string, WeakRef<T>>()
  private readonly dropped = new FinalizationRegistry<string>(key => {
    if (this.entries.get(key)?.deref() === undefined) this.entries.delete(key)
  })

  /** The object stored under `key`, made by `create` when there is none. `key` must name the structure uniquely. */
  intern(key: string, create: () => T): T {
    const found = this.entries.get(key)?.deref()
    if (found !== undefined) return found
    const made = create()
    this.entries.set(key, new WeakRef(made))
    this.dropped.register(made, key)
    return made
  }
}
