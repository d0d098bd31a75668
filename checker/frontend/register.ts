/** `node --import von/register program.ts`: makes specs loadable in any Node program, through plain imports. */
import { installHooks } from './hooks.ts'

installHooks()
