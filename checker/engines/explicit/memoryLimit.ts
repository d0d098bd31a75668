/** How much memory a search may take when nobody says: a fixed amount, or less on a small machine, or in a small container. */
import { totalmem } from 'node:os'

const USUAL_BYTES = 2 ** 31
/** The rest is for compiled code, the JavaScript heap and everybody else. */
const SHARE = 3 / 4

/** Bytes that this process can have at most, before the system ends it. */
export const machineBytes = (): number => Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)

/** It depends on the machine, and not on what else runs there: the same command ends with the same numbers. */
export const defaultMemoryBytes = (machine = machineBytes()): number =>
  Math.min(USUAL_BYTES, Math.floor(machine * SHARE))
