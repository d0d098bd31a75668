/** What a report does not know of the run it tells about: how its instance was chosen. */
export interface Subject {
  /** Name of the instance, unless the default one. */
  readonly instance?: string
  /** Name of the broken twin, if it is one. */
  readonly mutant?: string
}
