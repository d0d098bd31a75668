/** A state of the machine, as the author's code sees it: one view, shown any number of states one after the other. */

import type { State } from '../ir/model.ts'
import { type RecordType, recordType } from '../ir/type.ts'
import { parts, type Value } from '../ir/value.ts'
import type { Fields } from '../lang/domain.ts'
import { view } from '../lang/view.ts'

/** The record of all variables, in declaration order. */
export const stateType = (variables: Fields): RecordType =>
  recordType(Object.entries(variables).map(([name, domain]) => ({ name, type: domain.type })))

export class StateCell {
  private current: Value
  /** shows whatever state the cell holds now */
  readonly view: unknown

  /**
   * @param path what the author calls the state, for messages
   * @param access whether the view lets its user change the state
   */
  constructor(type: RecordType, path: string, access: 'readonly' | 'mutable') {
    this.current = []
    const get = () => this.current
    const set = (value: Value) => {
      this.current = value
    }
    this.view = view(access === 'mutable' ? { type, path, get, set } : { type, path, get })
  }
  get state(): State {
    return parts(this.current)
  }
  set state(state: State) {
    this.current = state
  }
}
