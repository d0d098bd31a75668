/** Who is not in a view does not read what is sent in it, however large the group is. */
import { proof } from 'von'
import groupKeys from '../../spec/group/groupKeys.ts'

export default proof({
  claim:
    'However many processes there are, what is sent in a view is encrypted with the key of this view; and neither a process ' +
    'that has left before nor one that joins later ever has this key.',
  source: 'K. Birman, "Technology Challenges for Virtual Overlay Networks", sections IV.2 and V.2',
  assumes: [
    'what is true of all instances, as far as their formulas are alike, is what the formulas say',
    'nobody guesses a key, or reads it on its way',
  ],
  leavesOpen: ['more than two views', 'that members ever get their keys'],
  spec: groupKeys,
  constants: { newcomer: true },
  properties: ['keyViewBinding', 'leaverExcluded', 'joinerExcluded'],
  by: { engine: 'unbounded', sizes: ['processes'] },
  twin: {
    about: 'the new key is told to those who have left, too (VS-11)',
    constants: { bug: 'tellsLeavers' },
    fails: 'unprovable',
  },
})
