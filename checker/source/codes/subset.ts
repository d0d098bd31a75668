/** Codes of TypeScript that is not in the subset for bodies (VON2xxx). */
import type { Catalogue } from './entry.ts'

export const subsetCodes: Catalogue = {}
