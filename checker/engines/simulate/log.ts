/**
 * What walks did, as words that threads can send: records of a kind, three words and what belongs to the kind.
 *
 *     an action's index   step, attention, signals   the state after the step
 *     INITIAL             step, 0, signals           the initial state
 *     ENDED               isExpanded, attention, 0   the walk goes no further; whether its last state was expanded
 *     COUNTED             count, 0, 0                pairs of words, low and high: the mover's counters so far
 *
 * `attention` is of the expansion that found the step, or found none; it is about the state of the record before.
 */

export const ENDED = 0xfffffffe
export const COUNTED = 0xfffffffd
export const HEADER_WORDS = 4

export class Log {
  length = 0
  words: Uint32Array
  private readonly stateWords: number

  constructor(stateWords: number, words = new Uint32Array(1 << 12)) {
    this.stateWords = stateWords
    this.words = words
  }

  /** @returns where the words of the state go */
  step(action: number, step: number, attention: number, signals: number): number {
    return this.add(action, step, attention, signals, this.stateWords)
  }
  end(isExpanded: boolean, attention: number): void {
    this.add(ENDED, isExpanded ? 1 : 0, attention, 0, 0)
  }
  count(counters: readonly number[]): void {
    let at = this.add(COUNTED, counters.length, 0, 0, 2 * counters.length)
    for (const counter of counters) {
      this.words[at++] = counter % 2 ** 32
      this.words[at++] = Math.floor(counter / 2 ** 32)
    }
  }

  private add(kind: number, a: number, b: number, c: number, more: number): number {
    const at = this.length
    this.length += HEADER_WORDS + more
    if (this.length > this.words.length) {
      const larger = new Uint32Array(2 * this.length)
      larger.set(this.words)
      this.words = larger
    }
    this.words[at] = kind
    this.words[at + 1] = a
    this.words[at + 2] = b
    this.words[at + 3] = c
    return at + HEADER_WORDS
  }
}

/** Who reads a log. Where a method returns false, what follows is skipped up to the next counters. */
export interface LogReader {
  /** a state, at an offset of the words */
  enter(action: number, step: number, attention: number, signals: number, words: Uint32Array, at: number): boolean
  end(isExpanded: boolean, attention: number): boolean
  counted(counters: readonly number[]): void
}

export function readLog(words: Uint32Array, length: number, stateWords: number, reader: LogReader): void {
  let isOpen = true
  for (let at = 0; at < length; ) {
    const [kind, a, b, c] = [words[at], words[at + 1], words[at + 2], words[at + 3]] as [number, number, number, number]
    at += HEADER_WORDS
    if (kind === COUNTED) {
      const counters = Array.from(
        { length: a },
        (_, i) => word(words, at + 2 * i) + word(words, at + 2 * i + 1) * 2 ** 32,
      )
      reader.counted(counters)
      if (!isOpen) return
      at += 2 * a
    } else if (kind === ENDED) {
      if (isOpen) isOpen = reader.end(a === 1, b | 0)
    } else {
      if (isOpen) isOpen = reader.enter(kind, a, b | 0, c | 0, words, at)
      at += stateWords
    }
  }
}
const word = (words: Uint32Array, at: number) => words[at] as number
