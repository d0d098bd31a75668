/** `von list`: what a spec declares. */
import { loadSpecOrTheorems } from '../frontend/loadSpec.ts'
import { formatType } from '../ir/type.ts'
import type { MachineDefinition } from '../lang/machine.ts'
import type { ConstantDeclarations, Spec } from '../lang/spec.ts'
import type { Theorem } from '../lang/theorem.ts'
import { type Listing, listingText, theoremListText } from '../report/listing.ts'
import { instanceOf } from './openSpec.ts'
import { settingsOf } from './selection.ts'
import type { ShellShape } from './shell.ts'

export async function list(shell: ShellShape, { spec: file }: { readonly spec: string }): Promise<void> {
  const loaded = await loadSpecOrTheorems(file, { cwd: shell.cwd })
  if ('theorems' in loaded) return listTheorems(shell, loaded.theorems, file)
  const listing = listingOf(loaded.spec, file)
  shell.print(
    shell.isJson
      ? `${JSON.stringify({ format: 'von-list', version: 1, ...listing }, null, 2)}\n`
      : listingText(listing, shell.stdout),
  )
}

function listTheorems(shell: ShellShape, theorems: readonly Theorem[], file: string): void {
  const listing = theorems.map(({ name, about, inputs, claim, twins }) => ({
    name,
    about,
    claim: claim.kind,
    inputs: Object.entries(inputs).map(([input, { type }]) => ({ name: input, type: formatType(type) })),
    twins: twins.map(twin => twin.name),
  }))
  shell.print(
    shell.isJson
      ? `${JSON.stringify({ format: 'von-theorem-list', version: 1, file, theorems: listing }, null, 2)}\n`
      : theoremListText(listing, file, shell.stdout),
  )
}

/** Actions and properties are those of the default instance: others may have more or fewer. */
function listingOf(spec: Spec, file: string): Listing {
  const { machine } = instanceOf(spec, {})
  const mutants = Object.entries(spec.mutants).map(([name, { about, constants, violates }]) => ({
    name,
    about,
    constants: settingsOf(constants),
    violates,
  }))
  return {
    spec: spec.name,
    file,
    constants: Object.entries(spec.declared).map(([name, declared]) => ({ name, ...declarationOf(declared) })),
    instances: Object.entries({ default: {}, ...spec.instances }).map(([name, constants]) => ({
      name,
      constants: settingsOf(constants),
    })),
    actions: machine.actions.map(({ name, parameters }) => ({
      name,
      parameters: Object.entries(parameters).map(([parameter, { type }]) => ({
        name: parameter,
        type: formatType(type),
      })),
    })),
    properties: declaredProperties(machine).map(({ kind, name }) => ({
      kind,
      name,
      killedMutants: mutants.filter(each => each.violates === name).map(each => each.name),
    })),
    measures: machine.measures.map(({ name }) => name),
    fairness: machine.fairness,
    mutants,
  }
}

const declaredProperties = ({ properties, refinements, temporal, nonInterference }: MachineDefinition) => [
  ...properties,
  ...temporal.map(({ name }) => ({ kind: 'temporal' as const, name })),
  ...refinements.map(({ name }) => ({ kind: 'refinement' as const, name })),
  ...nonInterference.map(({ name }) => ({ kind: 'noninterference' as const, name })),
]

function declarationOf(
  declared: ConstantDeclarations[string],
): Pick<Listing['constants'][number], 'default' | 'choices'> {
  return typeof declared === 'object'
    ? { default: declared[0] as string, choices: declared }
    : { default: declared, choices: null }
}
