/**
 * A private network by encryption: nobody on the line learns what is in its packets, and everybody on the line can still keep
 * them out of it. What divides the line does the other half.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section IV.2 (a virtual private network protects
 * content, and promises nothing of bandwidth).
 *
 * ABSTRACTION: what is in a packet is a bit, and encryption is perfect; this hides lengths and times, which tell something.
 */
import { bool, guard, int, machine, option, queue, spec } from 'von'

export default spec(
  'tunnel',
  {
    /** packets that the line has room for, of each where it is divided */
    room: 2,
    content: ['encrypted', 'plain'],
    line: ['divided', 'shared'],
  },
  ({ room, content, line }) => {
    const m = machine({
      /** what the member will write next */
      secret: bool,
      /** its packets on the line */
      mine: queue(bool, room),
      /** packets of others */
      others: int(0, room),
      /** what the last packet of the member was when it was sent; null where it was dropped */
      sent: option(bool),
      /** what others read of the last packet that passed */
      read: option(bool),
    })
    m.init(() => ({ secret: false, mine: [], others: 0, sent: null, read: null }))
    const isFull = (mine: number, others: number) => (line === 'shared' ? mine + others >= room : mine >= room)

    m.action('think', { bit: bool }, (s, { bit }) => {
      s.secret = bit
    })
    m.action('send', {}, s => {
      s.sent = null
      if (!isFull(s.mine.length, s.others)) {
        s.mine.push(s.secret)
        s.sent = s.secret
      }
    })
    m.action('flood', {}, s => {
      if (line === 'shared' ? s.mine.length + s.others < room : s.others < room) s.others++
    })
    m.action('pass', {}, s => {
      guard(s.mine.length > 0)
      const bit = s.mine.shift() ?? false
      s.read = content === 'plain' ? bit : false
    })
    m.action('passOther', {}, s => {
      guard(s.others > 0)
      s.others--
    })

    /** Others see that a packet passes, and what they can read of it. */
    m.noninterference('secrecy', { high: { think: {} }, observe: s => ({ count: s.mine.length, read: s.read }) })
    /** The member sees whether its packet got onto the line. */
    m.noninterference('undisturbed', { high: { flood: {}, passOther: {} }, observe: s => ({ sent: s.sent }) })
    m.witness('dropped', s => s.mine.length === room && s.sent === null)
    return m
  },
  {
    mutants: {
      plain: {
        about: 'What is in packets is not encrypted.',
        constants: { room: 1, content: 'plain' },
        violates: 'secrecy',
      },
      shared: {
        about: 'All packets on the line share its room.',
        constants: { room: 1, line: 'shared' },
        violates: 'undisturbed',
      },
    },
  },
)
