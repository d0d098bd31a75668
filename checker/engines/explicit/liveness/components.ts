/**
 * Strongly connected components, without recursion. The components found get numbers that no node had before, so that a
 * search can be repeated within some nodes of a component: edges to all others lead to numbers out of reach.
 *
 * Source: D. J. Pearce, "A Space-Efficient Algorithm for Finding Strongly Connected Components", IPL 116, 2016.
 */
import { NumberStack } from './numberStack.ts'

/** A graph whose edges are gone through one by one. */
export interface Edges {
  /** the end of the edge that `advance` found */
  readonly target: number
  /** @returns what to give the next call, or -1 when there is no further edge; the first call is given 0 */
  advance(node: number, cursor: number): number
}

export class Components {
  /**
   * For each node: 0 before it is visited; during the search of a component, a number that grows with the visit; then
   * the number of its component, which is larger than all of these.
   */
  readonly numbers: Uint32Array
  private readonly edges: Edges
  private next = 2 ** 32 - 1
  private readonly path = new NumberStack()
  private readonly cursors = new NumberStack()
  /** nodes that were left and belong to a component not yet complete */
  private readonly waiting = new NumberStack()
  private visits = 0

  constructor(size: number, edges: Edges) {
    this.numbers = new Uint32Array(size)
    this.edges = edges
  }

  /** Forgets the components of these nodes. */
  reset(nodes: Iterable<number>): void {
    for (const node of nodes) this.numbers[node] = 0
  }

  /**
   * Finds the components of all nodes that are reached from `roots` through unvisited ones.
   * @param take gets the nodes of each component, for the time of the call, and its number
   */
  search(roots: Iterable<number>, take: (nodes: Uint32Array, component: number) => void): void {
    this.visits = 0
    for (const root of roots) if (this.numbers[root] === 0) this.searchFrom(root, take)
  }

  private searchFrom(root: number, take: (nodes: Uint32Array, component: number) => void): void {
    const { numbers, edges, path, cursors } = this
    /** the visits of the nodes on the path */
    const visited = new NumberStack()
    const enter = (node: number) => {
      numbers[node] = ++this.visits
      visited.push(this.visits)
      path.push(node)
      cursors.push(0)
    }
    enter(root)
    while (path.length > 0) {
      const node = path.top
      const cursor = edges.advance(node, cursors.top)
      if (cursor >= 0) {
        cursors.top = cursor
        const { target } = edges
        if (numbers[target] === 0) enter(target)
        else if ((numbers[target] as number) < (numbers[node] as number)) numbers[node] = numbers[target] as number
        continue
      }
      path.pop()
      cursors.pop()
      const low = numbers[node] as number
      if (low === visited.pop()) this.complete(node, low, take)
      else this.waiting.push(node)
      // What this node reaches, the one before it reaches.
      if (path.length > 0 && (numbers[node] as number) < (numbers[path.top] as number)) numbers[path.top] = low
    }
  }

  /** The node and all that wait since it was entered are a component. */
  private complete(node: number, visit: number, take: (nodes: Uint32Array, component: number) => void): void {
    const { numbers, waiting } = this
    let first = waiting.length
    while (first > 0 && (numbers[waiting.at(first - 1)] as number) >= visit) first--
    waiting.push(node)
    const component = this.next--
    const nodes = waiting.from(first)
    for (const each of nodes) numbers[each] = component
    take(nodes, component)
    waiting.length = first
  }
}
