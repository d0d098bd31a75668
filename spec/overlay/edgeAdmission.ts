/**
 * Admission of flows that cross a network: at its edge, by what is known there of the routes, or by the lines themselves. When a
 * line fails, its flows take the other one, which has flows of its own; who admits at the edge has never heard of that.
 *
 * Source: K. Birman, "Technology Challenges for Virtual Overlay Networks", section IV.4 (differentiated services: packets are
 * marked where they enter the network, and what they meet inside may be another load than was planned for).
 *
 * ABSTRACTION: there are two lines, and a flow takes one unit; a flow that is refused is carried without a promise.
 */
import { bool, fill, guard, ids, machine, map, oneOf, type StateOf, set, spec, type ValueOf } from 'von'

export default spec(
  'edgeAdmission',
  {
    flows: 3,
    /** units of each line */
    capacity: 1,
    /** lines: each looks for room when a flow comes; edge: a model of the routes is asked once */
    admission: ['lines', 'edge'],
    /** whether a line may fail */
    mayFail: true,
  },
  ({ flows, capacity, admission, mayFail }) => {
    const Flow = ids('f', flows)
    const Line = oneOf('a', 'b')
    const variables = {
      /** the line that each flow takes */
      line: map(Flow, Line),
      /** flows that have been promised a unit on their way */
      admitted: set(Flow),
      hasFailed: bool,
    }
    type State = StateOf<typeof variables>
    const loadOf = (s: State, line: ValueOf<typeof Line>) => s.admitted.count(flow => s.line[flow] === line)

    const m = machine(variables)
    m.init(() => ({ line: fill(Flow, () => 'a'), admitted: set(Flow).of(), hasFailed: false }))

    m.action('admit', { flow: Flow, line: Line }, (s, { flow, line }) => {
      guard(!s.admitted.has(flow))
      // After a failure all flows are on the other line, whatever the model of the edge says.
      const taken = s.hasFailed ? 'b' : line
      guard(loadOf(s, admission === 'edge' ? line : taken) < capacity)
      s.line[flow] = taken
      s.admitted.add(flow)
    })
    m.action('leave', { flow: Flow }, (s, { flow }) => {
      guard(s.admitted.has(flow))
      s.admitted.delete(flow)
      s.line[flow] = 'a'
    })
    if (mayFail) {
      m.action('fail', {}, s => {
        guard(!s.hasFailed)
        s.hasFailed = true
        for (const flow of Flow) {
          if (s.admitted.has(flow) && s.line[flow] === 'a') {
            s.line[flow] = 'b'
            if (admission === 'lines' && loadOf(s, 'b') > capacity) {
              s.admitted.delete(flow)
              s.line[flow] = 'a'
            }
          }
        }
      })
    }

    /** No line has promised more than it has. */
    m.invariant('noOverload', s => Line.every(line => loadOf(s, line) <= capacity))
    m.witness('bothFull', s => Line.every(line => loadOf(s, line) === capacity))
    return m
  },
  {
    mutants: {
      edge: {
        about: 'Flows are admitted at the edge, by a model of the routes.',
        constants: { flows: 2, admission: 'edge' },
        violates: 'noOverload',
      },
    },
  },
)
