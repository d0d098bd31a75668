/** What `von explain` tells about one diagnostic code. */
export interface CodeEntry {
  /** The rule, in a few words. */
  readonly title: string
  /** A paragraph: what it means and why it is refused. */
  readonly explanation: string
  /** TypeScript that is refused with this code. */
  readonly example: string
  /** The same, as it is accepted. */
  readonly remedy: string
}

/** Code (`VON1001`) to its explanation. */
export type Catalogue = Readonly<Record<string, CodeEntry>>
