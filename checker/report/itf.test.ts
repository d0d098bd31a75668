import { expect, it } from 'vitest'
import {
  bagType,
  enumType,
  intType,
  mapType,
  optionType,
  queueType,
  recordType,
  setType,
  variantType,
} from '../ir/type.ts'
import { model, trace } from './fixtures/seat.ts'
import { itfValue, renderItf } from './itf.ts'

const bit = enumType(['a', 'b'])

it('writes values as Apalache and Quint do', () => {
  const message = variantType([
    { name: 'ack', fields: [] },
    { name: 'data', fields: [{ name: 'id', type: intType(0, 7) }] },
  ])
  expect(itfValue(intType(-3, 3), -2)).toEqual({ '#bigint': '-2' })
  expect(itfValue(recordType([{ name: 'x', type: bit }]), ['a'])).toEqual({ x: 'a' })
  expect(itfValue(message, ['ack'])).toEqual({ tag: 'ack', value: { '#tup': [] } })
  expect(itfValue(message, ['data', 5])).toEqual({ tag: 'data', value: { id: { '#bigint': '5' } } })
  expect(itfValue(optionType(bit), null)).toEqual({ tag: 'None', value: { '#tup': [] } })
  expect(itfValue(optionType(bit), ['b'])).toEqual({ tag: 'Some', value: 'b' })
  expect(itfValue(setType(bit), [false, true])).toEqual({ '#set': ['b'] })
  expect(itfValue(bagType(bit, 2), [0, 2])).toEqual({ '#map': [['b', { '#bigint': '2' }]] })
  expect(itfValue(queueType(bit, 2), ['b', 'a'])).toEqual(['b', 'a'])
  const bits = mapType(bit, setType(bit))
  expect(
    itfValue(bits, [
      [true, false],
      [false, false],
    ]),
  ).toEqual({
    '#map': [
      ['a', { '#set': ['a'] }],
      ['b', { '#set': [] }],
    ],
  })
})

it('writes one state more than the trace has steps, each with every variable', () => {
  const document = JSON.parse(renderItf(model, trace, 'seat.ts, oneSeat'))
  expect(document['#meta']).toMatchObject({ format: 'ITF', source: 'seat.ts, oneSeat' })
  expect(document.vars).toEqual(['place', 'ticket', 'waiting', 'seen', 'open'])
  expect(document.states).toHaveLength(4)
  for (const state of document.states) expect(Object.keys(state)).toEqual(['#meta', ...document.vars])
  expect(document.states[2]['#meta']).toEqual({ index: 2, action: 'sit(p1)' })
  expect(document).not.toHaveProperty('loop')
})

it('says where a behaviour goes on, and writes the state there once', () => {
  // the third step leaves the state as it is: the behaviour goes on from state 2 for ever
  const back = JSON.parse(renderItf(model, { ...trace, loop: 2 }, 'seat.ts, oneSeat'))
  expect(back).toMatchObject({ loop: 2, '#meta': { 'loop-action': 'rise(p1)' } })
  expect(back.states).toHaveLength(3)
  const stuttering = JSON.parse(renderItf(model, { ...trace, loop: 3 }, 'seat.ts, oneSeat'))
  expect(stuttering.loop).toBe(3)
  expect(stuttering.states).toHaveLength(4)
  expect(stuttering['#meta']).not.toHaveProperty('loop-action')
})
