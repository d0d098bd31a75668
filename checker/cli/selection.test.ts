import { describe, expect, it } from 'vitest'
import { bool, machine, spec } from '../lang/index.ts'
import { selectedConstants } from './selection.ts'

const lamp = spec(
  'lamp',
  { size: 2, isLoud: false, label: 'x', colour: ['red', 'green'] },
  () => {
    const m = machine({ on: bool })
    m.init(() => ({ on: false }))
    m.action('toggle', {}, s => {
      s.on = !s.on
    })
    return m
  },
  {
    instances: { big: { size: 9, isLoud: true } },
    mutants: { blinks: { about: 'it blinks', constants: { size: 5 }, violates: 'steady' } },
  },
)
const select = (selection: Partial<Parameters<typeof selectedConstants>[1]>) =>
  selectedConstants(lamp as never, { constants: [], instance: undefined, mutant: undefined, ...selection })

describe('the selected constants', () => {
  it('have the types of their declarations', () => {
    const constants = ['size=-3', 'isLoud=true', 'label=a=b', 'colour=green']
    expect(select({ constants })).toEqual({ size: -3, isLoud: true, label: 'a=b', colour: 'green' })
  })

  it('are those of the instance, then of the mutant, then of --const', () => {
    expect(select({ instance: 'big' })).toEqual({ size: 9, isLoud: true })
    expect(select({ instance: 'big', mutant: 'blinks' })).toEqual({ size: 5, isLoud: true })
    expect(select({ instance: 'big', mutant: 'blinks', constants: ['size=7'] })).toEqual({ size: 7, isLoud: true })
  })

  it('are the declared ones for the default instance', () => {
    expect(select({ instance: 'default' })).toEqual({})
  })

  it.for([
    [{ constants: ['sice=3'] }, "there is no constant 'sice'", 'did you mean size?'],
    [{ instance: 'bigg' }, "there is no instance 'bigg'", 'did you mean big?'],
    [{ mutant: 'flies' }, "there is no mutant 'flies'", 'known: blinks'],
    [{ constants: ['size'] }, '--const size has no value', 'write --const name=value'],
    [{ constants: ['size=two'] }, "constant size cannot be 'two'", 'it is an integer'],
    [{ constants: ['size='] }, "constant size cannot be ''", 'it is an integer'],
    [{ constants: ['isLoud=1'] }, "constant isLoud cannot be '1'", 'it is true or false'],
    [{ constants: ['colour=blue'] }, "constant colour cannot be 'blue'", 'it is one of red, green'],
    [{ constants: ['toString=1'] }, "there is no constant 'toString'", expect.any(String)],
  ] as const)('refuses %j with a remedy', ([selection, message, help]) => {
    expect(() => select(selection)).toThrow(expect.objectContaining({ message, help }))
  })
})
