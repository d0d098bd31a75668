/** The few ways in which a report sets text off. The command decides which palette a stream gets. */
export interface Palette {
  /** What is wrong, and the mark under it. */
  error(text: string): string
  /** What to do about it. */
  help(text: string): string
  /** What should stand out without meaning anything. */
  bold(text: string): string
  /** Rulers and places. */
  dim(text: string): string
}

const same = (text: string) => text

/** No colour at all. */
export const plain: Palette = { error: same, help: same, bold: same, dim: same }
