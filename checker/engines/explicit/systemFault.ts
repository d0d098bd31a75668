/** Failed calls to the system, in words. */

/**
 * What the system says about a failed call, such as `no space left on device`.
 * @throws the error itself when it is not of the system
 */
export function systemReason(error: unknown): string {
  if (!isOfSystem(error)) throw error
  return error.message.replace(/^[A-Z0-9]+: ([^,]*).*$/s, '$1')
}
export const isOfSystem = (error: unknown): error is Error => error instanceof Error && 'syscall' in error
export const hasCode = (error: unknown, code: string) => isOfSystem(error) && 'code' in error && error.code === code
