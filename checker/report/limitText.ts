/** Why an exploration is not complete, in words. */
import type { Limit } from '../verdict/verdict.ts'
import { byteSize, counted, grouped } from './numbers.ts'

export function limitText(limit: Limit): string {
  switch (limit.kind) {
    case 'maxStates':
      return `stopped at ${counted(limit.states, 'distinct state')}`
    case 'maxDepth':
      return `stopped at depth ${grouped(limit.depth)}`
    case 'constraint':
      return limit.pruned === null
        ? `not beyond constraint ${limit.name}`
        : `constraint ${limit.name} left ${counted(limit.pruned, 'state')} unexplored`
    case 'memory':
      return `stopped at ${byteSize(limit.bytes)} of memory${limit.byMachine ? ', as the machine gave no more' : ''}`
    case 'disk':
      return `stopped as ${limit.folder} took no more states (${limit.reason})`
    case 'walks': {
      const walks = `${counted(limit.walks, 'random walk')} of up to ${counted(limit.steps, 'step')}, seed ${limit.seed}`
      return limit.estimate === null
        ? walks
        : `${walks}; such walks reach some ${grouped(limit.estimate)} states or more`
    }
    case 'compaction':
      return `states known by their hashes, with a chance of about ${limit.probability.toExponential(1)} that one was missed`
    case 'noLonger':
      return `no behaviour has more than ${counted(limit.depth, 'step')}`
    case 'interrupted':
      return 'interrupted'
    case 'violation':
      return 'stopped at the first violation'
  }
}

/** All of them in one phrase. */
export const limitsText = (limits: readonly Limit[]): string => limits.map(limitText).join('; ')
