/**
 * What threads agree on while they expand a level together, as words of the region `control`. Each is on a cache line of
 * its own, since all write to them.
 */
export const control = {
  /** the next state to be expanded, and the end of those of the level */
  next: 0,
  end: 1,
  /** how many states a thread takes at a time */
  segment: 2,
  /** the next id that no thread has, and how many a thread takes at a time */
  nextId: 3,
  idChunk: 4,
  /** states that are stored, and those for which a thread has made sure that there is room; how many there may be */
  reserved: 5,
  limit: 6,
  /** not zero: all threads are to stop after the batch that they are at */
  stop: 7,
} as const

export type ControlWord = keyof typeof control

export const CONTROL_WORDS = Object.keys(control).length
