/**
 * Whether a fair behaviour is accepted. In: a product and the fairness conditions. Out: the components in which some
 * cycle through all nodes is accepted and fair, which is so exactly when there is such a behaviour (Streett emptiness).
 *
 * A behaviour stays, from some moment on, in one component. If it goes through all of it again and again, it fulfils as
 * many promises, and is as weakly fair, as any behaviour there can be. Strong fairness may need less: what is never
 * taken must not be enabled either, so the nodes where it is enabled are left out, and the rest is searched again.
 */
import { Components, type TakeComponent } from './components.ts'
import type { Pace } from './pace.ts'
import type { Product } from './product.ts'

/** A fairness condition: for every label set, 1 if it has the condition's occurrence. */
export interface Condition {
  readonly strength: 'weak' | 'strong'
  readonly within: Uint8Array
}

/** all components, or one where it is enough to know that there is one */
export type Extent = 'all' | 'one'

export class FairComponents {
  private readonly product: Product
  private readonly conditions: readonly Condition[]
  private readonly pace: Pace
  private readonly components: Components
  private readonly found = new Set<number>()
  private readonly toRefine: Uint32Array[] = []
  private readonly taken: SetsSeen
  private readonly enabled: SetsSeen

  /** @throws Ended when the work is to end */
  static async of(product: Product, conditions: readonly Condition[], extent: Extent, pace: Pace) {
    const made = new FairComponents(product, conditions, pace)
    await made.search(extent)
    return made
  }

  private constructor(product: Product, conditions: readonly Condition[], pace: Pace) {
    this.product = product
    this.conditions = conditions
    this.pace = pace
    this.components = new Components(product.size, product, pace)
    this.taken = new SetsSeen(product.graph.sets.count)
    this.enabled = new SetsSeen(product.graph.sets.count)
  }

  private async search(extent: Extent): Promise<void> {
    const judged = (component: number, isFair: boolean) => {
      if (isFair) this.found.add(component)
      return extent === 'all' || this.found.size === 0
    }
    const take: TakeComponent = (nodes, component) => {
      const isFair = this.isFair(nodes, component)
      return typeof isFair === 'boolean' ? judged(component, isFair) : isFair.then(answer => judged(component, answer))
    }
    await this.components.search(this.product.roots(), take)
    for (let nodes = this.toRefine.pop(); nodes !== undefined; nodes = this.toRefine.pop()) {
      if (extent === 'one' && this.found.size > 0) return
      this.components.reset(nodes)
      await this.components.search(nodes, take)
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

  /** A component that is not, but parts of which may be, is noted down. */
  private isFair(nodes: Uint32Array, component: number): boolean | Promise<boolean> {
    const { product, taken, enabled } = this
    const [node] = nodes as unknown as [number]
    // The automaton states of a component are one component of the automaton.
    if (!product.isAcceptable(node)) return false
    taken.clear()
    enabled.clear()
    if (nodes.length === 1) return this.isFairIn(nodes, this.lookAtOne(node))
    return this.lookAt(nodes, component).then(fulfilled => this.isFairIn(nodes, fulfilled))
  }
  /** @param fulfilled promises; what is taken and enabled in the component was seen already */
  private isFairIn(nodes: Uint32Array, fulfilled: number | null): boolean {
    const { product, taken, enabled } = this
    if (fulfilled !== product.automaton.promises) return false
    const broken: Condition[] = []
    for (const condition of this.conditions) {
      const { strength, within } = condition
      if (taken.hasSome(within)) continue
      if (strength === 'weak' && enabled.hasOnly(within)) return false
      if (strength === 'strong' && enabled.hasSome(within)) broken.push(condition)
    }
    if (broken.length === 0) return true
    const isEnabled = (each: number) => {
      const set = product.graph.enabled[product.stateOf(each)] as number
      return broken.some(({ within }) => within[set] === 1)
    }
    if (nodes.length > 1) this.toRefine.push(nodes.filter(each => !isEnabled(each)))
    return false
  }

  /** Goes through a component. @returns the promises fulfilled in it; null when it has no edge */
  private async lookAt(nodes: Uint32Array, component: number): Promise<number | null> {
    const { product, taken, enabled, components, pace } = this
    const { graph } = product
    let fulfilled: number | null = null
    for (const node of nodes) {
      if (pace.isDue()) await pace.take()
      enabled.add(graph.enabled[product.stateOf(node)] as number)
      for (let cursor = product.advance(node, 0); cursor >= 0; cursor = product.advance(node, cursor)) {
        if (components.numbers[product.target] !== component) continue
        fulfilled = (fulfilled ?? 0) | product.fulfilled
        taken.add(graph.labels[product.edge] as number)
      }
    }
    return fulfilled
  }
  /** The same for a single node, which has no edges to itself but those that stutter. */
  private lookAtOne(node: number): number | null {
    const { product, taken, enabled } = this
    taken.add(0)
    enabled.add(product.graph.enabled[product.stateOf(node)] as number)
    return product.fulfilledByStuttering(node)
  }
}

/** Label sets that occur in one component. */
class SetsSeen {
  /** for each set, the turn in which it was last added */
  private readonly turns: Uint32Array
  private readonly list: Uint32Array
  private count = 0
  private turn = 0

  constructor(sets: number) {
    this.turns = new Uint32Array(sets)
    this.list = new Uint32Array(sets)
  }
  clear(): void {
    this.turn++
    this.count = 0
  }
  add(set: number): void {
    if (this.turns[set] === this.turn) return
    this.turns[set] = this.turn
    this.list[this.count++] = set
  }
  hasSome(within: Uint8Array): boolean {
    for (let i = 0; i < this.count; i++) if (within[this.list[i] as number] === 1) return true
    return false
  }
  hasOnly(within: Uint8Array): boolean {
    for (let i = 0; i < this.count; i++) if (within[this.list[i] as number] === 0) return false
    return true
  }
}
