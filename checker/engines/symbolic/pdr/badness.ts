/**
 * What makes a state bad, for each thing that can be asked: the property is false in it, or a step that breaks it leaves
 * it. In: a question. Out: SMT commands over the cells of frame 0 and of frame 1, and a formula that they define.
 */

import type { Property } from '../../../ir/model.ts'
import { isOfSteps } from '../../../ir/predicate.ts'
import type { TransitionSystem } from '../transitionSystem.ts'

export interface Badness {
  /** of the property, or `deadlock`, or `failures` */
  readonly name: string
  /** need the cells of frames 0 and 1, `initial@0` and `step@0`; some are the same for several questions */
  readonly commands: readonly string[]
  /** that the state of frame 0 is bad */
  readonly condition: string
  /** that it is bad as the initial state that it is, or that there is a failure and no initial state at all */
  readonly initialCondition: string
}

export function badnessOf(system: TransitionSystem, property: Property): Badness {
  const { name } = property
  const [holds, starts] = [`${name} holds`, `${name} starts`]
  const { refinement } = property
  const initially =
    refinement === undefined
      ? []
      : [
          system.predicate(`${starts} defined`, property, 0),
          system.predicate(starts, { ...property, body: refinement.initial }, 0),
        ]
  const isAboutSteps = property.kind === 'step' || property.kind === 'refinement' || isOfSteps(property)
  return {
    name,
    commands: [system.predicate(holds, property, 0, isAboutSteps ? 1 : 0), ...initially],
    condition: isAboutSteps ? `(and |step@0| (not |${holds}|))` : `(not |${holds}|)`,
    initialCondition:
      refinement === undefined ? 'false' : `(and |initial@0| (not (and |${starts} defined| |${starts}|)))`,
  }
}

/** A state in which no action is enabled, although that is not allowed. */
export const deadlockOf = (system: TransitionSystem): Badness => ({
  name: 'deadlock',
  commands: [system.enabled(0), system.mayEnd(0), system.unconstrained(0)],
  condition: '(and |goesOn@0| (not |enabled@0|) (not |mayEnd@0|))',
  initialCondition: 'false',
})

/** A state from which a check of an action fails, or one of whether the state may be the last. */
export function failuresOf(system: TransitionSystem): Badness {
  const ends = system.model.properties.filter(p => p.kind === 'mayEnd')
  // Conditions are asked one after the other, up to the first that is true or fails.
  const asked = ends.map((end, i) => ({
    commands: [system.predicateFails(`end ${i} fails`, end, 0), system.predicate(`end ${i} holds`, end, 0)],
    fails: `(and ${ends
      .slice(0, i)
      .map((_, j) => `(not |end ${j} fails|) (not |end ${j} holds|)`)
      .join(' ')} |end ${i} fails|)`,
  }))
  const atEnd = `(and |goesOn@0| (not |enabled@0|) (or ${asked.map(each => each.fails).join(' ')} false))`
  return {
    name: 'failures',
    commands: [
      system.failure(0),
      system.initialFailure(0),
      system.enabled(0),
      system.unconstrained(0),
      ...asked.flatMap(each => each.commands),
    ],
    condition: `(or |failure@0| ${atEnd})`,
    initialCondition: '|initialFailure@0|',
  }
}
