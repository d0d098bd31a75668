/** How the text for solvers is put together: names that are symbols, and definitions of Booleans. */
/** A point in time, as part of names. */
export type Frame = number | string

/** What is defined for a frame; cells and actions of these names get others. */
export const DEFINED = ['state', 'initial', 'step', 'failure', 'initialFailure', 'enabled', 'mayEnd', 'goesOn']
/**
 * Names for symbols, which may contain anything but what ends them, each different.
 * @param taken names that they must not have either
 */
export function symbolsOf(names: readonly string[], taken: readonly string[] = []): string[] {
  const seen = new Set(taken)
  return names.map((name, i) => {
    const plain = name.replace(/[|\\]/g, '!')
    const unique = seen.has(plain) ? `${plain}#${i}` : plain
    seen.add(unique)
    return unique
  })
}

export const definition = (name: string, text: string): string => `(define-fun |${name}| () Bool ${text})`
export const either = (texts: readonly string[]): string =>
  texts.length === 0 ? 'false' : texts.length === 1 ? (texts[0] as string) : `(or ${texts.join(' ')})`
export const all = (texts: readonly string[]): string =>
  texts.length === 0 ? 'true' : texts.length === 1 ? (texts[0] as string) : `(and ${texts.join(' ')})`
export const lines = (commands: readonly string[]): string => commands.join('\n')
