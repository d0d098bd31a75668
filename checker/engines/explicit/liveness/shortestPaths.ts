/** Shortest paths in a product. Memory: 8 bytes for each node. */
import { NumberStack } from './numberStack.ts'
import type { Pace } from './pace.ts'
import type { Product } from './product.ts'

export interface ProductEdge {
  readonly from: number
  readonly to: number
  /** of the graph */
  readonly edge: number
  readonly fulfilled: number
}

export class ShortestPaths {
  private readonly product: Product
  private readonly pace: Pace
  /** for each node that was reached, the one before it plus one, and the cursor of the edge between them */
  private readonly before: Uint32Array
  private readonly cursors: Uint32Array

  constructor(product: Product, pace: Pace) {
    this.product = product
    this.pace = pace
    this.before = new Uint32Array(product.size)
    this.cursors = new Uint32Array(product.size)
  }

  /**
   * A shortest path that ends with a wanted edge, over allowed ones.
   * @returns null when there is none
   * @throws Ended when the work is to end
   */
  async find(
    roots: readonly number[],
    isAllowed: (edge: ProductEdge) => boolean,
    isWanted: (edge: ProductEdge) => boolean,
  ): Promise<ProductEdge[] | null> {
    const { product, pace, before, cursors } = this
    const queue = new NumberStack()
    const isRoot = new Set(roots)
    for (const root of isRoot) queue.push(root)
    let path: ProductEdge[] | null = null
    for (let i = 0; i < queue.length && path === null; i++) {
      if (pace.isDue()) await pace.take()
      const from = queue.at(i)
      for (let cursor = product.advance(from, 0); cursor >= 0; cursor = product.advance(from, cursor)) {
        const edge = this.edgeAt(from)
        if (!isAllowed(edge)) continue
        if (isWanted(edge)) {
          path = [...this.pathTo(from), edge]
          break
        }
        if (before[edge.to] !== 0 || isRoot.has(edge.to)) continue
        before[edge.to] = from + 1
        cursors[edge.to] = cursor
        queue.push(edge.to)
      }
    }
    for (const node of queue.from(0)) before[node] = 0
    return path
  }

  /** The edge that the product has come to. */
  private edgeAt(from: number): ProductEdge {
    const { target: to, edge, fulfilled } = this.product
    return { from, to, edge, fulfilled }
  }
  private pathTo(node: number): ProductEdge[] {
    const { product, before, cursors } = this
    const path: ProductEdge[] = []
    for (let to = node; before[to] !== 0; to = (before[to] as number) - 1) {
      const from = (before[to] as number) - 1
      product.advance(from, (cursors[to] as number) - 1)
      path.push(this.edgeAt(from))
    }
    return path.reverse()
  }
}
