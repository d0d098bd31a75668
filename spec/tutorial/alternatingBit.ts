/**
 * The alternating bit protocol: items cross a line that loses some of what is sent, in both directions. The sender sends an
 * item again until it is acknowledged, and a bit tells a new item from one that was sent again.
 *
 * Source: K. A. Bartlett, R. A. Scantlebury, P. T. Wilkinson, "A note on reliable full-duplex transmission over half-duplex
 * links", Communications of the ACM 12(5), 1969.
 *
 * ABSTRACTION: the line keeps the order of what it does not lose, and has room for two; this hides lines that reorder.
 */
import { bool, guard, int, machine, option, queue, rec, spec } from 'von'
import fifo from './fifo.ts'

const ON_THE_LINE = 2

export default spec(
  'alternatingBit',
  { bug: ['none', 'bitIgnored', 'anyAcknowledgement', 'repeatsNothing', 'losesEverything'] },
  ({ bug }) => {
    const Item = int(0, 1)
    const m = machine({
      /** the item that the sender sends until it is acknowledged, with its bit */
      sending: option(Item),
      bit: bool,
      /** whether the sender has sent it at all */
      isSent: bool,
      /** the bit of the item that the receiver waits for */
      expected: bool,
      data: queue(rec({ item: Item, bit: bool }), ON_THE_LINE),
      acknowledgements: queue(bool, ON_THE_LINE),
      /** what was accepted and is not delivered yet: nobody sees it but the claims */
      owed: option(Item),
      output: rec({ item: Item, flip: bool }),
    })
    m.init(() => ({
      sending: null,
      bit: false,
      isSent: false,
      expected: false,
      data: [],
      acknowledgements: [],
      owed: null,
      output: { item: 0, flip: false },
    }))

    m.action('accept', { item: Item }, (s, { item }) => {
      guard(s.sending === null)
      s.sending = item
      s.isSent = false
      s.owed = item
    })
    m.action('send', {}, s => {
      guard(s.data.length < ON_THE_LINE)
      guard(s.sending !== null && !(s.isSent && bug === 'repeatsNothing'))
      s.data.push({ item: s.sending, bit: s.bit })
      s.isSent = true
    })
    m.action('receive', {}, s => {
      const first = s.data[0]
      guard(first !== undefined)
      const { item, bit } = first
      s.data.shift()
      if (bit === s.expected || bug === 'bitIgnored') {
        s.output = { item, flip: !s.output.flip }
        s.owed = null
        s.expected = !bit
      }
      // also of what it has already: the acknowledgement may have been lost
      if (s.acknowledgements.length < ON_THE_LINE) s.acknowledgements.push(bit)
    })
    m.action('receiveAcknowledgement', {}, s => {
      const bit = s.acknowledgements[0]
      guard(bit !== undefined)
      s.acknowledgements.shift()
      if (s.sending === null || (bit !== s.bit && bug !== 'anyAcknowledgement')) return
      s.sending = null
      s.bit = !s.bit
    })

    m.action('loseData', {}, s => {
      guard(s.data.length > 0)
      s.data.shift()
    })
    m.action('loseAcknowledgement', {}, s => {
      guard(s.acknowledgements.length > 0)
      s.acknowledgements.shift()
    })

    // The line loses much, but not everything: what is sent again and again is received in the end.
    m.fair('weak', 'send')
    m.fair(bug === 'losesEverything' ? 'weak' : 'strong', ['receive', 'receiveAcknowledgement'])

    m.refines('isFifo', fifo.instance({ capacity: 1 }), s => ({
      items: s.owed === null ? [] : [s.owed],
      output: s.output,
    }))

    // Where the bits differ, the item has arrived and its acknowledgement has not.
    m.lemma('bitsTell', s => (s.bit === s.expected) === (s.sending === null || s.owed !== null))
    m.lemma('owedIsSent', s => s.owed === null || s.owed === s.sending)
    // On the line, what belongs to the item before is ahead of what belongs to this one, and gone when this one has arrived.
    m.lemma('dataInOrder', s => {
      const [first, second] = [s.data[0], s.data[1]]
      return (
        s.data.every(({ item, bit }) => (bit === s.bit ? s.sending === item : s.bit === s.expected)) &&
        (first?.bit !== s.bit || second === undefined || second.bit === s.bit)
      )
    })
    m.lemma('acknowledgementsInOrder', s => {
      const [first, second] = [s.acknowledgements[0], s.acknowledgements[1]]
      return (
        s.acknowledgements.every(bit => bit !== s.bit || s.bit !== s.expected) &&
        (first !== s.bit || second === undefined || second === s.bit)
      )
    })

    m.leadsTo(
      'goesOn',
      s => s.sending !== null,
      s => s.sending === null,
    )
    m.witness('sentAgain', s => s.owed === null && s.data.length === ON_THE_LINE)
    return m
  },
  {
    mutants: {
      bitIgnored: {
        about: 'The receiver takes whatever comes, also what it has already.',
        constants: { bug: 'bitIgnored' },
        violates: 'isFifo',
      },
      anyAcknowledgement: {
        about: 'The sender takes an acknowledgement of the item before for one of this item.',
        constants: { bug: 'anyAcknowledgement' },
        violates: 'isFifo',
      },
      repeatsNothing: {
        about: 'The sender sends each item once.',
        constants: { bug: 'repeatsNothing' },
        violates: 'deadlock',
      },
      losesEverything: {
        about: 'The line may lose whatever is sent, for ever.',
        constants: { bug: 'losesEverything' },
        violates: 'goesOn',
      },
    },
  },
)
