/** What an author of a mapping writes, what TypeScript refuses of it (the compiler is the test), and what is refused when it runs. */
import { describe, expect, it } from 'vitest'
import {
  either,
  fill,
  guard,
  type Id,
  ids,
  ignore,
  int,
  machine,
  map,
  mapping,
  observe,
  oneOf,
  sequence,
  spec,
  step,
} from './index.ts'
import { isMapping } from './mapping.ts'

const seats = spec('seats', { rows: 2, bug: ['none', 'forgets'] }, ({ rows }) => {
  const Seat = ids('seat', rows)
  const m = machine({ taken: map(Seat, oneOf('free', 'held', 'sold')), left: int(0, rows) })
  m.init(() => ({ taken: fill(Seat, () => 'free' as const), left: rows }))
  m.action('hold', { seat: Seat }, (s, { seat }) => {
    guard(s.taken[seat] === 'free')
    s.taken[seat] = 'held'
    s.left--
  })
  return m
})

it('reads events as steps, with the state and the constants typed by the spec', () => {
  const made = mapping(seats, {
    constants: header => ({ rows: header.seats.length }),
    rename: header => Object.fromEntries(header.seats.map((name: string, i: number) => [name, `seat${i}`])),
    start: () => s => s.left > 0,
    hidden: ['hold', step('hold', { seat: 'seat1' })],
    events: {
      held: ({ seat, left }: { seat: Id<'seat'>; left: number }) =>
        step('hold', { seat }, { before: s => s.taken[seat] === 'free', after: s => s.left === left }),
      seen: e => observe(s => s.taken.seat0 === e.state),
      both: sequence(step('hold', { seat: 'seat0' }), step('hold', { seat: 'seat1' })),
      some: () => either(step('hold'), ignore),
      noise: ignore,
    },
  })
  expect(isMapping(made)).toBe(true)
  expect(made.spec.name).toBe('seats')
  expect(made.events.both).toMatchObject({ kind: 'sequence', parts: [{ action: 'hold' }, { action: 'hold' }] })
  expect(step('hold')).toEqual({ kind: 'step', action: 'hold', parameters: {}, before: undefined, after: undefined })
})

const wronglyTyped = () => {
  // @ts-expect-error a constant that there is not
  mapping(seats, { constants: () => ({ row: 2 }), events: { noise: ignore } })
  mapping(seats, {
    events: {
      // @ts-expect-error a variable that there is not
      held: () => step('hold', {}, { after: s => s.taking === 1 }),
      // @ts-expect-error a value that the variable never has
      seen: () => observe(s => s.taken.seat0 === 'fre'),
      // @ts-expect-error not what an event stands for
      noise: () => true,
    },
  })
}

describe('refuses, when it runs,', () => {
  it.each([
    ['what is no spec', () => mapping({} as never, { events: { noise: ignore } }), /must be a spec/],
    ['a mapping without events', () => mapping(seats, { events: {} }), /no events/],
    ['an option that there is not', () => mapping(seats, { event: {} } as never), /no option 'event'/],
    ['an event that stands for nothing', () => mapping(seats, { events: { a: true as never } }), /event 'a'/],
    ['a hidden number', () => mapping(seats, { hidden: [1 as never], events: { a: ignore } }), /what is hidden/],
    ['an empty sequence', () => sequence(), /sequence\(\) has no parts/],
    ['a predicate among alternatives', () => either((() => true) as never), /a part of either/],
    ['a step of no action', () => step(undefined as never), /the action of a step/],
    ['a value in place of a predicate', () => step('hold', {}, { after: true as never }), /must be a function/],
    ['an observation that is a value', () => observe(1 as never), /what is observed/],
    ['a header that is no function', () => mapping(seats, { rename: {} as never, events: { a: ignore } }), /'rename'/],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(message)
  })
  it('nothing that is only wrongly typed', () => {
    expect(wronglyTyped).not.toThrow()
  })
})
