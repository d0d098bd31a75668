/** Codes of faults while checking (VON4xxx). */
import type { Catalogue } from './entry.ts'

export const runCodes: Catalogue = {}
