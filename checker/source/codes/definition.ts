/** Codes of faults in a spec's definition: domains, names, instances (VON3xxx). */
import type { Catalogue } from './entry.ts'

export const definitionCodes: Catalogue = {}
