/** A packet in an image of a scheduler, in words from where its entry begins. */

/** What the caller knows it by: any number. */
export const PACKET = 0
export const PARTITION = 1
/** Its length. */
export const BYTES = 2
export const ENTRY_WORDS = 3
