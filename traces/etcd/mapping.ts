/**
 * etcd as a keeper of soft state: each log is of one cluster, and of holders of leases that refresh them.
 *
 * Hidden is what happens between question and answer, and where there is none: whether the cluster got the request; and when
 * another leader took over. What a server says of the time that a lease has left is in whole seconds, rounded down: so many
 * ticks, or one more.
 */
import { either, type Id, mapping, observe, step } from 'von'
import softState from '../../spec/lease/softState.ts'

interface Leases {
  readonly holders: number
  readonly seconds: number
  readonly losses: number
  readonly failovers: number
}
interface OfHolder {
  readonly holder: Id<'h'>
}

export default mapping(softState, {
  constants: ({ holders, seconds, losses, failovers }: Leases) => ({ holders, lifetime: seconds, losses, failovers }),
  hidden: ['receive', 'loseRequest', 'failOver'],
  events: {
    tick: step('tick'),
    asked: ({ holder }: OfHolder) => step('ask', { h: holder }),
    /** A lease that is there no more is answered with 0 seconds. */
    answered: ({ holder, seconds }: OfHolder & { seconds: number }) =>
      seconds === 0
        ? observe(s => s.kept[holder] === null && s.request[holder] === 'none')
        : step('learn', { h: holder }, { before: s => s.kept[holder] === seconds }),
    left: ({ holder, seconds }: OfHolder & { seconds: number }) =>
      observe(s => {
        const left = s.kept[holder]
        return left === null ? seconds < 0 : left === seconds || left === seconds + 1
      }),
    used: ({ holder }: OfHolder) => step('use', { h: holder }),
    stopped: ({ holder, tells }: OfHolder & { tells: boolean }) => step('stop', { h: holder, tells }),
    /** The key that is bound to the lease is gone. */
    ended: ({ holder }: OfHolder) => either(step('expire', { h: holder }), step('receiveTeardown', { h: holder })),
  },
})
