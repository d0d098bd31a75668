/** What proofs rely on is true: every lemma of every shipped spec, in every reachable state of each instance. */
import { describe, expect, it } from 'vitest'
import { explore, lower, type Spec } from 'von/checker'
import twoPhaseCommit from './commit/twoPhaseCommit.ts'
import flush from './group/flush.ts'
import groupKeys from './group/groupKeys.ts'
import viewSynchrony from './group/viewSynchrony.ts'
import idAllocation from './lease/idAllocation.ts'
import lease from './lease/lease.ts'
import softState from './lease/softState.ts'
import scheduler from './overlay/scheduler.ts'
import disjointPaths from './route/disjointPaths.ts'
import elimination from './route/elimination.ts'
import reroute from './route/reroute.ts'

const specs: readonly Pick<Spec, 'name' | 'instance' | 'instances'>[] = [
  twoPhaseCommit,
  flush,
  groupKeys,
  viewSynchrony,
  idAllocation,
  lease,
  softState,
  scheduler,
  disjointPaths,
  elimination,
  reroute,
]
const instances = specs.flatMap(spec =>
  Object.entries({ default: {}, ...spec.instances }).map(([name, constants]) => ({ spec, name, constants })),
)

describe.each(instances)('$spec.name, instance $name', ({ spec, constants }) => {
  const model = lower(spec.instance(constants))
  const properties = model.properties.filter(({ kind }) => kind === 'lemma').map(({ name }) => name)

  it('has true lemmas', { timeout: 180_000 }, async () => {
    const { findings } = await explore(model, { properties })
    expect(findings.filter(({ kind }) => kind === 'lemma').map(({ name }) => name)).toEqual(properties)
    expect(properties.length).toBeGreaterThan(0)
    expect(findings.filter(({ verdict }) => verdict.kind !== 'exhausted')).toEqual([])
  })
})
