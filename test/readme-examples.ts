/**
 * Reads what README.md promises: commands with their output, and the files that those commands use.
 *
 * In a `sh` block, a line `$ von ...` (or `$ npx von ...`, `$ node ...`) is a command; the lines up to the next one are
 * its whole output, in which a line `...` stands for any lines. A `ts` block whose first line is `// file: NAME` is that
 * file, from there on: a later block of the same name replaces it.
 */

export interface Example {
  /** Line of the command in the README, from 1. */
  readonly line: number
  readonly command: string
  readonly expected: string
  /** Text by name, of all files the README has shown so far. */
  readonly files: ReadonlyMap<string, string>
}

export function readExamples(markdown: string): Example[] {
  const examples: Example[] = []
  const files = new Map<string, string>()
  for (const block of markdown.matchAll(/^```(sh|ts)\n([\s\S]*?)^```$/gm)) {
    const [, language, text = ''] = block
    const [, name] = /^\/\/ file: (\S+)\n/.exec(text) ?? []
    if (language === 'ts' && name !== undefined) files.set(name, text)
    if (language === 'sh') {
      for (const session of text.matchAll(/^\$ (?:npx )?((?:von|node) .*)\n((?:(?!\$ ).*\n)*)/gm)) {
        const [, command = '', expected = ''] = session
        const line = markdown.slice(0, block.index + '```sh\n'.length + session.index).split('\n').length
        examples.push({ line, command, expected, files: new Map(files) })
      }
    }
  }
  return examples
}

/** Replaces what differs from run to run: times, rates, and the folder in which the command ran. */
export function normalise(output: string, folder: string): string {
  return output
    .replaceAll(`${folder}/`, '')
    .replaceAll(/\d[\d,.]*[kM]? (?=states\/s)/g, '<rate> ')
    .replaceAll(/\b\d[\d,.]* ?(?:ms|s)\b/g, '<time>')
    .replaceAll(/[ \t]+$/gm, '')
    .trim()
}

/** Whether `actual` is what `expected` shows, both normalised: a line `...` of it stands for any lines, also none. */
export function isShownBy(expected: string, actual: string): boolean {
  const matches = ([first, ...rest]: string[], lines: string[]): boolean => {
    if (first === undefined) return lines.length === 0
    if (first === '...') return [...lines.keys(), lines.length].some(start => matches(rest, lines.slice(start)))
    return first === lines[0] && matches(rest, lines.slice(1))
  }
  return matches(expected.split('\n'), actual.split('\n'))
}
