/** The shape of a state space, before any of it is explored: as data and as text. */
import { widthOf } from '../ir/encode.ts'
import { footprint } from '../ir/footprint.ts'
import { layoutOf } from '../ir/layout.ts'
import type { Constant, Model, PropertyKind } from '../ir/model.ts'
import { formatFairness, formatFormula } from '../ir/temporal.ts'
import { cardinality, formatType } from '../ir/type.ts'
import { type Palette, plain } from '../source/palette.ts'
import { defaultWidth, table, wrapped } from './layout.ts'
import { counted } from './numbers.ts'

export interface Shape {
  readonly spec: string
  readonly constants: Readonly<Record<string, Constant>>
  readonly variables: readonly {
    readonly name: string
    readonly type: string
    /** bits of an encoded state */
    readonly bits: number
    /** how many values the type has; null above 2^53 */
    readonly values: number | null
    /** the parts of the variable in the encoding, in order */
    readonly cells: readonly { readonly path: string; readonly bits: number }[]
  }[]
  readonly bitsPerState: number
  /** the product of the variables' values, which bounds the reachable states; null above 2^53 */
  readonly statesAtMost: number | null
  readonly actions: readonly {
    readonly name: string
    readonly parameters: readonly { readonly name: string; readonly type: string }[]
    /** names of variables */
    readonly reads: readonly string[]
    readonly writes: readonly string[]
  }[]
  readonly properties: readonly {
    readonly kind: PropertyKind | 'temporal' | 'noninterference'
    readonly name: string
  }[]
  /** formulas of the temporal properties, as text */
  readonly temporal: Readonly<Record<string, string>>
  /** what is assumed of actions, as text */
  readonly fairness: readonly string[]
}

export function shapeOf(model: Model): Shape {
  const names = (variables: readonly { readonly name: string }[]) => variables.map(each => each.name)
  const typed = (variables: Model['variables']) => variables.map(({ name, type }) => ({ name, type: formatType(type) }))
  return {
    spec: model.name,
    constants: model.constants,
    variables: model.variables.map(variable => ({
      name: variable.name,
      type: formatType(variable.type),
      bits: widthOf(variable.type),
      values: finite(cardinality(variable.type)),
      cells: layoutOf([variable]).map(({ path, width }) => ({ path, bits: width })),
    })),
    bitsPerState: model.variables.reduce((bits, { type }) => bits + widthOf(type), 0),
    statesAtMost: finite(model.variables.reduce((states, { type }) => states * cardinality(type), 1)),
    actions: model.actions.map(action => {
      const { reads, writes } = footprint(model, action)
      return { name: action.name, parameters: typed(action.parameters), reads: names(reads), writes: names(writes) }
    }),
    properties: [
      ...model.properties.map(({ kind, name }) => ({ kind, name })),
      ...model.temporal.map(({ name }) => ({ kind: 'temporal' as const, name })),
      ...model.nonInterference.map(({ name }) => ({ kind: 'noninterference' as const, name })),
    ],
    temporal: Object.fromEntries(model.temporal.map(({ name, formula }) => [name, formatFormula(formula)])),
    fairness: model.fairness.map(formatFairness),
  }
}

const finite = (count: number) => (count <= Number.MAX_SAFE_INTEGER ? count : null)

export interface ShapeTextOptions {
  readonly width?: number
  readonly palette?: Palette
}

export function shapeText(shape: Shape, { width = defaultWidth, palette = plain }: ShapeTextOptions = {}): string {
  const constants = Object.entries(shape.constants).map(([name, value]) => `${name} ${value}`)
  return [
    `${palette.bold(shape.spec)}${constants.length === 0 ? '' : `: ${constants.join(', ')}`}`,
    '',
    palette.bold('variables'),
    ...variableLines(shape, width),
    '',
    palette.bold('actions'),
    ...actionLines(shape, width),
    '',
    palette.bold('properties'),
    ...propertyLines(shape, width),
    ...(shape.fairness.length === 0 ? [] : ['', palette.bold('assumed'), ...shape.fairness.map(text => `  ${text}`)]),
    '',
    `${counted(shape.bitsPerState, 'bit')} per state, ${bound(shape.statesAtMost)}`,
    '',
  ].join('\n')
}

const bound = (states: number | null) =>
  states === null ? 'more than 2^53 states' : `at most ${counted(states, 'state')}`

function variableLines({ variables }: Shape, width: number): string[] {
  const heads = table(
    variables.map(({ name, bits }) => [name, counted(bits, 'bit')]),
    '  ',
  )
  const indent = Math.max(0, ...heads.map(head => head.length)) + 2
  return heads.flatMap((head, i) => hanging(head, variables[i]?.type ?? '', indent, width))
}

function propertyLines({ properties, temporal }: Shape, width: number): string[] {
  const heads = table(
    properties.map(({ kind, name }) => [kind, name]),
    '  ',
  )
  return heads.flatMap((head, i) => {
    const formula = temporal[properties[i]?.name ?? '']
    return formula === undefined ? [head] : [head, ...hanging('   ', formula, 4, width)]
  })
}

function actionLines({ actions }: Shape, width: number): string[] {
  return actions.flatMap(({ name, parameters, reads, writes }) => [
    ...hanging(
      `  ${name}`,
      `(${parameters.map(each => `${each.name}: ${each.type}`).join(', ')})`,
      name.length + 2,
      width,
    ),
    ...hanging('    reads', reads.join(', ') || 'nothing', 12, width),
    ...hanging('    writes', writes.join(', ') || 'nothing', 12, width),
  ])
}

/** A text beside a head, its further lines under its first. */
function hanging(head: string, text: string, indent: number, width: number): string[] {
  const [first = '', ...rest] = wrapped(text, Math.max(30, width - indent))
  return [head.padEnd(indent) + first, ...rest.map(line => ' '.repeat(indent) + line)]
}
