/** What a spec author imports: `import { spec, machine, ids, map, guard } from 'von'`. */
export { assert, div, eq, fill, guard, implies, mod, pick } from './body.ts'
export {
  type Chapter,
  type Claim,
  type ClaimRun,
  type ClaimVerdict,
  chapter,
} from './chapter.ts'
export type { Bag, ValueSet } from './collections.ts'
export { DefinitionError } from './definitionError.ts'
export {
  bag,
  bool,
  type Domain,
  type Id,
  ids,
  int,
  map,
  oneOf,
  option,
  queue,
  rec,
  type StateOf,
  set,
  type ValueOf,
  variant,
  word,
} from './domain.ts'
export { type Machine, machine } from './machine.ts'
export {
  type EventMapping,
  type Explanation,
  either,
  type Header,
  ignore,
  type LoggedEvent,
  type Mapping,
  type MappingParts,
  mapping,
  type Observation,
  observe,
  sequence,
  step,
} from './mapping.ts'
export { type Means, type Proof, type ProofParts, proof } from './proof.ts'
export { type ConstantValue, type Instance, isSpec, type Mutant, type Spec, spec } from './spec.ts'
export type { Formula, Operand, TemporalOperators } from './temporal.ts'
export { equivalent, type Theorem, type TheoremParts, type Theorems, theorem, theorems } from './theorem.ts'
