/**
 * What bounded model checking looks for at one depth, as a Boolean of the solver: a state, or its last step, that settles a
 * question. In: a question, and a depth. Out: the commands that define the Boolean, or null where it has no meaning there.
 */
import type { Property } from '../../../ir/model.ts'
import type { Question } from '../../../verdict/judge.ts'
import type { TransitionSystem } from '../transitionSystem.ts'

/** @param name of the Boolean; frames are depths */
export function goalOf(system: TransitionSystem, question: Question, name: string, depth: number): string | null {
  const { kind } = question
  const define = (text: string) => `(define-fun |${name}| () Bool ${text})`
  if (kind === 'failures') return [system.failure(depth), define(`|failure@${depth}|`)].join('\n')
  if (kind === 'deadlock') {
    const parts = [system.enabled(depth), system.mayEnd(depth), system.unconstrained(depth)]
    const isDeadlock = `(and |goesOn@${depth}| (not |enabled@${depth}|) (not |mayEnd@${depth}|))`
    return [...parts, define(isDeadlock)].join('\n')
  }
  const property = question.property as Property
  const isOfSteps = kind === 'step' || kind === 'refinement'
  if (isOfSteps && depth === 0) {
    if (property.refinement === undefined) return null
    const initially = { ...property, body: property.refinement.initial }
    return [system.predicate(`${name}.holds`, initially, 0), define(`(not |${name}.holds|)`)].join('\n')
  }
  const holds = system.predicate(`${name}.holds`, property, isOfSteps ? depth - 1 : depth, depth)
  if (kind !== 'witness') return [holds, define(`(not |${name}.holds|)`)].join('\n')
  const fails = system.predicateFails(`${name}.fails`, property, depth)
  return [holds, fails, define(`(or |${name}.holds| |${name}.fails|)`)].join('\n')
}
