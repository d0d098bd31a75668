/**
 * All that holds in a session: the commands told and not popped again. From it a session can be told to another process,
 * and each query be written as a file of its own.
 */
export class Transcript {
  /** By level: `levels[0]` was told before any push. */
  private readonly levels: string[][] = [[]]

  /** @throws RangeError where more is popped than was pushed */
  add(commands: string): void {
    if (!/\(\s*(?:push|pop)\b/.test(commands)) {
      this.levels.at(-1)?.push(commands)
      return
    }
    for (const command of splitCommands(commands)) {
      const [, verb, count] = /^\(\s*(push|pop)\s*(\d*)\s*\)$/.exec(command) ?? []
      const times = Number(count === '' ? 1 : count)
      if (verb === undefined) this.levels.at(-1)?.push(command)
      for (let i = 0; verb === 'push' && i < times; i++) this.levels.push([])
      for (let i = 0; verb === 'pop' && i < times; i++) {
        if (this.levels.length === 1) throw new RangeError('more levels are popped than were pushed')
        this.levels.pop()
      }
    }
  }

  /** The commands with the levels that are open. */
  withLevels(): string {
    return this.levels.map(level => level.join('\n')).join('\n(push 1)\n')
  }

  /** The same assertions, all on one level. */
  flat(): string {
    return this.levels
      .flat()
      .map(commands => commands.trim())
      .join('\n')
  }
}

/** The commands in a text, each from its first parenthesis to its last; what is between them is left out. */
function splitCommands(text: string): string[] {
  const commands: string[] = []
  const piece = /;[^\n]*|"(?:[^"]|"")*"|\|[^|]*\||[()]/g
  let depth = 0
  let start = 0
  for (const { 0: found, index } of text.matchAll(piece)) {
    if (found === '(' && depth++ === 0) start = index
    if (found === ')' && --depth === 0) commands.push(text.slice(start, index + 1))
  }
  return commands
}
