/**
 * Strongly connected components, without recursion. The components found get numbers that no node had before, so that a
 * search can be repeated within some nodes of a component: edges to all others lead to numbers out of reach.
 *
 * Source: D. J. Pearce, "A Space-Efficient Algorithm for Finding Strongly Connected Components", IPL 116, 2016.
 */
import { NumberStack } from './numberStack.ts'
import type { Pace } from './pace.ts'

/** A graph whose edges are gone through one by one. */
export interface Edges {
  /** the end of the edge that `advance` found */
  readonly target: number
  /** @returns what to give the next call, or -1 when there is no further edge; the first call is given 0 */
  advance(node: number, cursor: number): number
}

/** Most components are single nodes, and quicker looked at than waited for. */
export type TakeComponent = (nodes: Uint32Array, component: number) => boolean | Promise<boolean>

export class Components {
  /**
   * For each node: 0 before it is visited; during the search of a component, a number that grows with the visit; then
   * the number of its component, which is larger than all of these.
   */
  readonly numbers: Uint32Array
  private readonly edges: Edges
  private readonly pace: Pace
  private next = 2 ** 32 - 1
  private readonly path = new NumberStack()
  private readonly cursors = new NumberStack()
  /** the visits of the nodes on the path, and of the present one */
  private readonly visited = new NumberStack()
  /** nodes that were left and belong to a component not yet complete */
  private readonly waiting = new NumberStack()
  private visits = 0

  constructor(size: number, edges: Edges, pace: Pace) {
    this.numbers = new Uint32Array(size)
    this.edges = edges
    this.pace = pace
  }

  /** Forgets the components of these nodes. */
  reset(nodes: Iterable<number>): void {
    for (const node of nodes) this.numbers[node] = 0
  }

  /**
   * Finds the components of all nodes that are reached from `roots` through unvisited ones.
   * @param take gets the nodes of each component, for the time of the call, and its number; an answer of false ends the
   *   search for good
   * @throws Ended when the work is to end
   */
  async search(roots: Iterable<number>, take: TakeComponent): Promise<void> {
    this.visits = 0
    for (const root of roots) if (this.numbers[root] === 0 && !(await this.searchFrom(root, take))) return
  }

  private async searchFrom(root: number, take: TakeComponent): Promise<boolean> {
    const { numbers, edges, pace, path, cursors, visited, waiting } = this
    let node = root
    let cursor = 0
    /** the smallest number that the node is known to reach; `numbers` has it while the node is left */
    let low = ++this.visits
    numbers[node] = low
    visited.push(low)
    for (;;) {
      if (pace.isDue()) await pace.take()
      cursor = edges.advance(node, cursor)
      if (cursor >= 0) {
        const { target } = edges
        const number = numbers[target] as number
        if (number === 0) {
          numbers[node] = low
          path.push(node)
          cursors.push(cursor)
          node = target
          cursor = 0
          low = ++this.visits
          numbers[node] = low
          visited.push(low)
        } else if (number < low) low = number
        continue
      }
      const reached = low
      numbers[node] = low
      if (low !== visited.pop()) waiting.push(node)
      else {
        const nodes = this.complete(node, low)
        const isToGoOn = take(nodes, this.numbers[node] as number)
        if (isToGoOn !== true && !(await isToGoOn)) return false
        waiting.length -= nodes.length
      }
      if (path.length === 0) return true
      node = path.pop()
      cursor = cursors.pop()
      low = numbers[node] as number
      // What a node reaches, the one before it reaches; unless it is a component by itself.
      if (reached < low) low = reached
    }
  }

  /** The node and all that wait since it was entered are a component; they stay on the stack for now. */
  private complete(node: number, visit: number): Uint32Array {
    const { numbers, waiting } = this
    let first = waiting.length
    while (first > 0 && (numbers[waiting.at(first - 1)] as number) >= visit) first--
    waiting.push(node)
    const component = this.next--
    const nodes = waiting.from(first)
    for (const each of nodes) numbers[each] = component
    return nodes
  }
}
