/** How reports write quantities. */

/** `1234567` as `1,234,567`. Not by `toLocaleString`, which loads the data of languages first: 3 ms in a new process. */
export const grouped = (count: number): string => count.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',')

/** `1 state`, `2 states`: a quantity with its noun, whose plural takes an s unless given. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${grouped(count)} ${count === 1 ? noun : plural}`

/** Milliseconds as such below a tenth of a second, as seconds with one decimal, from a minute on as `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 99.5) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** Bytes in binary units: `1.5 GB`. */
export function byteSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let size = bytes
  let unit = 0
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit++
  }
  return `${Number.isInteger(size) ? size : size.toFixed(1)} ${units[unit]}`
}
