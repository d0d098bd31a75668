import { describe, expect, it } from 'vitest'
import { explore, lower } from 'von/checker'
import { verdicts } from '../verdicts.fixture.ts'
import channel from './channel.ts'
import elimination from './elimination.ts'

const holds = { violated: [], inconclusive: [] }
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
const upTo = (n: number) => Array.from({ length: n + 1 }, (_, i) => i)

describe('a reliable channel', () => {
  it('delivers everything once, in as many states as there are packets under way at each place', async () => {
    expect(await verdicts(channel, { packets: 4 })).toMatchObject({ distinct: 4 * 2 ** 4, ...holds })
  })
})

/**
 * Without faults: where the sender is; and for each number of packets that were accepted since the last reset, as far as
 * they are remembered, how many are under way on each path. The slower path is no further behind than that.
 */
function faultlessStates(skew: number, history: number, numbers: number): number {
  const pairs = upTo(skew).flatMap(a => upTo(skew).map(b => Math.abs(a - b)))
  const within = (accepted: number) => pairs.filter(behind => accepted >= history || behind <= accepted).length
  return numbers * sum(upTo(history).map(within))
}

/** The protocol written down once more, with copies in lists: how many states it has with single faults. */
function statesWithFaults(skew: number, history: number, numbers: number): number {
  interface Copy {
    readonly packet: number
    readonly exposed: boolean
  }
  interface Line {
    readonly next: number
    readonly paths: readonly (readonly Copy[])[]
    readonly down: number
    /** what is remembered, the newest first; none to begin with */
    readonly seen: readonly number[]
    readonly pending: readonly number[]
  }
  const start: Line = { next: 0, paths: [[], []], down: -1, seen: [], pending: [] }
  const reached = new Map([[JSON.stringify(start), start]])
  const visit = (line: Line) => {
    reached.set(JSON.stringify(line), line)
  }
  const changed = <T>(list: readonly T[], at: number, value: T) => list.map((old, i) => (i === at ? value : old))
  const exposed = (paths: Line['paths']) => paths.map(path => path.map(({ packet }) => ({ packet, exposed: true })))
  const circle = (n: number) => ((n % numbers) + numbers) % numbers
  /** A packet is accepted unless it is known; no packet of these instances is a rogue. */
  const received = (line: Line, packet: number): Line => {
    if (line.seen.includes(packet)) return line
    const newest = line.seen[0] ?? packet
    const isNewer = circle(packet - newest) < numbers / 2
    const seen = [...line.seen, packet]
      .sort((a, b) => circle(newest + numbers / 2 - 1 - a) - circle(newest + numbers / 2 - 1 - b))
      .filter(other => circle((isNewer ? packet : newest) - other) < history)
    return { ...line, seen, pending: line.pending.filter(other => other !== packet) }
  }
  for (const line of reached.values()) {
    const { next, paths, down } = line
    const isCalm = down === -1 && paths.flat().every(copy => !copy.exposed)
    if (paths.every((path, i) => i === down || path.length < skew)) {
      visit({
        ...line,
        next: circle(next + 1),
        paths: paths.map((path, i) => (i === down ? path : [...path, { packet: next, exposed: false }])),
        pending: [...line.pending, next].sort(),
      })
    }
    for (const [i, [first, ...rest]] of paths.entries()) {
      if (isCalm) visit({ ...line, down: i, paths: changed(paths, i, []) })
      if (first === undefined) continue
      visit(received({ ...line, paths: changed(paths, i, rest) }, first.packet))
      if (isCalm) visit({ ...line, paths: exposed(changed(paths, i, rest)) })
    }
    if (down !== -1) visit({ ...line, down: -1, paths: exposed(paths) })
    if (paths.flat().length > 0) continue
    visit({ ...line, seen: [] })
    if (line.seen.length === 0) visit({ ...line, next: 0 })
  }
  return reached.size
}

describe('elimination', () => {
  it.each([
    ['faultless', elimination.instances.faultless],
    ['faultless, and longer', { ...elimination.instances.faultless, skew: 2, history: 3, numbers: 8 }],
  ])('makes two routes a reliable channel, %s', async (_, constants) => {
    const { skew, history, numbers } = { ...elimination.declared, ...constants }
    const found = await verdicts(elimination, constants)
    expect(found).toMatchObject({ distinct: faultlessStates(skew, history, numbers), ...holds })
  })

  it.each([
    ['default', {}],
    ['longer', { skew: 3, history: 4, numbers: 8 }],
  ])('makes two routes a reliable channel although single faults happen, %s', async (_, constants) => {
    const { skew, history, numbers } = { ...elimination.declared, ...constants }
    const found = await verdicts(elimination, constants)
    expect(found).toMatchObject({ distinct: statesWithFaults(skew, history, numbers), ...holds })
  })
})

const sizes = [2, 4, 6, 8].flatMap(numbers =>
  [1, 2, 3, 4].flatMap(skew => [1, 2, 3, 4, 5].map(history => ({ numbers, skew, history }))),
)
/** Those that keep their promises; each is looked at up to its first violation. */
async function sizesThatHold(constants: object) {
  const found: typeof sizes = []
  for (const size of sizes) {
    const model = lower(elimination.instance({ ...size, ...constants }))
    const { findings } = await explore(model, { properties: ['atMostOnce', 'nothingLost'] })
    if (findings.every(({ verdict }) => verdict.kind === 'exhausted')) found.push(size)
  }
  return found
}

describe('history and number space', () => {
  it('need little as long as nothing fails: what comes late has come before', { timeout: 120_000 }, async () => {
    expect(await sizesThatHold({ failures: 'never', losses: 'never' })).toEqual(
      sizes.filter(({ skew, history, numbers }) => history >= 2 && numbers >= 4 && skew <= numbers / 2 + 1),
    )
  })

  /**
   * A path that was repaired starts empty, and can be a whole skew ahead of the newest packet that was accepted: one more than
   * the skew between packets that are under way.
   */
  it('exceed the skew where routers fail and are repaired', { timeout: 240_000 }, async () => {
    expect(await sizesThatHold({ failures: 'apart', losses: 'never' })).toEqual(
      sizes.filter(({ skew, history, numbers }) => history >= skew + 1 && skew <= numbers / 2 - 1),
    )
  })
})

describe.each(Object.entries(elimination.mutants))('mutant %s', (_, { constants, violates }) => {
  it(`is killed by ${violates}`, async () => {
    expect((await verdicts(elimination, constants)).violated).toContain(violates)
  })
  if ('bug' in constants) {
    it('holds on the same instance without its bug', async () => {
      const found = await verdicts(elimination, { ...constants, bug: 'none' })
      expect(found.violated).toEqual([])
    })
  }
})

it('is no more reliable than one route when faults coincide, and then loses packets, and repeats none', async () => {
  for (const name of ['failsAgain', 'bothFail', 'losesOther'] as const) {
    const { violated } = await verdicts(elimination, elimination.mutants[name]?.constants)
    expect(violated).toContain('delivery')
    expect(violated).not.toContain('atMostOnce')
  }
})
