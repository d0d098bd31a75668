/** What a piece of generated code may contain, and what it does to what follows. */
import type { Scope } from './scope.ts'

/** What may stand at a place. */
export interface Context {
  /** of an action: guards and picks are allowed */
  readonly isAction: boolean
  /** the text after `return`, for a block that can be left early; null where it cannot */
  readonly result: ((scope: Scope) => string) | null
  readonly inLoop: boolean
  /** how many more ways through the body picks may add, shared by the whole body */
  readonly picks: { left: number }
  /** how often this place is run at most */
  readonly turns: number
}

export interface Statement {
  readonly lines: readonly string[]
  /** what follows may name */
  readonly scope: Scope
  /** the variables of the state that may have been replaced, as a whole or in a part that is a structure */
  readonly replaced: readonly string[]
}
