/**
 * Graphs of five routers in which the first and the last are not neighbours: is there a router whose failure parts them, and are
 * there two routes between them that share no router? Counted over all graphs, by looking at each.
 */
const ROUTERS = 5
const FIRST = 0
const LAST = ROUTERS - 1
type Graph = readonly (readonly boolean[])[]

/** Every labelled graph without a link between the first and the last router. */
function* graphs(): Generator<Graph> {
  const links: [number, number][] = []
  for (let from = 0; from < ROUTERS; from++)
    for (let to = from + 1; to < ROUTERS; to++) if (from !== FIRST || to !== LAST) links.push([from, to])
  for (let chosen = 0; chosen < 2 ** links.length; chosen++) {
    const graph = Array.from({ length: ROUTERS }, () => Array.from({ length: ROUTERS }, () => false))
    for (const [i, [from, to]] of links.entries()) {
      const isThere = Math.floor(chosen / 2 ** i) % 2 === 1
      for (const [a, b] of [
        [from, to],
        [to, from],
      ] as const) {
        const row = graph[a]
        if (row !== undefined) row[b] = isThere
      }
    }
    yield graph
  }
}

const isLinked = (graph: Graph, a: number, b: number) => graph[a]?.[b] === true

/** Whether the last router is reached from the first while one is down. */
function isReached(graph: Graph, down: number | null): boolean {
  const reached = new Set([FIRST])
  for (const router of reached)
    for (let next = 0; next < ROUTERS; next++) if (next !== down && isLinked(graph, router, next)) reached.add(next)
  return reached.has(LAST)
}

/** All routes from the first router to the last, each as the routers between. */
function routes(graph: Graph, way: readonly number[] = [FIRST]): number[][] {
  const here = way.at(-1) ?? FIRST
  if (here === LAST) return [way.slice(1, -1)]
  return Array.from({ length: ROUTERS }, (_, next) => next)
    .filter(next => isLinked(graph, here, next) && !way.includes(next))
    .flatMap(next => routes(graph, [...way, next]))
}

/** Connected graphs in which some single failure parts the first router from the last. */
export function partedByOne(): number {
  let count = 0
  for (const graph of graphs()) {
    const isParted = [1, 2, 3].some(down => !isReached(graph, down))
    if (isReached(graph, null) && isParted) count++
  }
  return count
}

/** Connected graphs in which any two routes share a router. */
export function withoutTwoRoutes(): number {
  let count = 0
  for (const graph of graphs()) {
    const all = routes(graph)
    const areTwo = all.some(one => all.some(other => one !== other && one.every(router => !other.includes(router))))
    if (all.length > 0 && !areTwo) count++
  }
  return count
}
