/** Loads the spec that the command line names, and builds the instance it asks for. */
import { explainException } from '../frontend/loadFailure.ts'
import { type LoadedSpec, loadSpec } from '../frontend/loadSpec.ts'
import type { Instance, Spec } from '../lang/spec.ts'
import { type Selection, selectedConstants } from './selection.ts'
import type { ShellShape } from './shell.ts'

export interface OpenRequest extends Selection {
  /** path of the spec's file, as the user wrote it */
  readonly spec: string
}
export interface OpenedInstance extends LoadedSpec {
  readonly instance: Instance
}

/** @throws SpecError for what is wrong with the file */
export const openSpec = ({ cwd }: ShellShape, file: string): Promise<LoadedSpec> => loadSpec(file, { cwd })

/**
 * @throws SpecError for what is wrong with the spec
 * @throws UsageError for an instance that the spec does not have
 */
export async function openInstance(shell: ShellShape, request: OpenRequest): Promise<OpenedInstance> {
  const opened = await openSpec(shell, request.spec)
  return { ...opened, instance: instanceOf(opened.spec, selectedConstants(opened.spec, request)) }
}

/** The instance with these constants; a fault in the author's code is shown where it stands. */
export function instanceOf(spec: Spec, constants: Parameters<Spec['instance']>[0]): Instance {
  try {
    return spec.instance(constants)
  } catch (error) {
    throw explainException(error)
  }
}
