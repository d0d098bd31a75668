/** What links carry of a stream with many receivers: a copy for each of them, or one that is split on the way. */
export type Sending = 'a copy for each' | 'a tree'

/** Copies on all links, to the leaves of a binary tree of such a depth, from its root. */
export const copies = (depth: number, sending: Sending): number =>
  sending === 'a tree' ? 2 ** (depth + 1) - 2 : depth * 2 ** depth

/** Copies on the busiest link: those next to the root have half of the receivers below. */
export const copiesOnBusiest = (depth: number, sending: Sending): number =>
  sending === 'a tree' ? 1 : 2 ** (depth - 1)

/** Both, by following each copy down: node `n` is the parent of `2n` and `2n + 1`, and a link has the name of its lower end. */
export function copiesCounted(depth: number, sending: Sending): { readonly all: number; readonly busiest: number } {
  const carried = new Map<number, number>()
  for (let receiver = 2 ** depth; receiver < 2 ** (depth + 1); receiver++)
    for (let link = receiver; link > 1; link = Math.floor(link / 2)) {
      const before = carried.get(link) ?? 0
      carried.set(link, sending === 'a tree' ? 1 : before + 1)
    }
  const counts = [...carried.values()]
  return { all: counts.reduce((sum, each) => sum + each, 0), busiest: Math.max(...counts) }
}

/** Rate before the place where streams of these rates are split: of each, or of the best, from which the others are taken. */
export const rateBefore = (rates: readonly number[], isSplit: boolean): number =>
  isSplit ? Math.max(...rates) : rates.reduce((sum, rate) => sum + rate, 0)

/** The same, packet by packet: a stream of rate `r` is the first `r` packets of each second of the best one. */
export function rateBeforeCounted(rates: readonly number[], isSplit: boolean): number {
  const sent = new Set<string>()
  for (const [receiver, rate] of rates.entries())
    for (let packet = 0; packet < rate; packet++) sent.add(isSplit ? `${packet}` : `${packet} to ${receiver}`)
  return sent.size
}
