/**
 * Which assumptions a proof needs: those of an unsatisfiable core, without the ones that turn out to be idle when they are
 * left out. Nobody has to believe in cores: what is returned was asked as it is, and refuted.
 */
import type { Session } from '../../../solver/session.ts'
import { InternalError } from '../../../verdict/internalError.ts'

/** So many assumptions are tried to be left out; of larger cores the rest stays. */
const TRIED_MAX = 16

/**
 * @param session has just answered `unsat`
 * @param optional the assumptions that can be left out
 * @param what is proved, for the message where a core does not suffice
 */
export async function smallCore(
  session: Session,
  optional: ReadonlySet<string>,
  what: string,
): Promise<{ readonly core: readonly string[]; readonly queries: number }> {
  const first = await session.core()
  let core = first
  let queries = 0
  const isRefuted = async (assumptions: readonly string[]) => {
    queries++
    const { kind } = await session.check(assumptions)
    return kind === 'unknown' ? null : kind === 'unsat'
  }
  for (const name of first.filter(each => optional.has(each)).slice(0, TRIED_MAX)) {
    if (!core.includes(name)) continue
    if (await isRefuted(core.filter(other => other !== name))) core = await session.core()
  }
  const isEnough = await isRefuted(core)
  if (isEnough === false) throw new InternalError(`${what} takes more than a solver says that it needs`)
  // without an answer, the proof may need all of the first core
  return { core: isEnough === null ? first : core, queries }
}
