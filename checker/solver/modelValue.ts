/** Values of terms in a solver's model, as numbers. */
import { InternalError } from '../verdict/internalError.ts'
import { printSExpression, type SExpression } from './sExpression.ts'

/**
 * @param value as solvers write it: `true`, `#x0f`, `#b01`, `(_ bv15 8)`, `15`, `(- 15)`
 * @returns 0 or 1 for a Bool, an unsigned number for a bit-vector, a signed one for an Int
 * @throws InternalError for a value of any other sort
 */
export function modelValue(value: SExpression): bigint {
  if (typeof value === 'string') {
    if (value === 'true') return 1n
    if (value === 'false') return 0n
    if (/^#[xb][0-9a-fA-F]+$/.test(value)) return BigInt(`0${value.slice(1)}`)
    if (/^\d+$/.test(value)) return BigInt(value)
  } else if (value.length === 2 && value[0] === '-' && value[1] !== undefined) {
    return -modelValue(value[1])
  } else if (value[0] === '_' && typeof value[1] === 'string' && /^bv\d+$/.test(value[1])) {
    return BigInt(value[1].slice(2))
  }
  throw new InternalError(`a solver's model has the value ${printSExpression(value)}, which is no number`)
}
