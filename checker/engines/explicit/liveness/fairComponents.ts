/**
 * Whether a fair behaviour is accepted. In: a product and the fairness conditions. Out: the components in which some
 * cycle through all nodes is accepted and fair, which is so exactly when there is such a behaviour (Streett emptiness).
 *
 * A behaviour stays, from some moment on, in one component. If it goes through all of it again and again, it fulfils as
 * many promises, and is as weakly fair, as any behaviour there can be. Strong fairness may need less: what is never
 * taken must not be enabled either, so the nodes where it is enabled are left out, and the rest is searched again.
 */
import { Components } from './components.ts'
import type { Product } from './product.ts'

/** A fairness condition, for every label set whether it has the condition's occurrence. */
export interface Condition {
  readonly strength: 'weak' | 'strong'
  readonly within: Uint8Array
}

export class FairComponents {
  private readonly product: Product
  private readonly conditions: readonly Condition[]
  private readonly components: Components
  private readonly found = new Set<number>()
  private readonly toRefine: Uint32Array[] = []
  private readonly seen: LabelsSeen

  constructor(product: Product, conditions: readonly Condition[]) {
    this.product = product
    this.conditions = conditions
    this.components = new Components(product.size, product)
    this.seen = new LabelsSeen(product.graph.sets.count)
    this.components.search(product.roots(), this.take)
    for (let nodes = this.toRefine.pop(); nodes !== undefined; nodes = this.toRefine.pop()) {
      this.components.reset(nodes)
      this.components.search(nodes, this.take)
    }
  }

  get isEmpty(): boolean {
    return this.found.size === 0
  }
  /** The number of the node's component; the node must be reachable. */
  componentOf(node: number): number {
    return this.components.numbers[node] as number
  }
  /** Whether the component of a reachable node has an accepted and fair cycle through all of its nodes. */
  has(node: number): boolean {
    return this.found.has(this.componentOf(node))
  }

  private readonly take = (nodes: Uint32Array, component: number): void => {
    const { product, conditions, seen } = this
    const { promises } = product.automaton
    const fulfilled = this.lookAt(nodes, component)
    if (fulfilled === null || fulfilled !== promises) return
    const untaken = conditions.filter(({ within }) => !seen.isTaken(within))
    if (untaken.some(({ strength, within }) => strength === 'weak' && seen.isAlwaysEnabled(within))) return
    const broken = untaken.filter(({ strength, within }) => strength === 'strong' && seen.isEverEnabled(within))
    if (broken.length === 0) {
      this.found.add(component)
      return
    }
    const isEnabled = (node: number) => {
      const enabled = product.graph.enabled[product.stateOf(node)] as number
      return broken.some(({ within }) => within[enabled] === 1)
    }
    this.toRefine.push(nodes.filter(node => !isEnabled(node)))
  }

  /** Goes through a component. @returns the promises fulfilled in it; null when it has no edge */
  private lookAt(nodes: Uint32Array, component: number): number | null {
    const { product, seen, components } = this
    const { graph } = product
    seen.clear()
    let fulfilled = 0
    let hasEdge = false
    for (const node of nodes) {
      seen.addEnabled(graph.enabled[product.stateOf(node)] as number)
      for (let cursor = product.advance(node, 0); cursor >= 0; cursor = product.advance(node, cursor)) {
        if (components.numbers[product.target] !== component) continue
        hasEdge = true
        fulfilled |= product.fulfilled
        seen.addTaken(graph.labels[product.edge] as number)
      }
    }
    return hasEdge ? fulfilled : null
  }
}

/** The label sets that occur in one component: of its edges, and of what is enabled in its states. */
class LabelsSeen {
  private readonly taken: Uint32Array
  private readonly enabled: Uint32Array
  private readonly takenSets: number[] = []
  private readonly enabledSets: number[] = []
  private turn = 0

  constructor(sets: number) {
    this.taken = new Uint32Array(sets)
    this.enabled = new Uint32Array(sets)
  }
  clear(): void {
    this.turn++
    this.takenSets.length = 0
    this.enabledSets.length = 0
  }
  addTaken(set: number): void {
    if (this.taken[set] === this.turn) return
    this.taken[set] = this.turn
    this.takenSets.push(set)
  }
  addEnabled(set: number): void {
    if (this.enabled[set] === this.turn) return
    this.enabled[set] = this.turn
    this.enabledSets.push(set)
  }
  isTaken(within: Uint8Array): boolean {
    return this.takenSets.some(set => within[set] === 1)
  }
  isEverEnabled(within: Uint8Array): boolean {
    return this.enabledSets.some(set => within[set] === 1)
  }
  isAlwaysEnabled(within: Uint8Array): boolean {
    return this.enabledSets.every(set => within[set] === 1)
  }
}
