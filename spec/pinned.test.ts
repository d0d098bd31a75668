/** Every claim of every spec can fail: it has a broken twin that is named after it, or is listed here with the reason. */
import { expect, it } from 'vitest'
import { loadSpec, lower, type Spec } from 'von/checker'
import { root, specFiles } from './files.fixture.ts'

/** Specs that are there for others, and break where those are broken. */
const servants: Readonly<Record<string, string>> = {
  'spec/commit/transactionCommit.ts': 'refined by two-phase commit, whose mutants break the refinement',
  'spec/layer/multicast.ts': 'refined by reliable multicast, whose mutants break the refinement',
  'spec/lease/ledger.ts': 'refined by leases, whose mutants break the refinement',
  'spec/route/channel.ts': 'refined by elimination, whose mutants break the refinement',
  'spec/tutorial/fifo.ts': 'refined by ring buffers and by the alternating bit, whose mutants break the refinement',
  'spec/tutorial/oversold.ts': 'the broken twin of spec/tutorial/sharing.ts',
  'spec/tutorial/sharing.ts': 'has a spec of its own for a twin',
}

it.each(specFiles)('in %s', async file => {
  const { spec }: { spec: Spec } = await loadSpec(file, { cwd: root })
  const model = lower(spec.instance())
  const claims = [
    ...model.properties.filter(({ kind }) => kind === 'invariant' || kind === 'step' || kind === 'refinement'),
    ...model.temporal,
    ...model.nonInterference,
  ]
  const killers = new Set(Object.values(spec.mutants).map(({ violates }) => violates))
  const unpinned = claims.map(({ name }) => name).filter(name => !killers.has(name) && !isImplied(name))
  if (file in servants) expect(unpinned).not.toEqual([])
  else expect(unpinned).toEqual([])
})

/** Fairness that a refinement promises is a property of its own: `commits: weak fairness of decide`. */
const isImplied = (name: string) => name.includes(': ')
