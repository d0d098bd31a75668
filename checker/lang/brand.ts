/**
 * Brands by registered symbols. A spec and the checker may each have loaded their own copy of this package (a bundler,
 * tsx and Vitest all do that), so identity of classes and functions cannot be relied on; brands can.
 */
const key = (brand: string) => Symbol.for(`von.${brand}`)

/** Brands `value` itself. The mark stays out of enumerations; it can be deleted, as proxies that hide it must be able to. */
export function brand<T extends object>(value: T, name: string, mark: unknown = true): T {
  Object.defineProperty(value, key(name), { value: mark, configurable: true })
  return value
}
/** The mark put on `value` under `name`, or undefined. */
export function brandOf(value: unknown, name: string): unknown {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
    ? (value as Record<symbol, unknown>)[key(name)]
    : undefined
}
