/** Sizes of memory as a user writes them: `512M`, `2G`, `1.5g`, or a number of bytes. */
const units: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }

/** @returns bytes; undefined if the text is no size */
export function parseMemorySize(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([KMG]?)B?$/i.exec(text) ?? []
  const bytes = Math.floor(Number(amount) * (units[unit.toUpperCase()] ?? Number.NaN))
  return bytes > 0 ? bytes : undefined
}
