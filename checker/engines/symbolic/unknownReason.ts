/** Why a solver gave no answer, in words. */
import type { Answer, UnknownReason } from '../../solver/session.ts'

const reasons: Readonly<Record<UnknownReason, string>> = {
  timeout: 'the solver ran out of time',
  resources: 'the solver used up its resources',
  memory: 'the solver ran out of memory',
  cancelled: 'interrupted',
  incomplete: 'the solver gave up',
  died: 'the solver ended unexpectedly',
}

export function unknownReason({ reason, detail }: Answer & { readonly kind: 'unknown' }): string {
  const isTelling = (reason === 'incomplete' || reason === 'died') && detail !== ''
  return isTelling ? `${reasons[reason]}: ${detail}` : reasons[reason]
}
