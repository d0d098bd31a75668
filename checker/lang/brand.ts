/**
 * Brands by registered symbols. A spec and the checker may each have loaded their own copy of this package (a bundler,
 * tsx and Vitest all do that), so identity of classes and functions cannot be relied on; brands can.
 */
const keys = new Map<string, symbol>()
/** The symbol of a brand; remembered, as the registry is slow. */
export function brandKey(brand: string): symbol {
  let found = keys.get(brand)
  if (found === undefined) {
    found = Symbol.for(`von.${brand}`)
    keys.set(brand, found)
  }
  return found
}

/** Brands `value` itself. The mark stays out of enumerations; it can be deleted, as proxies that hide it must be able to. */
export function brand<T extends object>(value: T, name: string, mark: unknown = true): T {
  Object.defineProperty(value, brandKey(name), { value: mark, configurable: true })
  return value
}
/** The mark put on `value` under `name`, or undefined. */
export function brandOf(value: unknown, name: string): unknown {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
    ? (value as Record<symbol, unknown>)[brandKey(name)]
    : undefined
}
