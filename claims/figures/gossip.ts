/**
 * Gossip by pushing: in each round each process that has a message sends it to one other, drawn at random, and some of what is sent
 * is lost. One process has it at first. How many have it after so many rounds is a Markov chain; both ways of computing it are exact.
 */
export interface Gossip {
  readonly processes: number
  /** probability that what is sent is lost */
  readonly loss: number
  readonly rounds: number
}

/** Probability that from `least` to `most` processes have the message, forwards: sender by sender, each finds one without it or not. */
export function reached({ processes, loss, rounds }: Gossip, least: number, most: number): number {
  const hits = (informed: number) => ((1 - loss) * (processes - informed)) / (processes - 1)
  let chances = new Map([[1, 1]])
  for (let round = 0; round < rounds; round++) {
    const after = new Map<number, number>()
    for (const [senders, chance] of chances) {
      let during = new Map([[senders, chance]])
      for (let sender = 0; sender < senders; sender++) {
        const next = new Map<number, number>()
        for (const [informed, each] of during) {
          add(next, informed, each * (1 - hits(informed)))
          if (informed < processes) add(next, informed + 1, each * hits(informed))
        }
        during = next
      }
      for (const [informed, each] of during) add(after, informed, each)
    }
    chances = after
  }
  return [...chances].filter(([informed]) => informed >= least && informed <= most).reduce((sum, [, p]) => sum + p, 0)
}

function add(chances: Map<number, number>, informed: number, chance: number): void {
  chances.set(informed, (chances.get(informed) ?? 0) + chance)
}

/** The same backwards, from what is wanted in the end; a round is one step, by inclusion and exclusion over those that it leaves out. */
export function reachedBackwards({ processes, loss, rounds }: Gossip, least: number, most: number): number {
  const steps = Array.from({ length: processes + 1 }, (_, senders) =>
    Array.from({ length: processes + 1 - senders }, (_, found) => chanceOfFinding(found, senders, processes, loss)),
  )
  let wanted: number[] = Array.from({ length: processes + 1 }, (_, informed) =>
    informed >= least && informed <= most ? 1 : 0,
  )
  for (let round = 0; round < rounds; round++) {
    const later = wanted
    wanted = steps.map((row, senders) =>
      row.reduce((sum, chance, found) => sum + chance * (later[senders + found] ?? 0), 0),
    )
  }
  return wanted[1] ?? 0
}

/** That exactly `found` of those without the message get it: all others are left out, and none of these is. */
function chanceOfFinding(found: number, senders: number, processes: number, loss: number): number {
  const without = processes - senders
  const leftOut = (some: number) => (1 - (some * (1 - loss)) / (processes - 1)) ** senders
  let chance = 0
  for (let also = 0; also <= found; also++)
    chance += (-1) ** also * binomial(found, also) * leftOut(without - found + also)
  return binomial(without, found) * chance
}

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k
}
