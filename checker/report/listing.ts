/** What a spec declares, as data and as text. */
import type { Constant, PropertyKind } from '../ir/model.ts'
import type { Strength } from '../ir/temporal.ts'
import { type Palette, plain } from '../source/palette.ts'
import { table } from './layout.ts'

export interface Listing {
  readonly spec: string
  readonly file: string
  /** `choices` is null for a constant that is not a choice */
  readonly constants: readonly {
    readonly name: string
    readonly default: Constant
    readonly choices: readonly string[] | null
  }[]
  /** each with the constants it sets; the others have their defaults */
  readonly instances: readonly Configuration[]
  readonly actions: readonly {
    readonly name: string
    readonly parameters: readonly { readonly name: string; readonly type: string }[]
  }[]
  readonly properties: readonly {
    readonly kind: PropertyKind | 'temporal' | 'noninterference'
    readonly name: string
    /** names of the mutants that this property must kill */
    readonly killedMutants: readonly string[]
  }[]
  /** names of the numbers that every state has */
  readonly measures: readonly string[]
  /** `each`: names of parameters, when it is assumed of each choice of their values */
  readonly fairness: readonly {
    readonly strength: Strength
    readonly action: string
    readonly each: readonly string[]
  }[]
  readonly mutants: readonly (Configuration & { readonly about: string; readonly violates: string })[]
}
export interface Configuration {
  readonly name: string
  readonly constants: Readonly<Record<string, Constant>>
}

export interface ListingTextOptions {
  readonly palette?: Palette
}

export function listingText(listing: Listing, { palette = plain }: ListingTextOptions = {}): string {
  const { spec, file, constants, instances, actions, properties, measures, fairness, mutants } = listing
  const section = (title: string, rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : ['', palette.bold(title), ...table(rows, '  ')]
  return [
    `${palette.bold(spec)} (${file})`,
    ...section(
      'constants',
      constants.map(each => [each.name, String(each.default), each.choices === null ? '' : each.choices.join(' | ')]),
    ),
    ...section(
      'instances',
      instances.map(each => [each.name, settings(each)]),
    ),
    ...section(
      'actions',
      actions.map(each => [`${each.name}(${each.parameters.map(({ name, type }) => `${name}: ${type}`).join(', ')})`]),
    ),
    ...section(
      'properties',
      properties.map(each => [each.kind, each.name, pinning(each)]),
    ),
    ...section(
      'measures',
      measures.map(name => [name]),
    ),
    ...section(
      'fairness',
      fairness.map(({ strength, action, each }) => [
        strength,
        action,
        each.length > 0 ? `for each ${each.join(', ')}` : '',
      ]),
    ),
    ...section(
      'mutants',
      mutants.map(each => [each.name, settings(each), `violates ${each.violates}`, each.about]),
    ),
    '',
  ].join('\n')
}

export interface ListedTheorem {
  readonly name: string
  readonly about: string | null
  readonly inputs: readonly { readonly name: string; readonly type: string }[]
  readonly twins: readonly string[]
}
export function theoremListText(
  theorems: readonly ListedTheorem[],
  file: string,
  { palette = plain }: ListingTextOptions = {},
): string {
  const rows = theorems.flatMap(({ name, about, inputs, twins }) => [
    [name, inputs.map(input => `${input.name}: ${input.type}`).join(', ')],
    ...(about === null ? [] : [['', about]]),
    ...twins.map(twin => [`  twin ${twin}`, 'must be false']),
  ])
  return [palette.bold(file), '', palette.bold('theorems'), ...table(rows, '  '), ''].join('\n')
}

const settings = ({ constants }: Configuration) =>
  Object.entries(constants)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')

/** Only what must never be false can be pinned by a mutant that makes it false; lemmas are not promises. */
function pinning({ kind, killedMutants }: Listing['properties'][number]): string {
  if (killedMutants.length > 0) return `kills ${killedMutants.join(', ')}`
  const cannotFail = kind === 'lemma' || kind === 'witness' || kind === 'constraint' || kind === 'mayEnd'
  return !cannotFail ? 'unpinned: no mutant shows that it can fail' : ''
}
