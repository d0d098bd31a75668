/**
 * All ways through a body that asks for choices. Since a choice cannot be undone half-way, the body is run again from
 * the start for every sequence of answers, in lexicographic order of their ranks.
 */

interface Choice {
  rank: number
  readonly count: number
}

/**
 * @param run runs the body once, asking for each choice with the number of its alternatives and getting a rank below it.
 *   What it asks may depend on earlier answers, and on nothing else.
 * @returns the results in order
 */
export function forEverySequence<T>(run: (choose: (count: number) => number) => T): T[] {
  const results: T[] = []
  const path: Choice[] = []
  do {
    let asked = 0
    results.push(
      run(count => {
        const choice = path[asked] ?? { rank: 0, count }
        path[asked++] = choice
        return choice.rank
      }),
    )
  } while (advance(path))
  return results
}

/** Moves to the next sequence; false after the last. */
function advance(path: Choice[]): boolean {
  for (let last = path.pop(); last !== undefined; last = path.pop()) {
    if (last.rank + 1 < last.count) {
      path.push({ rank: last.rank + 1, count: last.count })
      return true
    }
  }
  return false
}
