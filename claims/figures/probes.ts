/** Probes in a period between all ordered pairs of the same nodes, by each overlay for itself or by one service for all of them. */
export const probes = (overlays: number, nodes: number, isShared: boolean): number =>
  (isShared ? 1 : overlays) * nodes * (nodes - 1)

/** The same, probe by probe; a service that has the answer already does not ask again. */
export function probesCounted(overlays: number, nodes: number, isShared: boolean): number {
  const known = new Set<number>()
  let sent = 0
  for (let overlay = 0; overlay < overlays; overlay++)
    for (let from = 0; from < nodes; from++)
      for (let to = 0; to < nodes; to++) {
        const pair = from * nodes + to
        if (from === to || (isShared && known.has(pair))) continue
        known.add(pair)
        sent++
      }
  return sent
}
