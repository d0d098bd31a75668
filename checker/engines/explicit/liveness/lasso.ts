/**
 * A behaviour from a component that has one: the shortest way there, and a cycle that fulfils every promise and is fair.
 * The cycle is put together from shortest ways to what is still missing; it need not be the shortest of all.
 */
import { InternalError } from '../../../verdict/internalError.ts'
import type { Condition, FairComponents } from './fairComponents.ts'
import type { Pace } from './pace.ts'
import type { Product } from './product.ts'
import { type ProductEdge, ShortestPaths } from './shortestPaths.ts'

/** States by their ids. */
export interface Lasso {
  /** from an initial state to the one where the cycle begins, both included */
  readonly stem: readonly number[]
  /** the state after each step of the cycle, so that the last one is where it begins; equal ones in a row stutter */
  readonly cycle: readonly number[]
}

/** @throws Ended when the work is to end */
export async function lassoOf(
  product: Product,
  conditions: readonly Condition[],
  components: FairComponents,
  pace: Pace,
): Promise<Lasso> {
  const paths = new ShortestPaths(product, pace)
  const roots = product.roots()
  const nearest = roots.find(root => components.has(root))
  const stem = nearest !== undefined ? [] : await paths.find(roots, anyEdge, ({ to }) => components.has(to))
  if (stem === null) throw new InternalError('no path leads to a component that was found')
  const start = stem.at(-1)?.to ?? (nearest as number)
  const targets = (edges: readonly ProductEdge[]) => edges.map(({ to }) => product.stateOf(to))
  return {
    stem: [product.stateOf(stem[0]?.from ?? start), ...targets(stem)],
    cycle: targets(await new FairCycle(product, conditions, components, paths, start).find()),
  }
}

const anyEdge = () => true

/** Whether an edge shows something that a cycle must show somewhere. */
type Demand = (edge: ProductEdge) => boolean

class FairCycle {
  private readonly product: Product
  private readonly conditions: readonly Condition[]
  private readonly components: FairComponents
  private readonly paths: ShortestPaths
  private readonly start: number

  constructor(
    product: Product,
    conditions: readonly Condition[],
    components: FairComponents,
    paths: ShortestPaths,
    start: number,
  ) {
    this.product = product
    this.conditions = conditions
    this.components = components
    this.paths = paths
    this.start = start
  }

  /** Strong fairness demands something only of a cycle on which the action is enabled, so it comes last. */
  async find(): Promise<ProductEdge[]> {
    let path = await this.meeting([...this.promises(), ...this.weakDemands()], [])
    for (;;) {
      const cycle = await this.closed(path)
      const broken = this.conditions.filter(
        condition =>
          condition.strength === 'strong' &&
          cycle.some(({ from }) => this.isEnabled(condition, from)) &&
          !cycle.some(edge => this.isTaken(condition, edge)),
      )
      if (broken.length === 0) return cycle
      path = await this.meeting(
        broken.map(condition => edge => this.isTaken(condition, edge)),
        path,
      )
    }
  }

  private promises(): Demand[] {
    const { promises } = this.product.automaton
    const bits = Array.from({ length: 32 }, (_, i) => 1 << i).filter(bit => (promises & bit) !== 0)
    return bits.map(bit => edge => (edge.fulfilled & bit) !== 0)
  }
  private weakDemands(): Demand[] {
    return this.conditions
      .filter(({ strength }) => strength === 'weak')
      .map(condition => edge => this.isTaken(condition, edge) || !this.isEnabled(condition, edge.from))
  }

  /** The path, made longer until it meets all demands. */
  private async meeting(demands: readonly Demand[], path: readonly ProductEdge[]): Promise<ProductEdge[]> {
    const edges = [...path]
    for (;;) {
      const missing = demands.filter(isMet => !edges.some(isMet))
      if (missing.length === 0) return edges
      edges.push(...(await this.pathFrom(edges.at(-1)?.to ?? this.start, edge => missing.some(isMet => isMet(edge)))))
    }
  }
  /** The path and the way back to its start; at least one edge. */
  private async closed(path: readonly ProductEdge[]): Promise<ProductEdge[]> {
    const end = path.at(-1)?.to
    if (end === this.start) return [...path]
    return [...path, ...(await this.pathFrom(end ?? this.start, ({ to }) => to === this.start))]
  }

  /** The shortest path within the component whose last edge is wanted. */
  private async pathFrom(node: number, isWanted: Demand): Promise<ProductEdge[]> {
    const component = this.components.componentOf(this.start)
    const path = await this.paths.find([node], ({ to }) => this.components.componentOf(to) === component, isWanted)
    if (path === null) throw new InternalError('a component lacks what it was chosen for')
    return path
  }
  private isEnabled({ within }: Condition, node: number): boolean {
    const { graph } = this.product
    return within[graph.enabled[this.product.stateOf(node)] as number] === 1
  }
  private isTaken({ within }: Condition, { edge }: ProductEdge): boolean {
    return within[this.product.graph.labels[edge] as number] === 1
  }
}
